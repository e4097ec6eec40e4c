"""What pages and services ask of the shipments table. No scan: by key or by index."""

import re
from collections.abc import Iterable, Iterator

from config import clock
from orders import queries as order_queries
from orders.models import Order
from orders.rules import Status
from shipping.errors import ShipmentNotFound
from shipping.models import HalfDone, ReturnWork, Shipment
from shipping.naming import fetches_in, key_in, order_id_in, return_id_of
from shipping.rules import ShipmentStatus

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)  # what may be looked for by key


def shipment(shipment_id: str, order_id: str) -> Shipment:
    """The shipment by its key, read consistently; ShipmentNotFound where there is none."""
    try:
        return Shipment.get(shipment_id, order_id, consistent_read=True)
    except Shipment.DoesNotExist:
        raise ShipmentNotFound from None


def by_id(shipment_id: str) -> Shipment:
    """The shipment of this id, which names its order; ShipmentNotFound where there is none."""
    if _PLAIN.fullmatch(shipment_id) is None or not order_id_in(shipment_id):
        raise ShipmentNotFound
    return shipment(shipment_id, order_id_in(shipment_id))


def of_orders(orders: Iterable[Order]) -> Iterator[Shipment]:
    """The shipments of many orders, in no order; a hundred keys a call."""
    keys = [(each, order.order_id) for order in orders for each in order.shipment_ids or ()]
    return iter(Shipment.batch_get(keys, consistent_read=True) if keys else ())


def of_order(order: Order) -> list[Shipment]:
    """The parcels of an order, the first attempt first; asks nothing where there was none."""
    return in_turn(order, of_orders([order]))


def in_turn(order: Order, shipments: Iterable[Shipment]) -> list[Shipment]:
    """Those of these shipments that are the order's, the first attempt first."""
    ids = [str(each) for each in order.shipment_ids or ()]
    own = (each for each in shipments if each.shipment_id in ids)
    return sorted(own, key=lambda found: ids.index(found.shipment_id))


def live_of(order: Order) -> list[Shipment]:
    """The parcels that count, the oldest first: those that were not called off."""
    return [each for each in of_order(order) if each.status is not ShipmentStatus.CANCELLED]


def is_all_called_off(order: Order) -> bool:
    """Whether the order is shipped and all its parcels were called off: its goods are here."""
    if order.status is not Status.SHIPPED or not order.shipment_ids:
        return False
    parcels = of_order(order)
    is_whole = len(parcels) == len(order.shipment_ids)
    return is_whole and all(each.status is ShipmentStatus.CANCELLED for each in parcels)


def latest(order: Order) -> Shipment | None:
    """The parcel that counts: the last attempt."""
    parcels = of_order(order)
    return parcels[-1] if parcels else None


def by_awb(awb: str, *, reference: str = "") -> Shipment | None:
    """The shipment of an AWB, read consistently; None where we know of none. A `reference` that
    is ours leads there by key, before the index has heard of a new AWB."""
    if _PLAIN.fullmatch(awb) is None:
        return None
    if _PLAIN.fullmatch(reference):
        try:
            named = shipment(*key_in(reference))
        except ShipmentNotFound:
            named = None
        if named is not None and named.tracking_number == awb:
            return named
    for found in Shipment.by_tracking_number.query(awb, limit=1):
        return shipment(found.shipment_id, found.order_id)
    return None


def order_of(parcel: Shipment) -> Order:
    """The order that a parcel belongs to, read consistently."""
    if parcel.customer_id is None:
        return order_queries.order(parcel.order_id)
    return order_queries.order_of(parcel.order_id, parcel.customer_id)


def return_work() -> list[Shipment]:
    """The return parcels that are not at their end: one read, and one more a hundred of them."""
    try:
        listed = ReturnWork.get(ReturnWork.KEY, "#", consistent_read=True)
    except ReturnWork.DoesNotExist:
        return []
    keys = [(each, order_id_in(each)) for each in sorted(listed.shipment_ids or ())]
    found = Shipment.batch_get(keys, consistent_read=True) if keys else ()
    return sorted(found, key=lambda each: (each.created_at or clock.now(), each.shipment_id))


def return_parcel_ids(order: Order) -> list[str]:
    """The ids of all parcels that were to fetch returns of the order, those called off too."""
    return [
        return_id_of(order.order_id, number, attempt)
        for number, back in (order.returns or {}).items()
        for attempt in range(1, fetches_in(back.shipment_id) + 1)
    ]


def half_done() -> list[Shipment]:
    """Shipments whose dispatch has a step left, those that wait longest first: one read, and one
    more a hundred of them."""
    try:
        listed = HalfDone.get(HalfDone.KEY, "#", consistent_read=True)
    except HalfDone.DoesNotExist:
        return []
    keys = [(each, order_id_in(each)) for each in sorted(listed.shipment_ids or ())]
    found = Shipment.batch_get(keys, consistent_read=True) if keys else ()
    return sorted(found, key=lambda each: (each.created_at or clock.now(), each.shipment_id))
