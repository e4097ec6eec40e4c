"""When a parcel is at the door: what the shop promises for a pincode. Pure: no tables, and the
present is an argument.

An order that comes before the cut-off hour of a working day is packed on that day, any other on
the next working day. The courier calls on the working day after. Days on the road are days of the
calendar, as couriers count them; a day on which nobody delivers moves the arrival to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """What a shopper is told. Both days are None where nobody goes. An order that is paid at the
    door goes with a courier who collects money; the cash days are that one's, None where they are
    the same or nobody collects."""

    pincode: str
    is_served: bool
    earliest: date | None
    latest: date | None
    is_estimate: bool
    allows_cod: bool
    cash_earliest: date | None = None
    cash_latest: date | None = None
    is_cash_estimate: bool = False

    def for_cash(self) -> "Promise":
        """The promise for an order that is paid at the door."""
        if self.cash_earliest is None or self.cash_latest is None:
            return self
        return replace(
            self,
            earliest=self.cash_earliest,
            latest=self.cash_latest,
            is_estimate=self.is_cash_estimate,
        )

    def as_text(self, *, is_cod: bool = False) -> dict[str, str]:
        """As an order keeps it: from, to (ISO dates) and source; {} where nobody goes."""
        kept = self.for_cash() if is_cod else self
        if kept.earliest is None or kept.latest is None:
            return {}
        return {
            "from": kept.earliest.isoformat(),
            "to": kept.latest.isoformat(),
            "source": ESTIMATE if kept.is_estimate else COURIER,
        }


def leaves_on(now: datetime) -> date:
    """The day on which the courier takes what is ordered now."""
    return working_day_after(_packed_on(now), HANDLING_DAYS)


def holds_until(now: datetime) -> datetime:
    """The cut-off until which an order leaves on the same day as one of now."""
    return datetime.combine(_packed_on(now), CUT_OFF, tzinfo=INDIA)


def _packed_on(now: datetime) -> date:
    local = now.astimezone(INDIA)
    is_in_time = local.time() < CUT_OFF and is_working_day(local.date())
    return local.date() if is_in_time else working_day_after(local.date())


def promise_from(pincode: str, offers: Sequence[Offered], *, now: datetime) -> Promise:
    """The promise that couriers' own words give. `offers` are in Shiprocket's order, its
    recommended courier first, which is the one that dispatch takes, for an order that is paid at
    the door the first who collects money: the earliest day is what that one says, the latest is
    SLACK_DAYS more. One that does not say is passed over for the next that does; where none does,
    the days are the zone's, and an estimate. Nobody: not served."""
    if not offers:
        return nowhere(pincode)
    collecting = [offer for offer in offers if offer.allows_cod]
    days, is_estimate = _days_of(pincode, offers, now)
    promise = Promise(pincode, True, *days, is_estimate, allows_cod=bool(collecting))
    cash_days, is_cash_estimate = _days_of(pincode, collecting, now)
    if not collecting or (cash_days, is_cash_estimate) == (days, is_estimate):
        return promise
    return replace(
        promise,
        cash_earliest=cash_days[0],
        cash_latest=cash_days[1],
        is_cash_estimate=is_cash_estimate,
    )


def estimate_for(pincode: str, *, now: datetime) -> Promise:
    """The promise while no courier can be asked: the zone's days, and at the end the same slack as
    a courier's. Whether money would be collected is not known then, so it is not offered."""
    days = _arrival(_days_of_zone(pincode), now)
    return Promise(pincode, True, *days, is_estimate=True, allows_cod=False)


def nowhere(pincode: str) -> Promise:
    """What is said of six digits that are no pincode."""
    return Promise(pincode, False, None, None, is_estimate=False, allows_cod=False)


def _days_of(
    pincode: str, offers: Sequence[Offered], now: datetime
) -> tuple[tuple[date, date], bool]:
    """First and last day with the first of these couriers that names days; whether none does."""
    days = next((offer.days for offer in offers if offer.days), None)
    span = _days_of_zone(pincode) if days is None else (days, days + SLACK_DAYS)
    return _arrival(span, now), days is None


def _days_of_zone(pincode: str) -> tuple[int, int]:
    zone = zone_of(pincode)
    return zone.fastest, zone.slowest + SLACK_DAYS


def _arrival(span: tuple[int, int], now: datetime) -> tuple[date, date]:
    left = leaves_on(now)
    fastest, slowest = (working_day_from(left + timedelta(days=days)) for days in span)
    return fastest, slowest
