"""The sums of cash on the tracking page: each parcel's own, and never one that was not paid."""

import pytest

from config.money import rupees
from orders.models import Order
from orders.rules import COD
from shipping.door_money import words_for_lost
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.shipping.bench import now_of
from tests.shipping.office import Office
from tests.shipping.test_goods_in import count
from tests.shipping.test_track_page import page
from tests.shipping.test_tracking import tell
from tests.shipping.test_tracking_parcels import two_parcels

NOTHING = "You have paid nothing, and nothing is left to pay."
NOT_THIS = "You pay nothing for this parcel."


@pytest.fixture
def pair(office: Office) -> tuple[Shipment, Shipment]:
    """Two parcels of an order that is paid at the door: the fees are in the first one's share."""
    first, second = two_parcels()
    order = now_of(first)
    order.update(actions=[Order.payment_method.set(COD)])
    second_paise = order.lines[0].price
    second.update(actions=[Shipment.worth.set(second_paise)])
    first.update(actions=[Shipment.worth.set(order.total_amount - second_paise)])
    return first, second


def sums(pair: tuple[Shipment, Shipment]) -> tuple[str, str, str]:
    """The shares of both, and the order's total."""
    total = now_of(pair[0]).total_amount
    return rupees(pair[0].worth or 0), rupees(pair[1].worth or 0), rupees(total)


def test_each_courier_is_paid_the_share_of_its_parcel(pair: tuple[Shipment, Shipment]) -> None:
    for parcel in pair:
        tell(parcel, 42, 17)
    said, (first, second, total) = page(pair[0]), sums(pair)
    for share in (first, second):
        assert f"<b>{share}</b> to the courier at the door" in said
    assert f"<b>{total}</b> to the courier" not in said


def test_what_was_paid_for_one_is_said_while_the_other_comes_back(
    pair: tuple[Shipment, Shipment],
) -> None:
    first, second, total = sums(pair)
    tell(pair[0], 42, 7)
    tell(pair[1], 42, 9)
    said = page(pair[0])
    assert f"{first} paid in cash to the courier." in said
    assert f"{NOT_THIS} The {first} you paid is for what was delivered." in said
    for untrue in (NOTHING, second, f"<b>{total}</b> to the courier", "have it ready"):
        assert untrue not in said


def test_one_that_comes_back_beside_one_that_comes_costs_nothing(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42)
    tell(pair[1], 42, 9)
    said = page(pair[0])
    assert NOT_THIS in said
    assert NOTHING not in said
    assert f"<b>{sums(pair)[0]}</b> to the courier at the door" in said


def test_where_none_arrives_nothing_is_paid(pair: tuple[Shipment, Shipment]) -> None:
    tell(pair[0], 42, 12)
    tell(pair[1], 42, 9)
    assert page(pair[0]).count(NOTHING) == 2
    assert "at the door" not in page(pair[0])


def test_an_order_that_ended_in_part_asks_for_no_more_cash(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42, 7)
    tell(pair[1], 42, 9, 10)
    assert count(pair[1], sound=1)
    assert now_of(pair[0]).status == "delivered"
    said, (first, _, total) = page(pair[0]), sums(pair)
    assert f"{first} paid in cash to the courier." in said
    assert "have it ready" not in said
    assert f"{total} paid in cash" not in said


def test_of_a_parcel_that_came_in_part_nobody_says_what_was_paid(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42, 23)
    tell(pair[1], 42, 9)
    said = page(pair[0])
    assert NOT_THIS in said
    for untrue in (NOTHING, "paid in cash", "you paid is for"):
        assert untrue not in said


def test_while_another_parcel_is_sent_again_its_share_is_still_to_pay(
    pair: tuple[Shipment, Shipment],
) -> None:
    _, second, _ = sums(pair)
    tell(pair[0], 42, 9)
    tell(pair[1], 8)
    said = page(pair[0])
    assert f"You pay <b>{second}</b> to the courier at the door" in said
    assert NOT_THIS in said
    assert NOTHING not in said


def test_before_each_part_has_a_courier_one_line_names_the_sum_that_is_due(
    pair: tuple[Shipment, Shipment],
) -> None:
    first, second, total = sums(pair)
    pair[1].update(actions=[Shipment.tracking_number.remove()])
    tell(pair[0], 42)
    said = page(pair[0])
    assert f"You pay <b>{total}</b> in all at the door, to each courier" in said
    assert said.count("at the door") == 1
    for share in (first, second):
        assert f"<b>{share}</b>" not in said


def test_the_share_of_a_parcel_that_was_called_off_is_in_the_sum_that_is_due(
    pair: tuple[Shipment, Shipment],
) -> None:
    tell(pair[0], 42)
    tell(pair[1], 8)
    assert f"You pay <b>{sums(pair)[2]}</b> in all at the door" in page(pair[0])


def test_nobody_is_to_have_cash_ready_while_no_courier_has_a_parcel(
    pair: tuple[Shipment, Shipment],
) -> None:
    for parcel in pair:
        tell(parcel, 8)
    assert "We are sending it again" in page(pair[0])
    assert "at the door" not in page(pair[0])


def test_no_sum_is_named_beside_a_parcel_that_came_in_part(
    pair: tuple[Shipment, Shipment],
) -> None:
    there, in_part = tell(pair[0], 42, 7), tell(pair[1], 42, 23)
    back = Shipment("third", there.order_id, status=ShipmentStatus.RTO_INITIATED, worth=0)
    assert words_for_lost(now_of(there), [there, in_part, back]) == NOT_THIS
