"""Dispatch: one parcel and one AWB, whoever presses, how often, and wherever it falls over."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine

from config import clock
from orders.models import Flag, Line, Order
from orders.rules import PAID_FOR, PaymentStatus, Status
from orders.services.cancelling import cancel
from shipping import queries, steps
from shipping.errors import (
    BeingDispatched,
    HeldBack,
    NotDispatched,
    NotPacked,
    NotPaid,
    OrderMovedOn,
)
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.beginning import begin
from shipping.services.dispatching import dispatch
from shipping.services.leases import Lease, settle
from shipping.services.resuming import resume_half_done
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Step
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, flags, now_of, parcel_of, told
from tests.shipping.office import Killed, Office

CALLS = ["create", "awb", "pickup", "label", "manifest"]


def works(order: Order, *, after: timedelta = timedelta(0)) -> int:
    """One pass of the worker, so much later."""
    with time_machine.travel(clock.now() + after):
        return resume_half_done()


def is_whole(order: Order, office: Office) -> bool:
    """Whether the order is shipped with one paid AWB, its label here and nothing left to do."""
    parcel, there = parcel_of(order), office.orders[order.order_id]
    return (
        now_of(order).status is Status.SHIPPED
        and office.awbs == [parcel.tracking_number] == [there["awb"]]
        and steps.all_done(parcel.steps)
        and parcel.label_url is not None
        and queries.half_done() == []
    )


def test_one_press_brings_parcel_awb_pickup_and_label(office: Office) -> None:
    order = a_packed_order()
    parcel = dispatch(order.order_id, by="Meera")
    assert is_whole(order, office)
    assert (parcel.shipment_id, parcel.reference) == (f"{order.order_id}-1", order.order_id)
    assert (parcel.courier_name, parcel.is_pickup_scheduled) == ("Delhivery", True)
    assert parcel.shiprocket_shipment_id == "6001"
    assert told(order, customer=True)[-1] == (
        f"AWB {office.awbs[0]} taken from Delhivery; the courier fetches the parcel from us."
    )


def test_shiprocket_is_told_goods_money_and_box(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera")
    (sent,) = office.sent
    assert (sent["weight"], sent["length"], sent["height"]) == (0.29, 26, 2)
    assert (sent["sub_total"], sent["shipping_charges"]) == (1000, 79)
    assert (sent["billing_pincode"], sent["billing_phone"]) == ("411038", "9845012345")
    assert sent["pickup_location"] == "Pune Warehouse"
    assert parcel_of(order).parcel == {
        "grams": "290",
        "lengthCm": "26",
        "breadthCm": "22",
        "heightCm": "2",
    }


def test_a_second_press_returns_the_same_parcel_and_asks_nothing(office: Office) -> None:
    order = a_packed_order()
    first = dispatch(order.order_id, by="Meera")
    asked = list(office.calls)
    assert dispatch(order.order_id, by="Imran").tracking_number == first.tracking_number
    assert office.calls == asked


@pytest.mark.server
def test_two_people_pressing_at_once_send_one_parcel(office: Office) -> None:
    order = a_packed_order()
    together = threading.Barrier(6)

    def presses(n: int) -> str:
        together.wait(10)
        try:
            return dispatch(order.order_id, by=f"Packer {n}").tracking_number or ""
        except BeingDispatched:
            return "busy"

    with ThreadPoolExecutor(6) as people:
        heard = set(people.map(presses, range(6)))
    resume_half_done()
    assert is_whole(order, office)
    assert heard <= {"busy", parcel_of(order).tracking_number}
    assert len(now_of(order).shipment_ids or ()) == office.calls.count("create") == 1


@pytest.mark.server
def test_six_people_pressing_after_a_refusal_ask_for_one_awb(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_WALLET
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    together = threading.Barrier(6)

    def presses(n: int) -> None:
        together.wait(10)
        with suppress(BeingDispatched):
            dispatch(order.order_id, by=f"Packer {n}")

    with ThreadPoolExecutor(6) as people:
        list(people.map(presses, range(6)))
    resume_half_done()
    assert is_whole(order, office)
    assert office.calls.count("awb") == 2


def test_whoever_was_taken_over_writes_nothing_any_more(office: Office) -> None:
    order = a_packed_order()
    office.before["label"] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    slow = Lease(parcel_of(order), Step.LABEL, "doing 2026", steps.state_of({}, Step.LABEL))
    with pytest.raises(BeingDispatched):
        settle(slow, actions=[Shipment.label_url.set("https://old.example")], text="", by="Slow")
    assert parcel_of(order).label_url is None


@pytest.mark.parametrize("step", CALLS)
def test_killed_before_a_call_the_worker_goes_on(office: Office, step: str) -> None:
    order = a_packed_order()
    office.before[step] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    assert works(order) == 0  # somebody may still be at it
    assert works(order, after=timedelta(minutes=3)) == 1
    assert is_whole(order, office)


@pytest.mark.parametrize("step", CALLS)
def test_killed_before_the_answer_is_written_the_worker_finds_it(office: Office, step: str) -> None:
    order = a_packed_order()
    office.after[step] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    assert works(order, after=timedelta(minutes=3)) == 1
    assert is_whole(order, office)


def test_after_a_crash_the_same_press_goes_on_where_it_stopped(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    with pytest.raises(BeingDispatched):
        dispatch(order.order_id, by="Imran")
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        dispatch(order.order_id, by="Imran")
    assert is_whole(order, office)
    assert (office.calls.count("awb"), office.calls.count("show")) == (1, 1)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["create", "awb"])
def test_no_answer_is_told_at_once_and_the_next_press_asks_first(
    office: Office, step: str, moment: str
) -> None:
    order = a_packed_order()
    getattr(office, moment)[step] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera")
    assert now_of(order).status is Status.PROCESSING
    dispatch(order.order_id, by="Meera")
    assert is_whole(order, office)


@pytest.mark.parametrize("step", ["pickup", "label"])
def test_a_silent_pickup_or_label_leaves_the_order_shipped_and_comes_later(
    office: Office, step: str
) -> None:
    order = a_packed_order()
    office.before[step] = at.down
    assert dispatch(order.order_id, by="Meera").tracking_number
    assert now_of(order).status is Status.SHIPPED
    assert works(order) == 1
    assert is_whole(order, office)


def test_a_label_that_is_not_drawn_yet_is_asked_for_again_in_five_minutes(office: Office) -> None:
    order = a_packed_order()
    office.says["label"] = at.NO_LABEL
    parcel = dispatch(order.order_id, by="Meera")
    assert (parcel.label_url, parcel.tracking_number) == (None, *office.awbs)
    assert "no label yet" in (parcel.trouble or "")
    assert works(order) == 0
    assert works(order, after=timedelta(minutes=6)) == 1
    assert (is_whole(order, office), flags(order), parcel_of(order).trouble) == (True, {}, None)


def test_a_refused_pickup_does_not_keep_the_label_back(office: Office) -> None:
    order = a_packed_order()
    office.says["pickup"] = at.NO_PICKUP
    parcel = dispatch(order.order_id, by="Meera")
    assert parcel.label_url
    assert "Pickup cut-off is over" in flags(order)["dispatch"]


def test_a_pickup_that_is_queued_already_is_booked(office: Office) -> None:
    order = a_packed_order()
    office.says["pickup"] = at.QUEUED
    dispatch(order.order_id, by="Meera")
    assert is_whole(order, office)


def test_a_refusal_that_stays_is_told_once(office: Office) -> None:
    order = a_packed_order()
    office.always["label"] = at.NO_LABEL
    dispatch(order.order_id, by="Meera")
    lines = len(told(order))
    for minutes in (6, 12, 18):
        works(order, after=timedelta(minutes=minutes))
    assert len(told(order)) == lines


def test_no_courier_leaves_the_order_on_the_bench_with_what_to_do(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_COURIER
    with pytest.raises(NotDispatched, match="No courier serves this pincode"):
        dispatch(order.order_id, by="Meera")
    assert now_of(order).status is Status.PROCESSING
    assert "press dispatch again" in flags(order)["dispatch"].lower()
    assert parcel_of(order).trouble == flags(order)["dispatch"]
    assert works(order, after=timedelta(hours=1)) == 0  # a person mends it first


def test_where_the_first_courier_refuses_another_takes_it(office: Office) -> None:
    order = a_packed_order()
    office.couriers = {10: "Xpressbees", 11: "Ekart", 12: "Delhivery"}
    office.refusing = {10: "Pincode suspended", 11: "Too heavy"}
    parcel = dispatch(order.order_id, by="Meera")
    assert (parcel.courier_name, parcel.courier_id) == ("Delhivery", "12")
    assert is_whole(order, office)


def test_where_all_couriers_refuse_each_reason_is_kept(office: Office) -> None:
    order = a_packed_order()
    office.couriers = {10: "Xpressbees", 11: "Ekart"}
    office.refusing = {10: "Pincode suspended", 11: "Too heavy"}
    with pytest.raises(NotDispatched, match="Pincode suspended; Ekart: Too heavy"):
        dispatch(order.order_id, by="Meera")


def test_after_the_mending_a_press_sends_it_and_takes_the_flag_off(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_WALLET
    with pytest.raises(NotDispatched, match="wallet is empty"):
        dispatch(order.order_id, by="Meera")
    dispatch(order.order_id, by="Meera")
    assert (is_whole(order, office), flags(order), parcel_of(order).trouble) == (True, {}, None)


def test_an_address_that_shiprocket_does_not_take_is_said(office: Office) -> None:
    order = a_packed_order()
    refusal = {"message": {"address": ["Address line 1 should have House no"]}}
    office.says["create"] = (422, refusal)
    with pytest.raises(NotDispatched, match="should have House no"):
        dispatch(order.order_id, by="Meera")
    assert (office.awbs, list(flags(order))) == ([], ["dispatch"])


def test_an_awb_that_is_assigned_already_is_read_back(office: Office) -> None:
    order = a_packed_order()
    office.after["create"] = lambda: office.awb({"shipment_id": 6001}) and None
    dispatch(order.order_id, by="Meera")
    assert is_whole(order, office)


def test_a_parcel_that_went_on_without_us_is_adopted(office: Office) -> None:
    order = a_packed_order()
    office.create({"order_id": order.order_id})
    office.awb({"shipment_id": 6001})
    dispatch(order.order_id, by="Meera")
    assert is_whole(order, office)
    assert "awb" not in office.calls


def test_a_twin_that_was_cancelled_over_there_gets_a_new_name(office: Office) -> None:
    order = a_packed_order()
    office.create({"order_id": order.order_id})
    office.cancel({"ids": [1001]})
    parcel = dispatch(order.order_id, by="Meera")
    assert parcel.shipment_id == f"{order.order_id}-2"
    assert parcel.reference == f"{order.order_id}-R1"
    first = queries.shipment(f"{order.order_id}-1", order.order_id)
    assert (first.status, first.shiprocket_order_id) == (ShipmentStatus.CANCELLED, None)
    assert office.awbs == [parcel.tracking_number]
    works(order)
    assert queries.half_done() == []


def test_a_parcel_cancelled_in_the_panel_before_its_awb_is_made_anew(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_COURIER
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    office.cancel({"ids": [1001]})
    assert dispatch(order.order_id, by="Meera").reference == f"{order.order_id}-R1"
    assert flags(order) == {}


def test_a_parcel_that_the_courier_called_off_may_be_sent_again(office: Office) -> None:
    order = a_packed_order()
    first = dispatch(order.order_id, by="Meera")
    first.update(actions=[Shipment.status.set(ShipmentStatus.CANCELLED)])
    second = dispatch(order.order_id, by="Meera")
    assert second.reference == f"{order.order_id}-R1"
    assert second.tracking_number not in {None, first.tracking_number}
    assert now_of(order).status is Status.SHIPPED


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PROCESSING])
def test_only_an_order_on_the_bench_is_dispatched(office: Office, status: Status) -> None:
    order = a_packed_order(status=status)
    with pytest.raises(NotPacked) as refusal:
        dispatch(order.order_id, by="Meera")
    assert ("Start packing first" in str(refusal.value)) == (status is Status.CONFIRMED)
    assert office.calls == []


@pytest.mark.parametrize("paid", [p for p in PaymentStatus if p not in PAID_FOR])
def test_nothing_ships_unpaid(office: Office, paid: PaymentStatus) -> None:
    order = a_packed_order(payment_status=paid)
    with pytest.raises(NotPaid, match="Nothing ships unpaid"):
        dispatch(order.order_id, by="Meera")
    assert office.calls == []


@pytest.mark.parametrize(("kind", "is_refused"), [("amount", True), ("stock", False)])
def test_an_order_whose_money_is_in_question_waits(
    office: Office, kind: str, *, is_refused: bool
) -> None:
    order = a_packed_order()
    flag = Flag(kind=kind, text="Ask the customer.", at=clock.now())
    order.update(actions=[Order.attention.set([flag])])
    if is_refused:
        with pytest.raises(HeldBack, match="Ask the customer"):
            dispatch(order.order_id, by="Meera")
    else:
        dispatch(order.order_id, by="Meera")
    assert bool(office.calls) != is_refused


def cancels(order: Order) -> None:
    cancel(now_of(order), reason="changed my mind", text="Cancelled.", by="Imran")


def test_cancelled_before_the_awb_nothing_is_paid_and_the_parcel_is_called_off(
    office: Office,
) -> None:
    order = a_packed_order()
    office.after["create"] = lambda: cancels(order)
    with pytest.raises(NotPacked, match="is cancelled"):
        dispatch(order.order_id, by="Meera")
    assert office.awbs == []
    assert works(order) == 1
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert parcel_of(order).status is ShipmentStatus.CANCELLED
    assert queries.half_done() == []


def test_cancelled_while_the_courier_is_asked_the_awb_is_called_off(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = lambda: cancels(order)
    with pytest.raises(NotPacked, match="is cancelled"):
        dispatch(order.order_id, by="Meera")
    assert now_of(order).status is Status.CANCELLED
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert (parcel_of(order).status, flags(order)) == (ShipmentStatus.CANCELLED, {})


def test_refunded_while_the_courier_is_asked_the_awb_is_called_off(office: Office) -> None:
    order = a_packed_order()
    refunded = Order.payment_status.set(PaymentStatus.REFUNDED.value)
    office.after["awb"] = lambda: now_of(order).update(actions=[refunded]) and None
    with pytest.raises(NotPaid):
        dispatch(order.order_id, by="Meera")
    assert now_of(order).status is Status.PROCESSING
    assert office.orders[order.order_id]["status"] == "CANCELED"


def test_refunded_since_it_was_read_no_parcel_is_begun(office: Office) -> None:
    order = a_packed_order()
    read = now_of(order)
    order.update(actions=[Order.payment_status.set(PaymentStatus.REFUNDED.value)])
    with pytest.raises(OrderMovedOn):
        begin(read, by="Meera")
    assert not now_of(order).shipment_ids
    assert queries.half_done() == []


def test_who_was_taken_over_at_the_awb_does_not_tell_it_twice(office: Office) -> None:
    order = a_packed_order()

    def others_go_on() -> None:
        with time_machine.travel(clock.now() + timedelta(minutes=3)):
            dispatch(order.order_id, by="Imran")

    office.after["awb"] = others_go_on
    assert dispatch(order.order_id, by="Meera").tracking_number == office.awbs[0]
    assert is_whole(order, office)
    assert len([line for line in told(order) if line.startswith("AWB ")]) == 1


def test_dispatches_that_wait_for_a_person_keep_no_other_from_the_worker(office: Office) -> None:
    stuck, late = sorted((a_packed_order() for _ in range(2)), key=lambda each: each.order_id)
    office.says["create"] = (422, {"message": "Bad address"})
    with pytest.raises(NotDispatched):
        dispatch(stuck.order_id, by="Meera")
    office.before["create"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(late.order_id, by="Meera")
    assert resume_half_done(most=1) == 1
    assert now_of(late).status is Status.SHIPPED


def test_a_crash_between_awb_and_cancel_is_called_off_by_the_worker(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    cancels(order)
    assert works(order, after=timedelta(minutes=3)) == 1
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert parcel_of(order).tracking_number == office.awbs[0]


def test_a_parcel_that_cannot_be_called_off_is_a_persons_job(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = lambda: cancels(order)
    office.says["cancel_awb"] = (400, {"message": "Already picked up"})
    with pytest.raises(NotPacked):
        dispatch(order.order_id, by="Meera")
    assert "the order has ended" in flags(order)["call_off"]
    assert "Already picked up" in flags(order)["call_off"]


def test_the_worker_stops_at_the_first_silence(office: Office) -> None:
    orders = [a_packed_order() for _ in range(3)]
    for order in orders:
        office.before["create"] = at.down
        with pytest.raises(ShiprocketDown):
            dispatch(order.order_id, by="Meera")
    office.before["create"] = at.down
    asked = len(office.calls)
    assert resume_half_done() == 0
    assert len(office.calls) == asked + 1
    assert resume_half_done() == 3
    assert resume_half_done() == 0


def test_the_worker_stops_at_a_silent_pickup_too(office: Office) -> None:
    for _ in range(2):
        office.before["pickup"] = office.before["label"] = at.down
        dispatch(a_packed_order().order_id, by="Meera")
    office.before["pickup"], asked = at.down, len(office.calls)
    assert resume_half_done() == 0
    assert len(office.calls) == asked + 1


def test_an_order_of_the_earlier_system_ships(office: Office) -> None:
    old = a_packed_order()
    line = Line(old_id="17", name="Sheet", price=500_00, quantity=1)
    old.update(actions=[Order.timeline.remove(), Order.lines.set([line])])
    parcel = dispatch(old.order_id, by="Meera")
    assert (parcel.tracking_number, office.sent[0]["order_items"][0]["sku"]) == (*office.awbs, "17")


def test_steps_are_told_to_staff_and_not_to_the_customer(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera")
    public, whole = told(order, customer=True), told(order)
    assert [line for line in whole if line not in public] == [
        "Dispatch begun.",
        f"Bill {now_of(order).invoice_number} made, of ₹1,079.00.",
        "Registered at Shiprocket: order 1001, parcel 6001.",
        "Pickup booked for Tue 24 Nov.",
        "The label is ready to print.",
        "The manifest is ready to print.",
    ]
    assert steps.is_done(parcel_of(order).steps, Step.LABEL)
