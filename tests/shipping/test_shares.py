"""What each parcel of an order is worth: together the order, whatever is split or redone."""

from typing import Any

from orders.models import Order
from orders.services.drafting import Terms
from orders.services.placing import place_order
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.shares import share_in, share_of
from tests.factories import a_buyer, a_product

NET, BALL = "net", "ball"


def an_order() -> Order:
    """Two nets of ₹333.33 and three balls of ₹100, to be paid at the door: ₹1,094.66."""
    a_product(product_id=NET, price=333_33)
    a_product(product_id=BALL, price=100_00)
    wanted = {NET: 2, BALL: 3}
    terms = Terms(is_cod=True)
    return place_order(order_id="TB-1", buyer=a_buyer(), wanted=wanted, terms=terms).order


def a_parcel(**given: Any) -> Shipment:
    return Shipment("TB-1-1", "TB-1", status=ShipmentStatus.PENDING, **given)


def test_one_parcel_is_worth_the_whole_order() -> None:
    order = an_order()
    share = share_of(order, None)
    assert (share.total_paise, order.total_amount) == (109_466, 109_466)
    assert (share.shipping_paise, share.cod_fee_paise) == (79_00, 49_00)


def test_two_parcels_with_pieces_of_the_same_line_add_up_to_the_paisa() -> None:
    order = an_order()
    first = share_of(order, {"0": "1", "1": "1"})
    begun = a_parcel(contents={"0": "1", "1": "1"}, worth=first.total_paise)
    second = share_of(order, {"0": "1", "1": "2"}, [begun])
    assert first.total_paise + second.total_paise == order.total_amount
    assert (second.shipping_paise, second.cod_fee_paise) == (0, 0)


def test_the_parcel_in_place_of_a_lost_one_carries_the_fees_if_that_one_did() -> None:
    order = an_order()
    second = a_parcel(contents={"1": "3"}, worth=300_00)
    again = share_of(order, {"0": "2"}, [second])
    assert again.total_paise + 300_00 == order.total_amount


def test_a_parcel_keeps_the_share_that_it_was_begun_with() -> None:
    order = an_order()
    with_fees = a_parcel(contents={"0": "2"}, worth=share_of(order, {"0": "2"}).total_paise)
    without = a_parcel(contents={"1": "3"}, worth=300_00)
    assert share_in(order, with_fees).cod_fee_paise == 49_00
    assert share_in(order, without).total_paise == 300_00


def test_a_parcel_of_an_earlier_day_is_the_whole_order() -> None:
    order = an_order()
    assert share_in(order, a_parcel()).total_paise == order.total_amount
