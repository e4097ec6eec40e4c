"""What staff must know of the account at Shiprocket before a dispatch fails on it."""

from datetime import timedelta

import pytest
import time_machine
from django.template import Context, Template
from pytest_django import Settings

from config import clock
from orders.rules import Status
from orders.staff import queries
from shipping.errors import NotDispatched
from shipping.memory import forget_all
from shipping.services import wallet as wallet_room
from shipping.services import warehouse
from shipping.services.dispatching import dispatch
from shipping.services.wallet import USUAL_FREIGHT_PAISE, wallet
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of
from tests.shipping.office import Office
from tests.staff import a_browser

WARNING = "Recharge the wallet at Shiprocket"


@pytest.mark.parametrize("path", ["/staff/", "/staff/shipments/pack/"])
def test_an_empty_wallet_is_said_where_the_day_begins_and_where_parcels_do(
    office: Office, path: str
) -> None:
    browser = a_browser("packer")
    assert WARNING not in browser.get(path).content.decode()
    forget_all()
    office.always["wallet"] = {"data": {"balance_amount": "50.00"}}
    page = browser.get(path).content.decode()
    assert page.count(WARNING) == 1
    assert "₹50 is left" in page


def account() -> str:
    page = Template("{% load staff_shipping %}{% courier_account %}")
    return " ".join(page.render(Context()).split())


def test_a_warehouse_that_is_fine_is_asked_for_once_in_a_while(office: Office) -> None:
    found = [warehouse.state() for _ in range(3)]
    assert (found[0].pincode, found[0].trouble, office.calls.count("places")) == ("411005", "", 1)
    with time_machine.travel(clock.now() + warehouse.GOOD_FOR + timedelta(seconds=1)):
        warehouse.state()
    assert office.calls.count("places") == 2


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("Pune Warehouse ", "Pune Warehouse"),
        ("Pune  warehouse", " Pune Warehouse "),
    ],
)
def test_blanks_and_capitals_do_not_hide_it_and_its_own_spelling_is_sent(
    office: Office, settings: Settings, there: str, here: str
) -> None:
    office.warehouse["pickup_location"], settings.SHIPROCKET_PICKUP_LOCATION = there, here
    dispatch(a_packed_order().order_id, by="Meera")
    assert office.sent[0]["pickup_location"] == there


def test_a_name_that_shiprocket_does_not_know_is_told_before_it_is_asked_to_send(
    office: Office,
) -> None:
    office.warehouse["pickup_location"] = "Home"
    order = a_packed_order()
    with pytest.raises(NotDispatched, match="knows no pickup location “Pune Warehouse”"):
        dispatch(order.order_id, by="Meera")
    assert "“Home”" in flags(order)["dispatch"]
    assert (office.sent, now_of(order).status) == ([], Status.PROCESSING)


def test_a_phone_that_is_not_verified_is_told_and_mended_at_once(office: Office) -> None:
    office.warehouse["phone_verified"] = 0
    order = a_packed_order()
    with pytest.raises(NotDispatched, match="is not verified"):
        dispatch(order.order_id, by="Meera")
    assert "is not verified" in account()
    office.warehouse["phone_verified"] = 1
    dispatch(order.order_id, by="Meera")
    assert (flags(order), parcel_of(order).trouble) == ({}, None)


def test_a_silence_about_warehouses_stops_no_dispatch(office: Office) -> None:
    office.before["places"] = at.down
    assert dispatch(a_packed_order().order_id, by="Meera").tracking_number
    assert office.sent[0]["pickup_location"] == "Pune Warehouse"


def test_what_shiprocket_says_of_the_pickup_location_is_said_as_it_is(office: Office) -> None:
    wrong = "Wrong Pickup location entered. Please choose one location from the data given"
    office.says["create"] = {"message": wrong, "data": {"data": [{"pickup_location": "Home"}]}}
    with pytest.raises(NotDispatched, match=r"Wrong Pickup location .* Mend that, then press"):
        dispatch(a_packed_order().order_id, by="Meera")


def test_the_balance_is_shown_and_remembered_for_minutes(office: Office) -> None:
    assert wallet().balance_paise == 4999_50
    assert "₹4,999.50 in Shiprocket" in account()
    assert (office.calls.count("wallet"), wallet().is_low) == (1, False)


def test_a_balance_below_a_days_freight_is_a_warning(office: Office) -> None:
    office.always["wallet"] = {"data": {"balance_amount": "150.00"}}
    for status in (Status.CONFIRMED, Status.PROCESSING):
        a_packed_order(status=status)
    assert wallet().needed_paise == 2 * USUAL_FREIGHT_PAISE
    assert "Recharge the wallet at Shiprocket: ₹150 is left" in account()


def test_where_the_pages_stop_counting_the_wallet_is_measured_by_all_that_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (queries, wallet_room):
        monkeypatch.setattr(room, "MOST_COUNTED", 1)
    office.always["wallet"] = {"data": {"balance_amount": "300.00"}}
    for _ in range(4):
        a_packed_order(status=Status.CONFIRMED)
    assert wallet().needed_paise == 4 * USUAL_FREIGHT_PAISE
    assert "costs about ₹320" in account()
    forget_all()
    monkeypatch.setattr(wallet_room, "MOST_FREIGHT", 2)  # what it does not count either, it fears
    assert wallet().is_low
    assert "costs more than ₹160" in account()


def test_with_nothing_to_send_the_least_that_shiprocket_takes_is_enough(office: Office) -> None:
    office.always["wallet"] = {"data": {"balance_amount": "100.00"}}
    assert not wallet().is_low


@pytest.mark.parametrize("odd", [{}, {"data": {}}, {"data": {"balance_amount": None}}])
def test_a_balance_that_is_not_told_is_not_known(office: Office, odd: dict[str, object]) -> None:
    office.always["wallet"] = odd
    assert (wallet().balance_paise, wallet().is_low) == (None, False)
    assert "not known just now" in account()


def test_a_silent_shiprocket_leaves_the_page_without_a_warning(office: Office) -> None:
    office.before["wallet"] = office.before["places"] = at.down
    assert "not known just now" in account()
    assert "Recharge" not in account()
