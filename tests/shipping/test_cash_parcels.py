"""Parcels of an order for cash: what the courier collects, and that delivery notes it."""

from typing import Any

import pytest
from pytest_django import Settings

from config.ids import new_order_id
from orders.models import Order
from orders.rules import Status
from orders.services.drafting import Terms
from orders.services.moving import start_packing
from orders.services.placing import place_order
from payments.sandbox.process import RunningSandbox
from shipping.packing import PackedBox
from shipping.services.dispatching import dispatch
from tests.factories import a_buyer, a_product
from tests.invariants import assert_invariants, broken
from tests.shipping.bench import now_of, told
from tests.shipping.office import Office
from tests.shipping.test_whole_way import deliver_events

TOTAL = 1_128_00  # two sheets of ₹500, ₹79 for delivery, ₹49 for collecting


@pytest.fixture
def shiprocket(sandbox: RunningSandbox, settings: Settings) -> RunningSandbox:
    """The sandbox, with the shop's courier client talking to it."""
    settings.SHIPROCKET_BASE_URL = sandbox.shiprocket_url
    return sandbox


def on_the_bench() -> Order:
    """An order for cash that is being packed."""
    sheet = a_product(product_id="sheet", weight_grams=95, size_cm="26x22x1")
    order = place_order(
        order_id=new_order_id(),
        buyer=a_buyer(),
        wanted={sheet.product_id: 2},
        terms=Terms(is_cod=True),
    ).order
    return start_packing(order.order_id, by="Meera")


def two_boxes() -> list[PackedBox]:
    return [PackedBox({0: 1}, 300, 28, 22, 6)] * 2


def costs(sent: dict[str, Any]) -> int:
    fees = sent["shipping_charges"] + sent["transaction_charges"]
    return int((sent["sub_total"] + fees) * 100)  # whole rupees here


def test_shiprocket_is_told_to_collect_the_total(office: Office) -> None:
    dispatch(on_the_bench().order_id, by="Meera")
    (sent,) = office.sent
    assert (sent["payment_method"], costs(sent)) == ("COD", TOTAL)
    assert (sent["shipping_charges"], sent["transaction_charges"]) == (79, 49)


def test_of_two_parcels_the_first_carries_the_fees_and_both_add_up(office: Office) -> None:
    dispatch(on_the_bench().order_id, by="Meera", boxes=two_boxes())
    assert [sent["payment_method"] for sent in office.sent] == ["COD", "COD"]
    assert [costs(sent) for sent in office.sent] == [628_00, 500_00]


def test_delivery_notes_that_the_money_was_collected(shiprocket: RunningSandbox) -> None:
    order = on_the_bench()
    parcel = dispatch(order.order_id, by="Meera")
    (there,) = shiprocket.ledger()["parcels"]
    assert there["collect_paise"] == TOTAL
    for status_id in (42, 18, 17, 7):
        shiprocket.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id)
    assert set(deliver_events(shiprocket)) == {200}
    assert set(deliver_events(shiprocket)) == {200}
    present = now_of(order)
    assert (present.status, present.payment_status) == (Status.DELIVERED, "created")
    assert present.collected_at is not None
    assert sum("₹1,128.00 collected by the courier." in line for line in told(order)) == 1
    assert_invariants(received={"sheet": 5}, ledger=shiprocket.ledger())


def test_the_money_is_collected_when_the_last_parcel_is_delivered(
    shiprocket: RunningSandbox,
) -> None:
    order = on_the_bench()
    dispatch(order.order_id, by="Meera", boxes=two_boxes())
    awbs = [parcel["awb"] for parcel in shiprocket.ledger()["parcels"]]
    for awb, is_over in zip(awbs, (False, True), strict=True):
        for status_id in (42, 18, 17, 7):
            shiprocket.control(f"parcels/{awb}/move", status_id=status_id)
        deliver_events(shiprocket)
        assert (now_of(order).collected_at is not None) == is_over
    assert_invariants(received={"sheet": 5}, ledger=shiprocket.ledger())


def test_a_paisa_more_or_less_at_a_door_is_noticed(shiprocket: RunningSandbox) -> None:
    dispatch(on_the_bench().order_id, by="Meera", boxes=two_boxes())
    ledger = shiprocket.ledger()
    assert broken(ledger=ledger) == []
    for off in (-1, 1):
        ledger["parcels"][0]["collect_paise"] += off
        (found,) = broken(ledger=ledger)
        assert "couriers collect" in found
        ledger["parcels"][0]["collect_paise"] -= off


def test_the_courier_of_a_paid_order_collects_nothing(shiprocket: RunningSandbox) -> None:
    order = on_the_bench()
    dispatch(order.order_id, by="Meera")
    order.update(actions=[Order.payment_method.set("upi")])
    assert any(
        "couriers collect 112800 of 0" in each for each in broken(ledger=shiprocket.ledger())
    )
