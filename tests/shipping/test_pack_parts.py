"""The pack screen and an order that goes in parts: which parcel went by this press, and which label
belongs on it."""

import re

import pytest
from django.test import Client

from orders.models import Order
from shipping.queries import live_of
from tests.orders.benches import a_waiting_order, the_set
from tests.shipping.bench import now_of
from tests.shipping.office import NO_COURIER, Office, down
from tests.shipping.test_pack_screen import (
    PACK,
    a_sheet,
    all_in,
    dispatch,
    heard,
    on_table,
    packer,
)

__all__ = ["packer"]  # the fixture


def after(browser: Client, order: Order, **fields: str) -> str:
    """The screen after a press that worked."""
    answer = dispatch(browser, order, **fields)
    assert answer.status_code == 302
    return browser.get(answer["Location"]).content.decode()


def sent(page: str) -> str:
    return page[page.index('data-part="sent"') : page.index('id="pack"')]


def test_what_is_packed_later_is_named_with_its_own_label(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.after["awb"] = lambda: office.says.update(awb=NO_COURIER)
    assert dispatch(packer, order, boxes="2", **{"in2-0": "1"}).status_code == 422
    first, _ = live_of(now_of(order))
    page = after(packer, order, **{"box1-grams": "700"})
    second = live_of(now_of(order))[1]
    assert f"AWB {second.tracking_number}." in heard(page)
    assert f"Parcel 2 of 2: Delhivery, AWB <b>{second.tracking_number}</b>" in sent(page)
    assert str(first.tracking_number) not in sent(page)


def test_two_boxes_of_one_press_are_both_named(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    page = after(packer, order, boxes="2", **{"in2-0": "1"})
    assert f"{order.order_id} goes in 2 parcels" in heard(page)
    assert all(f"<b>{awb}</b>" in sent(page) for awb in office.awbs)
    assert "Stick each label on its parcel" in page


def test_where_all_was_given_back_the_screen_says_so(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.says["awb"] = NO_COURIER
    dispatch(packer, order)
    fields = all_in(order)
    order.update(actions=[Order.lines[0]["paid_back"].set(2), Order.lines[0]["returned"].set(2)])
    page = packer.post(f"{PACK}{order.order_id}/dispatch/", fields).content.decode()
    assert "Nothing is left to send" in heard(page)
    assert "None" not in heard(page)


def test_a_crate_is_done_once_each_parcel_has_its_awb(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.after["awb"] = lambda: office.before.update(awb=down)
    assert dispatch(packer, order, boxes="2", **{"in2-0": "1"}).status_code == 503
    page = packer.get(PACK, the_set(order)).content.decode()
    assert "0 of 1 packed" in page
    assert "A courier is being asked for a parcel of it." in page
    dispatch(packer, order, boxes="2", **{"in2-0": "1"})
    assert "1 of 1 packed" in packer.get(PACK, the_set(order)).content.decode()


def complete(order: Order, **given: str) -> dict[str, str]:
    return on_table(order, **given) | {"scanned": "2"}


def test_where_no_courier_is_named_the_screen_says_so(packer: Client, office: Office) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.before["offers"] = down
    page = packer.get(PACK, complete(order) | {"got": "2"}).content.decode()
    assert "Shiprocket names no courier just now" in page
    untouched = packer.get(PACK, on_table(order)).content.decode()
    assert "Shiprocket names no courier" not in untouched


def test_of_several_boxes_it_is_said_whose_prices_stand_there(
    packer: Client, office: Office
) -> None:
    order = a_waiting_order((a_sheet(), 2))
    office.couriers = {51: "Xpressbees"}
    page = packer.get(PACK, complete(order, boxes="2") | {"got": "2"}).content.decode()
    assert re.search(r"Prices and days are those of box 1.*Xpressbees", page, re.DOTALL)
    one = packer.get(PACK, complete(order) | {"got": "2"}).content.decode()
    assert "box 1" not in one
    assert "Xpressbees" in one


@pytest.mark.parametrize("went", ["TB-OTHER-1", "", ",,"])
def test_an_address_that_names_no_parcel_of_it_shows_all(packer: Client, went: str) -> None:
    order = a_waiting_order()
    dispatch(packer, order)
    page = packer.get(PACK, the_set(order) | {"sent": order.order_id, "went": went})
    (parcel,) = live_of(now_of(order))
    assert str(parcel.tracking_number) in sent(page.content.decode())
