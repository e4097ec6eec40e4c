"""When each thing happened to an order of the past on its way to the door. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from orders.day_rules import INDIA, bounds_of, day_of
from payments.demo.past.sales import Outcome, Sale
from shipping.promises import Promise, estimate_for, leaves_on
from shipping.working_days import working_day_after, working_day_from

PICKED, TRANSIT, OUT, DELIVERED = 42, 18, 17, 7  # Shiprocket's numbers (shiprocket.md 8)
PACKING = timedelta(minutes=50)
DISPATCHING = timedelta(minutes=9)  # after that
BETWEEN_HUBS = timedelta(hours=31)
LATEST = 4  # working days after the promised one


@dataclass(frozen=True)
class Road:
    """The way of a parcel; `scans` are those that have happened, number and moment."""

    promise: Promise
    packed_at: datetime
    sent_at: datetime  # the courier's AWB was there
    picked_at: datetime
    scans: tuple[tuple[int, datetime], ...]

    @property
    def arrived_at(self) -> datetime | None:
        return next((at for number, at in self.scans if number == DELIVERED), None)


def road_of(sale: Sale, as_of: datetime) -> Road:
    """The way of this order's parcel until this moment. All that was ordered before the present day
    is packed: the demo's first morning begins with an empty bench."""
    promise = estimate_for(sale.buyer.address["pincode"], now=sale.at)
    leaves = leaves_on(sale.at)
    picked = _at(leaves, 11 + 4 * sale.luck)
    yesterday = bounds_of(day_of(as_of))[0] - timedelta(minutes=20)
    packed = min(max(sale.at + PACKING, picked - timedelta(hours=20)), yesterday)
    packed = max(packed, sale.at + timedelta(minutes=3))
    arrives = _at(_arrival(sale, promise), 11 + 8 * sale.luck)
    begun = picked + timedelta(hours=9)
    way = [
        (PICKED, picked),
        (TRANSIT, min(begun, arrives - timedelta(hours=4))),
        *((TRANSIT, at) for at in _hubs(begun, arrives) if sale.outcome is not Outcome.LATE),
        (OUT, arrives - timedelta(hours=2)),
        (DELIVERED, arrives),
    ]
    happened = tuple((number, at) for number, at in way if at < as_of)
    return Road(promise, packed, packed + DISPATCHING, picked, happened)


def _hubs(begun: datetime, arrives: datetime) -> list[datetime]:
    """When the parcel passes one; nobody scans a parcel that lies about and comes late."""
    number = int((arrives - timedelta(hours=6) - begun) / BETWEEN_HUBS)
    return [begun + each * BETWEEN_HUBS for each in range(1, number + 1)]


def _arrival(sale: Sale, promise: Promise) -> date:
    first, last = promise.earliest, promise.latest
    if first is None or last is None:
        raise ValueError(f"nobody goes to {sale.buyer.address['pincode']}")
    if sale.outcome is Outcome.LATE:
        return working_day_after(last, 1 + int(LATEST * sale.luck))
    # Most come early: the square of an even lot is small more often than not.
    early = first + timedelta(days=int(((last - first).days + 1) * sale.luck**2))
    return min(working_day_from(early), last)


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), tzinfo=INDIA) + timedelta(hours=hour)
