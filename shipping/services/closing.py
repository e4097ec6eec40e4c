"""An order is over when its last parcel is: with the news itself where that one sees the others
done, else by whoever looks next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.rules import Status
from orders.services import moving
from orders.services.collecting import collected
from orders.services.story import attention_as_read, told
from shipping import queries
from shipping.arrivals import is_all_delivered, is_at_its_end
from shipping.at_the_door import is_unsure
from shipping.cash import Taken, collected_paise
from shipping.errors import LookAgain
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.scan_words import moment_in


def close(
    tx: Transaction,
    order: Order,
    parcels: Sequence[Shipment],
    *,
    actions: list[Action],
    also: Condition | None = None,
    taken: Taken | None = None,
) -> None:
    """Add to the caller's transaction: the order is delivered, if no parcel was begun since it was
    read with these parcels. `taken`: what the couriers collected of one that is paid at the door;
    None where nobody knows that."""
    money = collected(order, taken.paise, at=taken.at) if taken else []
    doubts_as_read(tx, parcels)
    as_read = parcels_as_read(order)
    moving.part(
        tx,
        order,
        Status.DELIVERED,
        actions=[*actions, *money],
        also=as_read if also is None else as_read & also,
        or_else=LookAgain(),
    )


def close_if_at_its_end(order: Order, *, by: str) -> bool:
    """Close a shipped order whose parcels have all done their work, as they stand in the table
    now. False, and nothing changed, where one is still on its way or somebody was quicker."""
    return persistently(lambda: _close(order.order_id, order.customer_id, by=by))


def arrived() -> Iterator[Order]:
    """For the worker: the shipped orders of several parcels of which none is on its way any more,
    as the index shows them. One batch of reads for a hundred parcels."""
    several = [o for o in order_queries.by_status(Status.SHIPPED) if len(o.shipment_ids or ()) > 1]
    parcels: dict[str, list[Shipment]] = {}
    for parcel in queries.of_orders(several):
        parcels.setdefault(parcel.order_id, []).append(parcel)
    return (o for o in several if is_at_its_end(o, parcels.get(o.order_id, [])))


def _close(order_id: str, customer_id: str, *, by: str) -> bool:
    try:
        order = order_queries.order_of(order_id, customer_id)
    except OrderNotFound:
        return False
    parcels = queries.of_order(order)
    if order.status is not Status.SHIPPED or not is_at_its_end(order, parcels):
        return False
    now = clock.now()
    is_all = is_all_delivered(parcels)
    said = "All parcels were delivered." if is_all else "What was to be delivered was delivered."
    with transaction() as tx:
        line = told(order, said, by=by, at=now, event="all delivered")
        as_read, taken = attention_as_read(order), taken_by_couriers(order, parcels, now=now)
        close(tx, order, parcels, actions=[line], also=as_read, taken=taken)
    return True


def taken_by_couriers(order: Order, parcels: Iterable[Shipment], *, now: datetime) -> Taken | None:
    """What the delivered parcels brought, and when the last of them was handed over, as far as we
    know; None where one of them may not have been paid in full."""
    there = [each for each in parcels if each.status is ShipmentStatus.DELIVERED]
    if any(is_unsure(each) for each in there):
        return None
    at = max((at for each in there if (at := moment_in(each.actual_delivery))), default=now)
    return Taken(collected_paise(order, there), at)


def doubts_as_read(tx: Transaction, parcels: Iterable[Shipment]) -> None:
    """Hold the caller's transaction to it that nobody has lifted a doubt since these parcels were
    read, or said what was paid: whoever ends the last doubt notes what was collected."""
    for each in filter(is_unsure, parcels):
        same = doubt_as_read(each)
        tx.check(Shipment, each.shipment_id, each.order_id, condition=same, or_else=LookAgain())


def doubt_as_read(parcel: Shipment) -> Condition:
    """The condition that a delivery in doubt is still as it was read, and its money with it."""
    paid = Shipment.collected
    same_money = paid.does_not_exist() if parcel.collected is None else paid == parcel.collected
    same: Condition = (Shipment.doubt == parcel.doubt) & same_money
    return same


def parcels_as_read(order: Order) -> Condition:
    """The condition that no parcel was begun since the order was read."""
    if order.shipment_ids is None:  # as the earlier system wrote it
        none: Condition = Order.shipment_ids.does_not_exist()
        return none
    same: Condition = Order.shipment_ids == order.shipment_ids
    return same
