"""A parcel that Shiprocket knows with pieces in it that were given back since: it is called off,
and the rest goes in another, whatever falls over in between."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from config import clock
from orders.models import Order
from orders.rules import COD, PaymentStatus, Status
from payments.services.cancelling import cancel_order
from shipping import queries, steps
from shipping.errors import BeingDispatched, NotDispatched, NothingLeft, OrderMovedOn
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services import repacking
from shipping.services.call_off_wishes import wish_anew, write_wish
from shipping.services.calling_off import call_off, call_off_by_hand
from shipping.services.dispatching import dispatch
from shipping.services.repacking import begin_anew, make_anew, repack
from shipping.services.resuming import PACE, resume_half_done
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Standing, Step
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, flags, now_of, told
from tests.shipping.office import NO_COURIER, Killed, Office
from tests.shipping.test_calling_off import PICKED
from tests.shipping.test_several_parcels import (
    TWO,
    boxes,
    give_back,
    is_gone_once,
    live,
    refused_by_all,
    units,
)

NO_CANCEL = (422, {"message": "It cannot be cancelled"})


def known_with_more(office: Office) -> Order:
    """Registered with two pieces and no AWB; one of them was given back since."""
    order = a_packed_order()
    refused_by_all(office, order, boxes({0: 2}))
    give_back(order)
    return order


def made_in_the_panel(office: Office, order: Order) -> str:
    """The AWB that somebody took at Shiprocket, of which we have not heard."""
    taken = office.awb({"shipment_id": int(live(order)[0].shiprocket_shipment_id or 0)})
    code: str = taken["response"]["data"]["awb_code"]
    return code


def works(minutes: int = 3) -> int:
    """A pass of the worker, some minutes from now."""
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        return resume_half_done()


def test_killed_before_the_new_one_is_written_the_worker_writes_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = known_with_more(office)
    monkeypatch.setattr(repacking, "begin_anew", lambda *_, **__: at.kill())
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera")
    monkeypatch.undo()
    assert live(order) == []
    assert "is called off" not in flags(order)["dispatch"]  # nobody need press
    works()
    works()
    assert (units(office), len(office.awbs)) == ([2, 1], 1)
    assert is_gone_once(order, office)
    works()
    assert (queries.half_done(), flags(order)) == ([], {})


def test_while_shiprocket_is_silent_nothing_is_lost(office: Office) -> None:
    order = known_with_more(office)
    office.before["cancel"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera")
    for _ in range(3):
        works()
    assert is_gone_once(order, office)
    assert units(office) == [2, 1]


def test_what_is_not_off_yet_is_made_anew_once_it_is(office: Office) -> None:
    order = known_with_more(office)
    office.says["cancel"] = (204, {})
    with pytest.raises(NotDispatched, match="made by itself"):
        dispatch(order.order_id, by="Meera")
    for _ in range(3):
        works()
    assert is_gone_once(order, office)


def test_a_press_for_one_that_is_called_off_by_hand_is_kept_as_well(office: Office) -> None:
    order = known_with_more(office)
    office.says["cancel"] = (204, {})
    call_off_by_hand(live(order)[0].shipment_id, by="Imran")
    office.before["show"] = at.down
    with pytest.raises(ShiprocketDown):
        dispatch(order.order_id, by="Meera")
    for _ in range(3):
        works()
    assert is_gone_once(order, office)


def test_a_refused_call_off_calls_for_a_person_once_and_is_not_asked_again(office: Office) -> None:
    order = known_with_more(office)
    office.always["cancel"] = NO_CANCEL
    with pytest.raises(NotDispatched, match="It cannot be cancelled"):
        dispatch(order.order_id, by="Meera")
    assert flags(order)["dispatch"] == live(order)[0].trouble
    asked, lines = len(office.calls), told(order)
    assert (works(), works()) == (0, 0)
    assert (len(office.calls), told(order)) == (asked, lines)


def test_after_a_refusal_the_next_press_makes_it_anew(office: Office) -> None:
    order = known_with_more(office)
    office.says["cancel"] = NO_CANCEL
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera")
    dispatch(order.order_id, by="Meera")
    assert (is_gone_once(order, office), flags(order)) == (True, {})


def test_a_refusal_that_the_worker_meets_counts_as_a_call(office: Office) -> None:
    order = known_with_more(office)
    waiting = steps.word(Standing.UNSURE, clock.now())
    live(order)[0].update(actions=[Shipment.steps[Step.AWB].set(waiting)])
    office.always["cancel"] = NO_CANCEL
    PACE.forget()
    resume_half_done()
    assert "cancel" in office.calls
    assert "dispatch" in flags(order)
    for _ in range(PACE.most - 1):
        PACE.note()
    assert not PACE.has_room()


def test_one_that_the_courier_has_already_is_not_asked_back_for_ever(office: Office) -> None:
    order = known_with_more(office)
    office.tracked[made_in_the_panel(office, order)] = PICKED
    with pytest.raises(NotDispatched, match="quicker"):
        dispatch(order.order_id, by="Meera")
    asked = len(office.calls)
    works()
    assert (len(office.calls), "call_off" in flags(order)) == (asked, True)


def test_of_two_who_make_it_anew_one_does(office: Office) -> None:
    order = known_with_more(office)
    stale = live(order)[0]
    make_anew(stale, by="Meera")
    with pytest.raises(BeingDispatched):
        make_anew(stale, by="Imran")
    assert len(live(order)) == 1


def test_a_wish_that_was_fulfilled_is_not_fulfilled_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = known_with_more(office)
    monkeypatch.setattr(repacking, "begin_anew", lambda old, **_: old)
    old = make_anew(live(order)[0], by="Meera")
    monkeypatch.undo()
    begin_anew(old, by="Meera")
    monkeypatch.setattr(repacking, "left_of", lambda *_: {0: 1})
    for stale in (old, queries.shipment(old.shipment_id, old.order_id)):
        with pytest.raises(BeingDispatched):
            begin_anew(stale, by="Imran")
    assert len(now_of(order).shipment_ids or ()) == 2


def test_what_lies_in_another_parcel_by_now_is_not_made_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = known_with_more(office)
    monkeypatch.setattr(repacking, "begin_anew", lambda *_, **__: at.kill())
    with suppress(Killed):
        dispatch(order.order_id, by="Meera")
    monkeypatch.undo()
    dispatch(order.order_id, by="Imran")
    with pytest.raises(BeingDispatched):
        begin_anew(queries.of_order(now_of(order))[0], by="Meera")
    works()
    assert (len(live(order)), queries.half_done()) == (1, [])
    assert is_gone_once(order, office)


@pytest.mark.parametrize(
    "ended",
    [
        Order.status.set(Status.CANCELLED),
        Order.payment_status.set(PaymentStatus.REFUNDED.value),
    ],
)
def test_of_an_order_that_ended_nothing_is_made_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch, ended: Any
) -> None:
    order = known_with_more(office)
    monkeypatch.setattr(repacking, "begin_anew", lambda *_, **__: at.kill())
    with suppress(Killed):
        dispatch(order.order_id, by="Meera")
    monkeypatch.undo()
    now_of(order).update(actions=[ended])
    assert works() == 1
    assert (live(order), queries.half_done()) == ([], [])
    with suppress(BeingDispatched), pytest.raises(OrderMovedOn):
        begin_anew(queries.of_order(now_of(order))[0], by="Meera")


def test_one_that_got_its_awb_since_it_was_read_is_not_called_off(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, boxes({0: 2}))
    stale = live(order)
    read = now_of(order)
    dispatch(order.order_id, by="Imran")
    with pytest.raises(BeingDispatched):
        repack(read, stale, boxes(*TWO), by="Meera", courier_id=None)
    with pytest.raises(BeingDispatched):
        make_anew(stale[0], by="Meera")
    assert "cancel_awb" not in office.calls
    assert live(order)[0].tracking_number == office.awbs[0]


def test_a_parcel_that_is_off_on_the_bench_is_called_for_until_its_goods_go(
    office: Office,
) -> None:
    order = a_packed_order()
    office.after["create"] = at.down
    with suppress(ShiprocketDown):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    one, two = live(order)
    call_off_by_hand(one.shipment_id, by="Meera")
    assert flags(order)["dispatch"].startswith(f"Parcel {one.reference} is called off.")
    office.says["awb"] = NO_COURIER
    works()
    assert "is called off" in flags(order)["dispatch"]
    assert "No courier serves" in flags(order)["dispatch"]
    dispatch(order.order_id, by="Meera")
    assert (flags(order), is_gone_once(order, office)) == ({}, True)
    assert two.shipment_id in [each.shipment_id for each in live(order)]


def test_where_all_was_given_back_the_press_says_so(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, boxes({0: 2}))
    order.update(actions=[Order.lines[0]["paid_back"].set(2), Order.lines[0]["returned"].set(2)])
    with pytest.raises(NothingLeft, match="Nothing is left to send"):
        dispatch(order.order_id, by="Meera")
    assert (live(order), office.awbs, flags(order).keys() - {"dispatch"}) == ([], [], set())


def test_a_parcel_of_no_more_use_that_stays_there_is_a_persons_job(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, boxes({0: 2}))
    awb = made_in_the_panel(office, order)
    office.says["cancel_awb"] = NO_CANCEL
    call_off(live(order)[0], by="Meera")
    said = flags(order)["call_off"]
    assert said.startswith(f"Parcel {awb}: it is not needed any more, but Shiprocket")
    dispatch(order.order_id, by="Meera")
    assert flags(order) == {"call_off": said}


def test_of_an_awb_that_we_heard_of_late_the_flag_names_the_parcel(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, boxes({0: 2}))
    awb = made_in_the_panel(office, order)
    call_off(live(order)[0], by="Meera")
    (parcel,) = queries.of_order(now_of(order))
    assert (parcel.status, parcel.tracking_number) == (ShipmentStatus.CANCELLED, awb)
    assert flags(order)["dispatch"].startswith(f"Parcel {awb} is called off.")


def test_a_cancel_answers_what_held_its_dispatch_up(office: Office) -> None:
    order = a_packed_order(payment_status=PaymentStatus.CREATED)
    order.update(actions=[Order.payment_method.set(COD)])
    refused_by_all(office, order, boxes({0: 2}))
    assert list(flags(order)) == ["dispatch"]
    cancel_order(order.order_id, by="Meera", reason="The customer changed their mind.")
    assert flags(order) == {}


@pytest.mark.parametrize("gone", [False, True])
def test_only_what_is_to_be_called_off_can_be_wished_anew(office: Office, gone: bool) -> None:
    parcel = live(known_with_more(office))[0]
    if gone:
        parcel = write_wish(parcel, by="Imran")
        parcel.update(actions=[Shipment.status.set(ShipmentStatus.CANCELLED)])
    with pytest.raises(BeingDispatched):
        wish_anew(parcel)
