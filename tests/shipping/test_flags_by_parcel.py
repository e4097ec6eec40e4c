"""An order of several parcels: what its flags say of one parcel, another does not take away."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import ModuleType

import pytest
import time_machine
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction
from orders.models import Order
from shipping import flag_lines
from shipping.errors import NotDispatched
from shipping.models import Shipment
from shipping.services import call_off_writing, handing_over, leases
from shipping.services.batch_keeping import batch, begin
from shipping.services.batching import dispatch_next
from shipping.services.call_off_wishes import write_wish
from shipping.services.call_off_writing import write_off, write_too_late
from shipping.services.calling_off import call_off_by_hand
from shipping.services.dispatching import dispatch
from shipping.staff.batch_page import page_of
from tests.orders.benches import raise_flag
from tests.shipping.bench import a_packed_order, a_parcel, flags, now_of
from tests.shipping.office import NO_COURIER, NO_LABEL, NO_WALLET, Office
from tests.shipping.test_several_parcels import TWO, boxes, live
from tests.shipping.test_tracking import tell
from tests.staff import a_browser


def too_late(parcel: Shipment, _: str, *, by: str) -> Shipment:
    return write_too_late(parcel, by=by)


def sent_in_two(office: Office, *, first: object = None) -> tuple[Order, Shipment, Shipment]:
    """An order in two boxes; `first` is the answer to the first AWB that is asked for."""
    order = a_packed_order()
    if first is not None:
        office.says["awb"] = first
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    one, two = live(order)
    return order, one, two


def test_a_box_that_no_courier_takes_stays_flagged_when_the_other_goes(office: Office) -> None:
    order, one, two = sent_in_two(office, first=NO_COURIER)
    assert (one.tracking_number, bool(two.tracking_number)) == (None, True)
    assert flags(order) == {"dispatch": one.trouble}
    dispatch(order.order_id, by="Meera")
    assert flags(order) == {}


def test_two_refusals_are_both_told_and_each_goes_with_its_own_parcel(office: Office) -> None:
    office.always["label"] = NO_LABEL
    order, one, two = sent_in_two(office, first=NO_COURIER)
    assert flags(order)["dispatch"].split("\n") == [one.trouble, two.trouble]
    dispatch(order.order_id, by="Meera")
    assert flags(order)["dispatch"] == two.trouble  # by now of both, and told once
    del office.always["label"]
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        dispatch(order.order_id, by="Meera")
    assert flags(order) == {}


def test_a_lost_parcel_stays_flagged_when_another_gets_its_courier(office: Office) -> None:
    order, _, two = sent_in_two(office, first=NO_COURIER)
    tell(two, 42, 12)
    assert "is lost" in flags(order)["parcel"]
    dispatch(order.order_id, by="Meera")
    assert live(order)[0].tracking_number
    assert list(flags(order)) == ["parcel"]


def test_what_was_called_off_is_forgotten_when_its_goods_go_again(office: Office) -> None:
    order, one, two = sent_in_two(office)
    tell(one, 42, 12)
    tell(two, 8)
    assert len(flags(order)["parcel"].split("\n")) == 2
    office.says["awb"] = NO_COURIER
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera")
    assert len(flags(order)["parcel"].split("\n")) == 2
    dispatch(order.order_id, by="Meera")
    assert len(office.awbs) == 3
    assert flags(order)["parcel"].startswith(f"Parcel {one.tracking_number} is lost")
    assert "\n" not in flags(order)["parcel"]


@pytest.mark.parametrize(("room", "act"), [(handing_over, "calm_sent"), (leases, "calm_dispatch")])
def test_a_flag_raised_while_the_parcel_goes_on_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch, room: ModuleType, act: str
) -> None:
    order, as_ever, once = a_packed_order(), getattr(room, act), ["not yet"]

    def flagged_first(tx: Transaction, read: Order, parcel: Shipment) -> list[Action]:
        if once:
            once.clear()
            raise_flag(now_of(order), "old_front_end", "Look at the payment.")
        found: list[Action] = as_ever(tx, read, parcel)
        return found

    office.says["awb" if room is handing_over else "label"] = NO_COURIER
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera")
    monkeypatch.setattr(room, act, flagged_first)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        parcel = dispatch(order.order_id, by="Meera")
    assert (not once, bool(parcel.label_url), len(office.awbs)) == (True, True, 1)
    assert flags(order) == {"old_front_end": "Look at the payment."}


def test_a_batch_counts_an_order_as_sent_once_each_parcel_has_a_courier(office: Office) -> None:
    order = a_packed_order()
    office.always["awb"] = NO_WALLET
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    del office.always["awb"]
    office.says["awb"] = NO_WALLET
    begun, _ = begin([order.order_id], by="Meera", press="p")
    dispatch_next(begun.batch_id)
    page = page_of(batch(begun.batch_id))
    assert ([each.order_id for each in page.left], page.dispatched) == ([order.order_id], 0)
    assert "wallet is empty" in page.left[0].text
    assert (page.labels, page.orders) == (1, order.order_id)  # a courier comes for one of them
    dispatch(order.order_id, by="Meera")
    page = page_of(batch(begun.batch_id))
    assert (page.dispatched, len(page.sent[0].parcels), page.left) == (1, 2, [])


def test_of_a_batch_an_order_with_one_parcel_called_off_is_sent_in_part(office: Office) -> None:
    order = a_packed_order()
    begun, _ = begin([order.order_id], by="Meera", press="p")
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    dispatch_next(begun.batch_id)
    call_off_by_hand(live(order)[0].shipment_id, by="Meera")
    page = page_of(batch(begun.batch_id))
    assert (page.dispatched, page.labels, page.left[0].in_part) == (0, 1, True)
    later, _ = begin([order.order_id], by="Meera", press="later")
    assert page_of(later).left[0].text == "A part of it has no courier."
    assert "called off meanwhile" in page.left[0].text
    said = a_browser().get(f"/staff/shipments/batches/{begun.batch_id}/").content.decode()
    assert "0 dispatched, 1 not" in said
    assert "The other part of it is on its way" in said
    assert "Print 1 label" in said


def test_a_parcel_called_off_on_the_bench_leaves_no_flag_of_the_way(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = NO_COURIER
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera")
    call_off_by_hand(live(order)[0].shipment_id, by="Meera")
    assert "parcel" not in flags(order)  # the order waits on the bench, with its refusal


@pytest.mark.parametrize(("write", "kind"), [(write_off, "parcel"), (too_late, "call_off")])
def test_a_flag_raised_while_a_call_off_is_written_stays(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[..., Shipment],
    kind: str,
) -> None:
    parcel, as_ever, once = a_parcel(), flag_lines.text_of, ["not yet"]

    def flagged_first(read: Order, about: str) -> str:
        if once:
            once.clear()
            raise_flag(now_of(read), "old_front_end", "Look at the payment.")
        return as_ever(read, about)

    monkeypatch.setattr(call_off_writing, "text_of", flagged_first)
    parcel = write_wish(parcel, by="Meera")
    write(parcel, "", by="Meera")
    assert (list(flags(parcel)), once) == (["old_front_end", kind], [])
