"""When a parcel is at the door: what the shop promises for a pincode. Pure: no tables, and the
present is an argument.

An order that comes before the cut-off hour of a working day is packed on that day, any other on
the next working day. The courier calls on the working day after. Days on the road are days of the
calendar, as couriers count them; a day on which nobody delivers moves the arrival to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shipping.working_days import is_working_day, working_day_after, working_day_from
from shipping.zones import zone_of

INDIA = ZoneInfo("Asia/Kolkata")
CUT_OFF = time(14)  # Indian time
HANDLING_DAYS = 1  # working days from packing to the courier's visit
SLACK_DAYS = 2  # a second attempt, or another courier than the one we counted on
COURIER, ESTIMATE = "courier", "estimate"


@dataclass(frozen=True)
class Offered:
    """A courier who goes there: the days it says it takes (None: it does not say)."""

    courier_id: int
    name: str
    rate_paise: int
    days: int | None
    allows_cod: bool


@dataclass(frozen=True)
class Promise:
    """What a shopper is told. Both days are None where nobody goes."""

    pincode: str
    is_served: bool
    earliest: date | None
    latest: date | None
    is_estimate: bool
    allows_cod: bool

    def as_text(self) -> dict[str, str]:
        """As an order keeps it: from, to (ISO dates) and source; {} where nobody goes."""
        if self.earliest is None or self.latest is None:
            return {}
        return {
            "from": self.earliest.isoformat(),
            "to": self.latest.isoformat(),
            "source": ESTIMATE if self.is_estimate else COURIER,
        }


def leaves_on(now: datetime) -> date:
    """The day on which the courier takes what is ordered now."""
    local = now.astimezone(INDIA)
    is_in_time = local.time() < CUT_OFF and is_working_day(local.date())
    packed = local.date() if is_in_time else working_day_after(local.date())
    return working_day_after(packed, HANDLING_DAYS)


def promise_from(pincode: str, offers: Sequence[Offered], *, now: datetime) -> Promise:
    """The promise that couriers' own words give. `offers` are in Shiprocket's order, its
    recommended courier first, which is the one that dispatch takes: the earliest day is what that
    one says, the latest is SLACK_DAYS more. One that does not say is passed over for the next
    that does; where none does, the days are the zone's, and an estimate. Nobody: not served."""
    if not offers:
        return Promise(pincode, False, None, None, is_estimate=False, allows_cod=False)
    allows_cod = any(offer.allows_cod for offer in offers)
    days = next((offer.days for offer in offers if offer.days), None)
    if days is None:
        span, is_estimate = _days_of_zone(pincode), True
    else:
        span, is_estimate = (days, days + SLACK_DAYS), False
    return Promise(pincode, True, *_arrival(span, now), is_estimate, allows_cod)


def estimate_for(pincode: str, *, now: datetime) -> Promise:
    """The promise while no courier can be asked: the zone's days, and at the end the same slack as
    a courier's. Whether money would be collected is not known then, so it is not offered."""
    days = _arrival(_days_of_zone(pincode), now)
    return Promise(pincode, True, *days, is_estimate=True, allows_cod=False)


def nowhere(pincode: str) -> Promise:
    """What is said of six digits that are no pincode."""
    return Promise(pincode, False, None, None, is_estimate=False, allows_cod=False)


def _days_of_zone(pincode: str) -> tuple[int, int]:
    zone = zone_of(pincode)
    return zone.fastest, zone.slowest + SLACK_DAYS


def _arrival(span: tuple[int, int], now: datetime) -> tuple[date, date]:
    left = leaves_on(now)
    fastest, slowest = (working_day_from(left + timedelta(days=days)) for days in span)
    return fastest, slowest
