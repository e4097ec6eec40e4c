"""What stands on the page of a batch: how far it has come, and each order as it is now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from orders.models import Order
from orders.services.benching import why_left_out
from shipping import queries
from shipping.batches import Outcome
from shipping.models import Batch, BatchResult, Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus
from shipping.services.batching import CALLED_OFF

NO_COURIER = "A part of it has no courier."


@dataclass(frozen=True)
class Sent:
    """An order with the parcels that have an AWB; `is_whole`: nothing of it is left behind."""

    order: Order
    parcels: list[Shipment]
    is_whole: bool


@dataclass(frozen=True)
class Left:
    """An order that is not on its way, or only `in_part`, and why; `order` is None where there is
    none."""

    order_id: str
    order: Order | None
    outcome: Outcome
    text: str
    in_part: bool


@dataclass(frozen=True)
class BatchPage:
    """A batch as a person reads it."""

    batch: Batch
    sent: list[Sent]
    left: list[Left]

    @property
    def number(self) -> int:
        return len(self.batch.order_ids)

    @property
    def dispatched(self) -> int:
        """How many orders are on their way with all that belongs to them."""
        return sum(sent.is_whole for sent in self.sent)

    @property
    def tried(self) -> int:
        return len(self.batch.results)

    @cached_property
    def took(self) -> timedelta:
        """From the press to the last result."""
        times = [result.at for result in self.batch.results.values()]
        return max(times, default=self.batch.started_at) - self.batch.started_at

    @property
    def freight_paise(self) -> int:
        """What the couriers charge for all of it, as far as they have said."""
        return sum(parcel.rate or 0 for sent in self.sent for parcel in sent.parcels)

    @property
    def again(self) -> list[str]:
        """What was refused and may be tried again as it is."""
        tried = (left for left in self.left if left.outcome is Outcome.NOT_SENT)
        return [left.order_id for left in tried if left.order and not why_left_out(left.order)]

    @property
    def orders(self) -> str:
        """What was sent, in part or whole, as an address has it."""
        return ",".join(sent.order.order_id for sent in self.sent)

    @property
    def labels(self) -> int:
        """How many labels there are to print."""
        return sum(bool(parcel.label_url) for sent in self.sent for parcel in sent.parcels)


def page_of(batch: Batch) -> BatchPage:
    """The batch with its orders and parcels as they stand now; two calls, however many there are.
    What another has dispatched meanwhile counts as sent; an order of which goods have no courier is
    left behind, and what of it goes is listed all the same."""
    orders = _orders_of(batch)
    live = _live_by_order(list(orders.values()))
    found = [
        _sent(orders[each], live[each]) for each in map(str, batch.order_ids) if each in orders
    ]
    sent = {each.order.order_id: each for each in found if each.parcels}
    left = [
        _left(order_id, orders.get(order_id), result, in_part=order_id in sent)
        for order_id in map(str, batch.order_ids)
        if not (order_id in sent and sent[order_id].is_whole)
        and (result := batch.results.get(order_id))
    ]
    return BatchPage(batch, list(sent.values()), left)


def _sent(order: Order, live: list[Shipment]) -> Sent:
    return Sent(order, [each for each in live if each.tracking_number], is_whole(order, live))


def _left(order_id: str, order: Order | None, result: BatchResult, *, in_part: bool) -> Left:
    """What was sent and is not on its way any more was called off since; what goes in part is not
    just shipped already."""
    text = CALLED_OFF if result.outcome is Outcome.SENT else result.text
    if order is not None and in_part and text == why_left_out(order):
        text = NO_COURIER
    return Left(order_id, order, result.outcome, text, in_part)


def parcels_by_order(orders: Sequence[Order]) -> dict[str, list[Shipment]]:
    """The parcels of each order that have an AWB and were not called off, the first first."""
    found: dict[str, list[Shipment]] = defaultdict(list)
    for order_id, parcels in _live_by_order(orders).items():
        found[order_id] = [parcel for parcel in parcels if parcel.tracking_number]
    return found


def is_whole(order: Order, live: Sequence[Shipment]) -> bool:
    """Whether each of these parcels has its courier, and all of the order is in them."""
    has_couriers = bool(live) and all(parcel.tracking_number for parcel in live)
    return has_couriers and not uncovered(order, live)


def _live_by_order(orders: Sequence[Order]) -> dict[str, list[Shipment]]:
    found: dict[str, list[Shipment]] = defaultdict(list)
    for parcel in queries.of_orders(orders):
        if parcel.status is not ShipmentStatus.CANCELLED:
            found[parcel.order_id].append(parcel)
    for parcels in found.values():
        parcels.sort(key=lambda parcel: parcel.shipment_id)
    return found


def _orders_of(batch: Batch) -> dict[str, Order]:
    keys = list(batch.customer_ids.items())
    found = Order.batch_get(keys, consistent_read=True) if keys else ()
    return {order.order_id: order for order in found}
