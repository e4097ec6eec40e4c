"""When a parcel is expected, by its courier and by what its customer was promised. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from orders.arrival import arrival_words, days_of, last_day
from orders.models import Order
from shipping.hitches import hitch_of
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.scan_words import moment_in

COMING = frozenset({S.PENDING, S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY})
_OUT = "17"  # Shiprocket's number of a van that has set out


def expected_day(parcel: Shipment) -> date | None:
    """The courier's own estimate as a day in India; None where it gave none that we can read."""
    moment = moment_in(parcel.estimated_delivery)
    return timezone.localtime(moment).date() if moment else None


@dataclass(frozen=True)
class Arrival:
    """`words` say when it comes ('' where nobody can say) and `last` is the last such day; `note`
    says honestly what is not as it was promised, '' where all is well."""

    words: str = ""
    note: str = ""
    last: date | None = None
    is_late: bool = False


def arrival_of(order: Order, parcel: Shipment, today: date) -> Arrival:
    """When a parcel arrives. Out for delivery means today; else the courier's day counts, then the
    promised one. It is late once both are over; where it is held up, nobody can say."""
    if parcel.status not in COMING:
        return Arrival()
    promised, expected = last_day(order.promise), expected_day(parcel)
    is_held_up = bool(hitch_of(parcel))
    if _is_in_the_van(parcel, today) and not is_held_up:
        return Arrival("today", _sorry(promised, today, "it comes today"), today)
    known = [day for day in (promised, expected) if day]
    if known and max(known) < today:
        missed = day_words(promised or known[0])
        text = f"It was to be with you by {missed}. We see this too, and ask the courier."
        return Arrival(note=text, is_late=not is_held_up)
    if is_held_up or (parcel.status is S.OUT_FOR_DELIVERY and expected != today):
        return Arrival()
    if expected and expected >= today:
        words = "today" if expected == today else day_words(expected)
        now_says = f"the courier now says {day_words(expected)}"
        return Arrival(words, _sorry(promised, expected, now_says), expected)
    return Arrival(_promised_words(order, today), last=promised)


def day_words(day: date) -> str:
    """'Saturday 28 November'."""
    return f"{day:%A} {day.day} {day:%B}"


def _is_in_the_van(parcel: Shipment, today: date) -> bool:
    """Whether it is out for delivery since today: of one that went out earlier, and of which
    nothing was heard since, nobody knows."""
    if parcel.status is not S.OUT_FOR_DELIVERY:
        return False
    went = [moment_in(scan.at) for scan in parcel.scans or [] if scan.status_id == _OUT]
    at = went[-1] if went else parcel.updated_at
    return at is not None and timezone.localtime(at).date() >= today


def _sorry(promised: date | None, coming: date, but: str) -> str:
    if promised is None or coming <= promised:
        return ""
    return f"We promised {day_words(promised)}; {but}. We are sorry."


def _promised_words(order: Order, today: date) -> str:
    """The promised days; of days that have begun only the last, and '' for none."""
    days = days_of(order.promise)
    if days is None or days[0] >= today:
        return "today" if days and days[1] == today else arrival_words(order.promise)
    return "today" if days[1] == today else f"by {day_words(days[1])}"
