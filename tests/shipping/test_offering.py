"""Who is offered for a parcel, who is asked, and what is kept of those that refuse."""

from datetime import date, timedelta

import pytest
import time_machine

from config import clock
from orders.models import Order
from orders.rules import COD
from shipping.errors import BeingDispatched, NotDispatched
from shipping.parcels import Box
from shipping.services.choosing import have_awb
from shipping.services.dispatching import dispatch
from shipping.services.leases import Lease
from shipping.services.offering import SILENT_FOR, offers_for
from shipping.services.repacking import want_courier
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Step, state_of
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, now_of, parcel_of
from tests.shipping.office import Office

BOX = Box(500, 20, 10, 5)


@pytest.fixture(autouse=True)
def couriers(office: Office) -> None:
    """Three who would come, by price; those with odd numbers collect cash."""
    office.couriers = {10: "Xpressbees", 11: "Ekart", 13: "Delhivery"}
    office.rates = {10: 60, 11: 80.5, 13: 95}


def refusals(order: Order) -> list[tuple[str, str]]:
    return [(each.courier, each.text) for each in parcel_of(order).refusals or ()]


def test_offers_tell_price_and_who_is_advised(office: Office) -> None:
    offers = offers_for(a_packed_order(), BOX)
    told = [(each.courier_id, each.rate_paise, each.is_recommended) for each in offers]
    assert told == [(10, 60_00, True), (11, 80_50, False), (13, 95_00, False)]


def test_offers_tell_days_arrival_and_rating(office: Office) -> None:
    more = {"estimated_delivery_days": "4", "etd": "Nov 28, 2026", "rating": 4.6, "cod": 1}
    offer = {"courier_company_id": 10, "courier_name": "Xpressbees", "rate": 60} | more
    office.says["offers"] = {"status": 200, "data": {"available_courier_companies": [offer]}}
    (found,) = offers_for(a_packed_order(), BOX)
    assert (found.days, found.arrives) == (4, date(2026, 11, 28))
    assert (found.rating, found.cod) == ("4.6", True)


def test_for_cash_on_delivery_only_those_who_collect_it_are_offered(office: Office) -> None:
    order = a_packed_order()
    order.payment_method = COD
    assert [each.courier_id for each in offers_for(order, BOX)] == [11, 13]


def test_what_was_offered_is_remembered_for_this_box_only(office: Office) -> None:
    order = a_packed_order()
    for _ in range(3):
        offers_for(order, BOX)
    assert (office.calls.count("offers"), office.calls.count("places")) == (1, 1)
    offers_for(order, Box(900, 20, 10, 5))
    assert office.calls.count("offers") == 2


def test_a_silence_offers_nobody_and_is_asked_again_soon(office: Office) -> None:
    order = a_packed_order()
    office.before["offers"] = at.down
    assert offers_for(order, BOX) == offers_for(order, BOX) == []
    with time_machine.travel(clock.now() + SILENT_FOR + timedelta(seconds=1)):
        assert len(offers_for(order, BOX)) == 3


def test_the_courier_that_staff_chose_is_asked_and_its_price_kept(office: Office) -> None:
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera", courier_id=13)
    assert (parcel.courier_name, parcel.courier_id, parcel.rate) == ("Delhivery", "13", 95_00)
    assert (parcel.wanted_courier_id, parcel.refusals) == ("13", None)


def test_the_choice_is_kept_before_the_courier_is_asked(office: Office) -> None:
    order = a_packed_order()
    office.before["awb"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera", courier_id=13)
    assert parcel_of(order).wanted_courier_id == "13"
    assert dispatch(order.order_id, by="Imran").courier_name == "Delhivery"


def test_another_choice_replaces_the_first_until_there_is_an_awb(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_WALLET
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera", courier_id=10)
    dispatch(order.order_id, by="Meera", courier_id=11)
    assert parcel_of(order).courier_name == "Ekart"
    dispatch(order.order_id, by="Meera", courier_id=13)
    assert (parcel_of(order).wanted_courier_id, len(office.awbs)) == ("11", 1)


def test_a_choice_that_comes_after_the_awb_changes_nothing(office: Office) -> None:
    order = a_packed_order()
    office.before["awb"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera", courier_id=11)
    read = parcel_of(order)
    dispatch(order.order_id, by="Imran")
    assert want_courier(read, 13).wanted_courier_id == "11"
    assert parcel_of(order).wanted_courier_id == "11"


def test_a_refusal_of_a_step_that_was_taken_over_is_not_written(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_WALLET
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    before = refusals(order)
    lapsed = Lease(parcel_of(order), Step.AWB, "doing 2026", state_of({}, Step.AWB))
    office.refusing = {10: "Suspended"}
    with pytest.raises(BeingDispatched):
        have_awb(lapsed, look_first=lambda: None)
    assert refusals(order) == before


def test_where_the_chosen_one_refuses_another_takes_it_and_the_words_are_kept(
    office: Office,
) -> None:
    order = a_packed_order()
    office.refusing = {11: "Pincode suspended"}
    parcel = dispatch(order.order_id, by="Meera", courier_id=11)
    assert (parcel.courier_name, parcel.rate) == ("Xpressbees", 60_00)
    assert refusals(order) == [("Ekart", "Pincode suspended")]


def test_every_refusal_is_kept_when_all_refuse(office: Office) -> None:
    order = a_packed_order()
    office.refusing = {10: "Suspended", 11: "Too heavy", 13: "Closed"}
    office.rates = {10: 60, 11: 61, 13: 62}
    with pytest.raises(NotDispatched, match="Xpressbees: Suspended; Ekart: Too heavy"):
        dispatch(order.order_id, by="Meera")
    assert refusals(order) == [
        ("Xpressbees", "Suspended"),
        ("Ekart", "Too heavy"),
        ("Delhivery", "Closed"),
    ]


def test_nobody_much_dearer_steps_in_unasked(office: Office) -> None:
    order = a_packed_order()
    office.rates = {10: 60, 11: 91, 13: 95}
    office.refusing = {10: "Suspended"}
    with pytest.raises(NotDispatched, match=r"Ekart would cost ₹91.00: choose it then"):
        dispatch(order.order_id, by="Meera")
    assert office.awbs == []
    assert dispatch(order.order_id, by="Meera", courier_id=11).rate == 91_00


def test_half_as_much_again_is_not_much_dearer(office: Office) -> None:
    order = a_packed_order()
    office.rates = {10: 60, 11: 90, 13: 95}
    office.refusing = {10: "Suspended"}
    assert dispatch(order.order_id, by="Meera").courier_name == "Ekart"


def test_an_empty_wallet_asks_no_other_and_is_kept_as_well(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_WALLET
    with pytest.raises(NotDispatched, match="wallet is empty"):
        dispatch(order.order_id, by="Meera")
    assert (office.calls.count("awb"), len(refusals(order))) == (1, 1)
    assert refusals(order)[0][0] == "Shiprocket"


def test_no_offers_are_no_reason_not_to_ask_for_an_awb(office: Office) -> None:
    office.before["offers"] = at.down
    parcel = dispatch(a_packed_order().order_id, by="Meera")
    assert (parcel.tracking_number, parcel.rate) == (office.awbs[0], None)


def test_an_awb_that_was_there_already_has_its_couriers_price(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera", courier_id=13)
    parcel = dispatch(order.order_id, by="Meera")
    assert (parcel.courier_id, parcel.rate) == ("13", 95_00)
    assert len(now_of(order).shipment_ids or ()) == len(office.awbs) == 1
