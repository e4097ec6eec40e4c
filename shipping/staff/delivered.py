"""The parcels that were handed over in the last thirty days, for staff."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from orders.arrival import last_day
from orders.models import Order
from orders.rules import Status
from orders.staff.cursors import cursor_after, key_in
from shipping import queries
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.scan_words import moment_in

LISTED = "delivered-parcels"
SHOWN = timedelta(days=30)
LONGEST_WAY = timedelta(days=90)  # from the order to the door; the index knows when it was placed
PAGE = 60  # orders


@dataclass(frozen=True)
class Arrival:
    """A parcel that was handed over, its order, and the Indian day; None where nobody told it."""

    order: Order
    shipment: Shipment
    day: date | None

    @property
    def promised(self) -> date | None:
        """The last day that its customer was promised."""
        return last_day(self.order.promise)

    @property
    def is_late(self) -> bool:
        """Whether the promise was not kept."""
        return bool(self.day and self.promised and self.day > self.promised)


@dataclass(frozen=True)
class Arrivals:
    """One page of them, the orders placed last in front, and the next page's cursor."""

    parcels: list[Arrival]
    next: str


def delivered(now: datetime, cursor: str = "") -> Arrivals:
    """One index query and one batch of reads for a hundred parcels, however many orders there
    are. Raises BadCursor."""
    rows = Order.by_status.query(
        Status.DELIVERED,
        Order.created_at >= now - SHOWN - LONGEST_WAY,
        scan_index_forward=False,
        limit=PAGE,
        last_evaluated_key=key_in(cursor, LISTED),
    )
    orders = list(rows)
    since = timezone.localdate(now - SHOWN)
    found = [each for each in _arrivals(orders) if each.day is None or each.day >= since]
    return Arrivals(found, cursor_after(rows.last_evaluated_key, LISTED))


def _arrivals(orders: list[Order]) -> Iterator[Arrival]:
    parcels: dict[str, list[Shipment]] = defaultdict(list)
    for parcel in queries.of_orders(orders):
        if parcel.status is ShipmentStatus.DELIVERED:
            parcels[parcel.order_id].append(parcel)
    for order in orders:
        for parcel in queries.in_turn(order, parcels[order.order_id]):
            yield Arrival(order, parcel, _day_of(order, parcel))


def _day_of(order: Order, parcel: Shipment) -> date | None:
    """By the courier's word, else when we heard of it."""
    told = moment_in(parcel.actual_delivery) or order.delivered_at
    return timezone.localdate(told) if told else None
