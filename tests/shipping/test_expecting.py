"""When a parcel is expected: today, on a day, late, or nobody can say."""

from datetime import date, timedelta

import pytest

from config import clock
from orders.models import Order
from shipping.expecting import Arrival, arrival_of
from shipping.facing import view_of
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus as S
from tests.shipping.bench import a_parcel, now_of
from tests.shipping.office import Office
from tests.shipping.test_track_page import expect, heading, page, promise
from tests.shipping.test_tracking import tell

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def an_order(first: int | None, last: int | None = None) -> Order:
    """An order that was promised for days of November, or for none."""
    if first is None:
        return Order(order_id="TB-1")
    days = {"from": f"2026-11-{first}", "to": f"2026-11-{last or first}", "source": "courier"}
    return Order(order_id="TB-1", promise=days)


def a_box(status: S, day: int | None = None, *, out_on: int | None = None) -> Shipment:
    """A parcel whose courier thinks of a day of November, and set out with it on one."""
    scans = [Scan(at=f"2026-11-{out_on}T04:00:00.000Z", status_id="17")] if out_on else []
    expected = f"2026-11-{day}T10:00:00.000Z" if day else None
    return Shipment("P", "TB-1", status=status, estimated_delivery=expected, scans=scans)


@pytest.mark.parametrize(
    ("promised", "courier", "arrives", "note"),
    [
        ((30, 30), 28, "Saturday 28 November", ""),
        ((26, 30), 22, "Thu 26 \N{EN DASH} Mon 30 Nov", ""),
        ((22, 24), 22, "by Tuesday 24 November", ""),
        ((22, 23), 22, "today", ""),
        ((26, 30), None, "Thu 26 \N{EN DASH} Mon 30 Nov", ""),
        ((22, 24), None, "by Tuesday 24 November", ""),
        ((22, 22), 25, "Wednesday 25 November", "We promised Sunday 22 November; the courier"),
        ((21, 22), 20, "", "It was to be with you by Sunday 22 November."),
        ((20, 20), 22, "", "It was to be with you by Friday 20 November."),
        (None, 22, "", "It was to be with you by Sunday 22 November."),
        (None, None, "", ""),
    ],
)
def test_it_is_late_once_promise_and_couriers_day_are_both_over(
    promised: tuple[int, int] | None, courier: int | None, arrives: str, note: str
) -> None:
    order = an_order(*(promised or (None,)))
    found = arrival_of(order, a_box(S.IN_TRANSIT, courier), MONDAY)
    assert found.words == arrives
    assert found.note.startswith(note)
    assert found.is_late == note.startswith("It was")


def test_out_for_delivery_means_today_whatever_the_courier_thought() -> None:
    found = arrival_of(an_order(30), a_box(S.OUT_FOR_DELIVERY, 28, out_on=23), MONDAY)
    assert found == Arrival("today", "", MONDAY)


def test_out_for_delivery_after_the_promise_is_admitted() -> None:
    found = arrival_of(an_order(21), a_box(S.OUT_FOR_DELIVERY, 20, out_on=23), MONDAY)
    assert found.words == "today"
    assert found.note == "We promised Saturday 21 November; it comes today. We are sorry."


def test_one_that_set_out_yesterday_and_was_not_heard_of_has_no_day() -> None:
    yesterday = a_box(S.OUT_FOR_DELIVERY, 28, out_on=22)
    assert arrival_of(an_order(30), yesterday, MONDAY) == Arrival()
    assert arrival_of(an_order(21), a_box(S.OUT_FOR_DELIVERY, 22, out_on=22), MONDAY).is_late


def test_a_van_without_a_scan_set_out_when_it_was_written() -> None:
    parcel = a_box(S.OUT_FOR_DELIVERY, 28)
    parcel.updated_at = clock.from_text("2026-11-22T19:00:00.000Z")  # half past midnight in India
    assert arrival_of(an_order(30), parcel, MONDAY).words == "today"
    assert arrival_of(an_order(30), parcel, MONDAY + DAY).words == ""


@pytest.mark.parametrize(
    ("number", "standing", "then"),
    [
        (22, "Delayed on its way", "We ask when it comes, and write to you."),
        (76, "Searched for by the courier", "We see to it, and write to you."),
    ],
)
def test_a_parcel_that_is_held_up_promises_no_day(
    office: Office, number: int, standing: str, then: str
) -> None:
    parcel = a_parcel()
    promise(parcel, 3)
    expect(tell(parcel, 42, 18, number), 3)
    assert heading(parcel) == standing
    assert then in page(parcel)
    assert "<dt>Arrives</dt>" not in page(parcel)
    assert ">by " not in page(parcel)


def test_a_parcel_that_moves_again_has_its_day_again(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18, 22)
    day = expect(tell(parcel, 42, 18, 22, 18), 3)
    assert heading(parcel) == f"On the way, arriving {day}"


def test_a_delay_counts_without_a_scan_of_it(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18)
    kept = tell(parcel, 42, 18, 22)
    kept.update(actions=[Shipment.scans.set((kept.scans or [])[:2])])
    view = view_of(now_of(parcel), kept, [kept], MONDAY)
    assert (view.line, view.is_trouble) == ("Delayed on its way", True)
