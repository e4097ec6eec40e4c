"""The line of steps of an order that was sent: it says the same as the heading over it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from config.templatetags.shop import moment
from orders.progress import Step
from shipping.facing import View
from shipping.models import Shipment
from shipping.rules import Doubt
from shipping.rules import ShipmentStatus as S
from shipping.scan_words import moment_in

_PACKED = "Packed"
_IN_PART = "Delivered in part"


def steps_of(
    steps: Sequence[Step], parcels: Sequence[Shipment], views: Sequence[View], *, is_again: bool
) -> list[Step]:
    """The order's steps as its parcels have them. `is_again`: goods of a parcel that was called off
    are here, to be sent again."""
    *before, packing, sent, there = steps
    if not views:
        now = replace(packing, state="now", when="")
        return [*before, now, _later(sent), _later(there)]
    if all(view.status is S.PENDING and not view.is_held_up for view in views):
        packed = replace(packing, title=_PACKED, state="now", when="")
        return [*before, packed, _later(sent), _later(there, _by(views))]
    is_coming = is_again or any(view.is_coming for view in views)
    picked = [view.stops[-1].at for view in views if view.stops and view.status is not S.PENDING]
    when = moment(min(picked)) if picked else ""
    sent = replace(sent, when=when, state="now" if is_coming else "done")
    return [*before, replace(packing, state="done"), sent, _end(there, parcels, views, is_coming)]


def _end(there: Step, parcels: Sequence[Shipment], views: Sequence[View], is_coming: bool) -> Step:
    """The last step: what is delivered or hoped for, and never more than that."""
    gone = [view for view in views if view.is_gone]
    if len(gone) == len(views) and not is_coming:
        least = min(gone, key=lambda view: [*S].index(view.status))
        return replace(there, title=least.standing, when="", state="now")
    in_part = gone or any(view.doubt is Doubt.IN_PART for view in views)
    title = _IN_PART if in_part else there.title
    if is_coming:
        return replace(_later(there, _by(views)), title=title)
    arrived = [at for parcel in parcels if (at := moment_in(parcel.actual_delivery))]
    return Step(title, moment(max(arrived)) if arrived else "", "done")


def _later(step: Step, when: str = "") -> Step:
    return replace(step, state="later", when=when)


def _by(views: Sequence[View]) -> str:
    """'by 30 Nov', once each parcel that comes has a day."""
    coming = [view for view in views if view.is_coming]
    days = [view.arrival.last for view in coming if view.arrival.last]
    return f"by {max(days).day} {max(days):%b}" if days and len(days) == len(coming) else ""
