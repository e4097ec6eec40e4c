"""When a parcel is expected, by its courier and by what its customer was promised. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from orders.arrival import arrival_words, days_of
from orders.models import Order
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.scan_words import moment_in

COMING = frozenset({S.PENDING, S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY})


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


def arrival_of(order: Order, parcel: Shipment, today: date) -> Arrival:
    """When a parcel arrives. The courier's day counts, and where it is not the promised one that is
    said; a day that is over is none."""
    if parcel.status not in COMING:
        return Arrival()
    days, expected = days_of(order.promise), expected_day(parcel)
    promised = days[1] if days else None
    last = expected or promised
    if last is None:
        return Arrival()
    if last < today:
        missed = day_words(promised or last)
        text = f"It was to be with you by {missed}. We see this too, and ask the courier."
        return Arrival(note=text)
    words = day_words(expected) if expected else arrival_words(order.promise)
    words = "today" if expected == today else words
    if promised and expected and expected > promised:
        late = f"We promised {day_words(promised)}; the courier now says {day_words(expected)}."
        return Arrival(words, f"{late} We are sorry.", last)
    return Arrival(words, last=last)


def day_words(day: date) -> str:
    """'Saturday 28 November'."""
    return f"{day:%A} {day.day} {day:%B}"
