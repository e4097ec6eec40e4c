"""Tracking: forward only, closes the order, calls for a person, and bears repeats."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.exceptions import UpdateError

from config import clock
from orders.models import Order
from orders.rules import WENT_ANYWAY_FLAG, Status
from orders.services.story import flagged
from shipping import queries
from shipping.models import Shipment
from shipping.news import MOST_SCANS, Verdict, merged
from shipping.rules import ShipmentStatus
from shipping.services.order_news import tell_order
from shipping.services.polling import QUIET, poll_quiet
from shipping.services.tracking import may_be_written, take_tracking
from shipping.shiprocket_entities import Scan, Tracking
from shipping.status_map import LABELS
from tests.shipping import office as at
from tests.shipping.bench import a_parcel, flags, now_of, told
from tests.shipping.office import Office

S = ShipmentStatus
START = clock.now() - timedelta(days=2)


def a_scan(status_id: int | None, hour: int = 0, **given: object) -> Scan:
    fields = {"at": START + timedelta(hours=hour), "label": LABELS.get(status_id or 0, "NA")}
    told_of = {"status_id": status_id, "activity": f"Scan {hour}", "location": "Pune Hub"}
    return Scan(**{**fields, **told_of, **given})  # type: ignore[arg-type]


def news(parcel: Shipment, *ids: int, label: str = "", **given: object) -> Tracking:
    """The news that the last of these statuses was reached, one scan an hour for each so far."""
    last = ids[-1] if ids else None
    fields = {
        "awb": parcel.tracking_number or "",
        "status_id": last,
        "label": label or LABELS.get(last or 0, ""),
        "courier_name": "Delhivery",
        "expected_at": None,
        "delivered_at": START + timedelta(hours=len(ids)) if last == 7 else None,
        "scans": tuple(a_scan(each, hour) for hour, each in enumerate(ids)),
    }
    return Tracking(**{**fields, **given})  # type: ignore[arg-type]


def tell(parcel: Shipment, *ids: int, **given: str) -> Shipment:
    take_tracking(news(parcel, *ids, **given), source="Shiprocket")
    return as_it_is(parcel)


def as_it_is(parcel: Shipment) -> Shipment:
    return queries.shipment(parcel.shipment_id, parcel.order_id)


def test_a_parcel_goes_its_way_and_the_delivery_closes_the_order(office: Office) -> None:
    parcel = a_parcel()
    seen = [tell(parcel, *(42, 18, 17, 7)[:n]).status for n in range(1, 5)]
    assert seen == [S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED]
    assert now_of(parcel).status is Status.DELIVERED
    assert as_it_is(parcel).actual_delivery == clock.to_text(START + timedelta(hours=4))
    assert told(parcel, customer=True)[-4:] == [
        "The courier has picked up your parcel.",
        "Your parcel is on its way.",
        "Your parcel is out for delivery.",
        "Delivered.",
    ]
    assert flags(parcel) == {}


def test_the_same_news_five_times_is_told_once(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18)
    once, lines = as_it_is(parcel), told(parcel)
    for _ in range(5):
        tell(parcel, 42, 18)
    again = as_it_is(parcel)
    assert (len(again.scans or ()), told(parcel)) == (2, lines)
    assert again.updated_at == once.updated_at


def test_late_news_moves_nothing_back_but_its_scans_are_kept(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18, 17, 7)
    late = news(parcel, 42, 18, scans=(a_scan(18, hour=1, activity="Left the hub"),))
    take_tracking(late, source="Shiprocket")
    parcel = as_it_is(parcel)
    assert (parcel.status, len(parcel.scans or ())) == (S.DELIVERED, 5)
    assert now_of(parcel).status is Status.DELIVERED
    assert [scan.at for scan in parcel.scans or ()] == sorted(s.at for s in parcel.scans or ())


@pytest.mark.parametrize("ids", [(42,), (42, 18), (19,)])
def test_nothing_leads_back_from_delivered(office: Office, ids: tuple[int, ...]) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18, 17, 7)
    assert (tell(parcel, *ids).status, flags(parcel)) == (S.DELIVERED, {})


def test_news_may_skip_stations(office: Office) -> None:
    parcel = a_parcel()
    assert tell(parcel, 7).status is S.DELIVERED
    assert now_of(parcel).status is Status.DELIVERED


def test_an_attempt_that_failed_calls_for_a_person_until_the_next_one(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 17, 21)
    assert "Call the customer" in flags(parcel)["parcel"]
    assert as_it_is(parcel).trouble == flags(parcel)["parcel"]
    tell(parcel, 42, 17, 21, 17)
    assert (flags(parcel), as_it_is(parcel).trouble) == ({}, None)
    assert as_it_is(parcel).status is S.OUT_FOR_DELIVERY


def test_a_failed_attempt_told_again_after_the_next_one_is_late_news(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 17, 21)
    tell(parcel, 42, 17, 21, 17)
    assert (tell(parcel, 42, 17, 21).status, flags(parcel)) == (S.OUT_FOR_DELIVERY, {})


@pytest.mark.parametrize(
    ("ids", "status", "words"),
    [
        ((42, 18, 9), S.RTO_INITIATED, "coming back"),
        ((42, 18, 9, 10), S.RTO_DELIVERED, "back with us"),
        ((42, 12), S.LOST, "Claim it"),
        ((42, 25), S.LOST, "Claim it"),
        ((8,), S.CANCELLED, "Press dispatch"),
        ((42, 21), S.UNDELIVERED, "Call the customer"),
    ],
)
def test_trouble_flags_the_order_and_leaves_it_shipped(
    office: Office, ids: tuple[int, ...], status: ShipmentStatus, words: str
) -> None:
    parcel = a_parcel()
    assert tell(parcel, *ids).status is status
    assert words in flags(parcel)["parcel"]
    assert now_of(parcel).status is Status.SHIPPED


def test_undelivered_and_rto_delivered_are_no_deliveries_without_a_number(office: Office) -> None:
    parcel = a_parcel()
    assert tell(parcel, label="UNDELIVERED").status is S.UNDELIVERED
    assert tell(parcel, label="RTO DELIVERED").status is S.RTO_DELIVERED
    assert now_of(parcel).status is Status.SHIPPED


def test_the_number_of_the_other_table_is_not_believed(office: Office) -> None:
    # 20 is "in transit" of an order, but a pickup that failed of a shipment.
    parcel = a_parcel()
    assert tell(parcel, 20).status is S.PENDING
    assert "Pickup Exception" in flags(parcel)["parcel"]


@pytest.mark.parametrize("status_id", [999, 79, 31])
def test_a_status_we_do_not_know_is_kept_and_shown(office: Office, status_id: int) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 18)
    parcel = tell(parcel, 42, 18, status_id, label="MOON LANDING")
    assert parcel.status is S.IN_TRANSIT
    assert f"“MOON LANDING” (status {status_id})" in (parcel.trouble or "")
    assert flags(parcel)["parcel"] == parcel.trouble


def test_trouble_is_over_when_the_parcel_moves_on(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 20)
    tell(parcel, 20, 42)
    assert (flags(parcel), as_it_is(parcel).trouble) == ({}, None)


@pytest.mark.parametrize(
    ("number", "todo"),
    [
        (13, "book another pickup"),
        (20, "book another pickup"),
        (22, "tell the customer"),
        (39, "went the wrong way"),
        (76, "claim it"),
        (16, "If none of you did"),
    ],
)
def test_a_hitch_says_what_to_do_and_is_forgotten_when_it_is_over(
    office: Office, number: int, todo: str
) -> None:
    parcel, so_far = a_parcel(), (19,) if number in {13, 16, 20} else (42, 18)
    tell(parcel, *so_far)
    parcel = tell(parcel, *so_far, number)
    assert todo in flags(parcel)["parcel"]
    parcel = tell(parcel, *so_far, number, so_far[-1])
    assert (parcel.trouble, flags(parcel)) == (None, {})


def test_a_hitch_told_again_is_not_over(office: Office) -> None:
    parcel = a_parcel()
    for ids in ((42, 18, 22), (42, 18, 22), (42, 18)):
        tell(parcel, *ids)
    assert "is delayed" in flags(parcel)["parcel"]


def test_quiet_news_leaves_the_troubles_of_the_dispatch_alone(office: Office) -> None:
    parcel = a_parcel()
    parcel.update(actions=[Shipment.trouble.set("There is no label yet: busy.")])
    assert tell(parcel, 3).trouble == "There is no label yet: busy."


@pytest.mark.parametrize(("number", "word"), [(12, "lost"), (25, "damaged"), (24, "destroyed")])
def test_what_happened_to_a_parcel_is_named(office: Office, number: int, word: str) -> None:
    parcel = a_parcel()
    assert f" {word}. Claim it" in (tell(parcel, 42, number).trouble or "")


def test_a_parcel_that_was_coming_back_and_is_delivered_is_a_persons_riddle(
    office: Office,
) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 9)
    parcel = tell(parcel, 42, 9, 7)
    assert (parcel.status, now_of(parcel).status) == (S.RTO_INITIATED, Status.SHIPPED)
    assert "was coming back, and now the courier says “Delivered”" in flags(parcel)["parcel"]


def test_a_parcel_that_was_called_off_and_moves_is_a_persons_riddle(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 8)
    parcel = tell(parcel, 8, 42)
    assert parcel.status is S.CANCELLED
    assert "was cancelled, and now the courier says “Picked Up”" in flags(parcel)[WENT_ANYWAY_FLAG]


def test_of_a_called_off_parcel_that_arrives_staff_read_what_to_put_right(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 8)
    parcel = tell(parcel, 8, 7)
    assert parcel.status is S.CANCELLED
    said = flags(parcel)[WENT_ANYWAY_FLAG]
    assert said.startswith(f"Parcel {parcel.tracking_number} was called off, and now")
    assert "out of stock" in said
    assert "If the money went back" in said
    assert "claim it" in said


def test_a_return_after_the_delivery_is_a_persons_riddle(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 7)
    parcel = tell(parcel, 42, 7, 9)
    assert (parcel.status, now_of(parcel).status) == (S.DELIVERED, Status.DELIVERED)
    assert "was delivered, and now the courier says" in flags(parcel)["parcel"]


def test_a_part_delivery_closes_the_order_and_calls_for_a_person(office: Office) -> None:
    parcel = a_parcel()
    assert tell(parcel, 42, 23).status is S.DELIVERED
    assert now_of(parcel).status is Status.DELIVERED
    assert "Partial_Delivered" in flags(parcel)["parcel"]


def test_a_scan_from_the_future_does_not_hide_the_truth(office: Office) -> None:
    parcel = a_parcel()
    wild = a_scan(17, at=clock.now() + timedelta(days=900))
    take_tracking(news(parcel, 17, scans=(wild,)), source="Shiprocket")
    assert tell(parcel, 17, 21).status is S.UNDELIVERED
    assert tell(parcel, 17, 21, 17, 7).status is S.DELIVERED


def test_news_before_the_first_scan_says_nothing(office: Office) -> None:
    parcel = a_parcel()
    untouched = as_it_is(parcel).updated_at
    assert tell(parcel).updated_at == untouched
    assert flags(parcel) == {}


def test_a_delivery_of_an_order_that_is_not_shipped_is_a_persons_riddle(office: Office) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.status.set(Status.CANCELLED)])
    assert tell(parcel, 42, 7).status is S.DELIVERED
    assert now_of(parcel).status is Status.CANCELLED
    assert "the order is cancelled" in flags(parcel)["parcel"]


def test_a_parcel_of_a_cancelled_order_that_moves_calls_for_a_person(office: Office) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.status.set(Status.CANCELLED)])
    tell(parcel, 42)
    assert "is picked, but the order is cancelled" in flags(parcel)["parcel"]


def test_news_does_not_move_a_parcel_that_was_called_off_meanwhile(office: Office) -> None:
    read = as_it_is(a_parcel())
    as_it_is(read).update(actions=[Shipment.status.set(S.CANCELLED)])
    verdict = Verdict(S.PICKED, "", is_well_again=True)
    may = may_be_written(read, verdict)
    with pytest.raises(UpdateError):
        read.update(actions=[Shipment.status.set(S.PICKED)], condition=may)
    assert as_it_is(read).status is S.CANCELLED


def test_news_written_since_the_parcel_was_read_is_not_written_over(office: Office) -> None:
    read = as_it_is(a_parcel())
    tell(read, 42)
    may = may_be_written(read, Verdict(None, "", is_well_again=False))
    with pytest.raises(UpdateError):
        read.update(actions=[Shipment.scans.set([])], condition=may)


def test_scans_are_kept_up_to_sixty_the_latest() -> None:
    many = [a_scan(18, hour) for hour in range(80)]
    kept = merged([], many)
    assert kept is not None
    assert (len(kept), kept[-1].activity) == (MOST_SCANS, "Scan 79")
    assert merged(kept, many) is None


def test_wild_texts_are_kept_on_one_short_line(office: Office) -> None:
    parcel = a_parcel()
    scan = a_scan(18, activity="a\ud800b\n\x00" * 900, location="")
    take_tracking(news(parcel, 18, scans=(scan,)), source="Shiprocket")
    (kept,) = as_it_is(parcel).scans or []
    assert len(kept.activity or "") <= 200


def test_a_parcel_that_is_not_ours_is_no_news() -> None:
    stranger = Tracking("999", 7, "Delivered", "", None, None, ())
    assert take_tracking(stranger, source="Shiprocket") is None


def test_a_shipment_of_the_earlier_system_moves_too(office: Office) -> None:
    parcel = a_parcel()
    parcel.update(
        actions=[
            Shipment.steps.remove(),
            Shipment.scans.remove(),
            Shipment.customer_id.remove(),
            Shipment.updated_at.remove(),
        ]
    )
    assert tell(parcel, 42).status is S.PICKED
    assert tell(parcel, 42, 7).status is S.DELIVERED


@pytest.mark.server
def test_news_from_all_sides_at_once_loses_no_scan(office: Office) -> None:
    parcel, together = a_parcel(), threading.Barrier(4)
    ways = [(42,), (42, 18), (42, 18, 17), (42, 18, 17, 7)]

    def brings(ids: tuple[int, ...]) -> None:
        together.wait(10)
        take_tracking(news(parcel, *ids), source="Shiprocket")

    with ThreadPoolExecutor(4) as couriers:
        list(couriers.map(brings, ways))
    parcel = as_it_is(parcel)
    assert (parcel.status, len(parcel.scans or ())) == (S.DELIVERED, 4)
    assert told(parcel).count("Delivered.") == 1


# --- the worker's questions ----------------------------------------------------------------------


def at_shiprocket(office: Office, parcel: Shipment, status_id: int) -> None:
    office.tracked[parcel.tracking_number or ""] = {
        "track_status": 1,
        "shipment_status": status_id,
        "shipment_track": [{"awb_code": parcel.tracking_number, "current_status": ""}],
        "shipment_track_activities": None,
    }


def test_a_parcel_without_news_for_six_hours_is_asked_for(office: Office) -> None:
    parcel = a_parcel()
    at_shiprocket(office, parcel, 7)
    assert poll_quiet(clock.now() + QUIET - timedelta(minutes=1)) == 0
    assert poll_quiet(clock.now() + QUIET + timedelta(minutes=1)) == 1
    assert now_of(parcel).status is Status.DELIVERED
    assert poll_quiet(clock.now() + QUIET * 9) == 0


def test_a_quiet_parcel_is_asked_for_once_in_six_hours(office: Office) -> None:
    a_parcel()
    later = clock.now() + QUIET + timedelta(minutes=1)
    assert [poll_quiet(later), poll_quiet(later + timedelta(hours=5))] == [1, 0]
    assert poll_quiet(later + timedelta(hours=7)) == 1


def test_an_awb_that_shiprocket_does_not_know_keeps_no_other_from_being_asked(
    office: Office,
) -> None:
    parcels = [a_parcel(), a_parcel()]
    for parcel in parcels:
        at_shiprocket(office, parcel, 7)
    office.says["track"] = (404, {"message": "Unknown AWB"})
    assert poll_quiet(clock.now() + QUIET * 2) == 2
    assert sorted(now_of(each).status for each in parcels) == [Status.DELIVERED, Status.SHIPPED]


def test_the_worker_asks_no_more_than_so_many_and_stops_at_silence(office: Office) -> None:
    for _ in range(3):
        a_parcel()
    office.before["track"] = at.down
    later = clock.now() + QUIET * 2
    assert poll_quiet(later) == 0
    assert office.calls.count("track") == 1
    assert [poll_quiet(later, most=2), poll_quiet(later, most=2)] == [2, 1]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Something happens once, after the order was read and before the news is written."""
    done: list[int] = []

    def first_that(*args: Any) -> None:
        if not done:
            done.append(1)
            act()
        tell_order(*args)

    monkeypatch.setattr("shipping.services.tracking.tell_order", first_that)


def test_a_flag_that_is_raised_meanwhile_is_not_written_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = a_parcel()
    order = now_of(parcel)
    raised = flagged(order, "refund_due", "Money goes back.", at=clock.now())
    meanwhile(monkeypatch, lambda: order.update(actions=[raised]))
    tell(parcel, 42, 21)
    assert {flag.kind for flag in now_of(parcel).attention or []} == {"refund_due", "parcel"}


def test_a_mail_that_is_claimed_meanwhile_is_not_taken_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 17)
    order, kind = now_of(parcel), f"out_for_delivery/{parcel.shipment_id}"
    claimed = Order.mails[kind].set("sending 2026-11-23T04:00:00.000Z")
    meanwhile(monkeypatch, lambda: order.update(actions=[claimed]))
    tell(parcel, 42, 17, 21)
    assert (now_of(parcel).mails or {})[kind].startswith("sending ")


def test_an_order_that_moved_meanwhile_is_looked_at_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = a_parcel()
    order = now_of(parcel)
    cancelled = Order.status.set(Status.CANCELLED)
    meanwhile(monkeypatch, lambda: order.update(actions=[cancelled]))
    tell(parcel, 42)
    assert "but the order is cancelled" in flags(parcel)["parcel"]
