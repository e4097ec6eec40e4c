"""What of the parcels stands still: dispatches with a step left, and parcels that nobody scans."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from config import clock
from config.staff import StaffMember
from config.stuck import Stuck, few
from orders.rules import Status
from orders.staff.queries import page_of
from shipping import queries, steps
from shipping.models import Shipment
from shipping.rules import MOVING, ShipmentStatus
from shipping.steps import Standing, Step

HALF_DONE_AFTER = timedelta(minutes=10)
NO_SCAN_FOR = timedelta(days=3)
LOOKED_AT = 100  # shipped orders, the oldest: one batch of their parcels
MOST = 3
WAITS = {
    Step.PARCEL: "Not registered at Shiprocket",
    Step.AWB: "No courier yet",
    Step.PICKUP: "Pickup not booked",
    Step.LABEL: "Label not made",
    Step.MANIFEST: "Manifest not made",
}


def stuck(member: StaffMember) -> Iterator[Stuck]:
    """Dispatches and parcels: two reads by key, an index read, and a batch for a hundred orders."""
    now = clock.now()
    shipments = reverse("staff:shipping:index")
    half = [_half_done(parcel) for parcel in queries.half_done() if is_half_done(parcel, now)]
    more = f"{len(half) - MOST} dispatches more are half done"
    rest = Stuck(more, "The worker goes on with each by itself.", shipments, "See shipments")
    yield from few(half, most=MOST, rest=rest)
    quiet = [_quiet(parcel, days) for parcel, days in quiet_parcels(now)]
    more = f"{len(quiet) - MOST} parcels more without a scan"
    rest = Stuck(more, "Ask their couriers.", shipments, "See shipments")
    yield from few(quiet, most=MOST, rest=rest)


def is_half_done(parcel: Shipment, now: datetime) -> bool:
    """Whether its dispatch stands still, and not just for a moment. Where no courier takes it the
    order is flagged, and told of there."""
    if parcel.status is not ShipmentStatus.PENDING or steps.is_anybody_at_it(parcel.steps, now):
        return False
    if any(_is_refused(parcel, step) for step in (Step.PARCEL, Step.AWB)):
        return False
    return now - (parcel.created_at or now) > HALF_DONE_AFTER and _open_step(parcel) is not None


def quiet_parcels(now: datetime) -> list[tuple[Shipment, int]]:
    """Parcels of the longest shipped orders that were not scanned for days, and for how many."""
    orders = page_of(Status.SHIPPED, size=LOOKED_AT).orders
    parcels = sorted(queries.of_orders(orders), key=lambda parcel: parcel.shipment_id)
    moving = [parcel for parcel in parcels if parcel.tracking_number and parcel.status in MOVING]
    silent = ((parcel, now - _heard_at(parcel, now)) for parcel in moving)
    return [(parcel, silence.days) for parcel, silence in silent if silence >= NO_SCAN_FOR]


def _open_step(parcel: Shipment) -> Step | None:
    return next((s.step for s in steps.way_of(parcel.steps) if not _is_done(parcel, s.step)), None)


def _is_refused(parcel: Shipment, step: Step) -> bool:
    return steps.state_of(parcel.steps, step).standing is Standing.REFUSED


def _is_done(parcel: Shipment, step: Step) -> bool:
    return steps.is_done(parcel.steps, step)


def _half_done(parcel: Shipment) -> Stuck:
    step = _open_step(parcel) or Step.PARCEL
    by = parcel.courier_name if parcel.tracking_number else ""
    return Stuck(
        WAITS[step],
        f"{by} {parcel.tracking_number}" if by else "The worker tries it again by itself.",
        reverse("staff:orders:detail", args=[parcel.order_id]) + "#ship",
        "Go on",
        parcel.order_id,
    )


def _quiet(parcel: Shipment, days: int) -> Stuck:
    last = parcel.scans[-1].location if parcel.scans else ""
    words = [parcel.courier_name, parcel.tracking_number, last]
    return Stuck(
        f"No scan for {days} days",
        ", ".join(word for word in words if word),
        reverse("staff:orders:detail", args=[parcel.order_id]) + "#ship",
        "Ask courier",
        parcel.order_id,
    )


def _heard_at(parcel: Shipment, now: datetime) -> datetime:
    """When it was scanned last; before its first scan, when it was made."""
    at = parcel.scans[-1].at if parcel.scans else None
    try:
        return clock.from_text(at) if at else parcel.created_at or now
    except ValueError:  # a courier's own way of writing a time
        return parcel.updated_at or now
