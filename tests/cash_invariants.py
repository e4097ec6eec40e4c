"""What couriers collect must be what the orders for cash cost, to the paisa."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from orders.rules import Status
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.money_invariants import Ledger
from tests.snapshot import Tables, pieces_in

GONE = (ShipmentStatus.LOST, ShipmentStatus.RTO_DELIVERED)


def collected(tables: Tables, ledger: Ledger) -> Iterator[str]:
    """The couriers of an order's living parcels collect its total together once all of it is on
    the way, never more, and of an order that was paid nothing."""
    asked: Counter[str] = Counter()
    sent: dict[str, Counter[int]] = defaultdict(Counter)
    ours = {each.reference: each for each in tables.shipments if each.reference}
    for parcel in ledger.get("parcels", []):
        shipment = ours.get(parcel["reference"])
        order = tables.orders.get(shipment.order_id) if shipment else None
        if shipment is not None and order is not None and _is_alive(shipment, parcel):
            asked[order.order_id] += parcel.get("collect_paise", 0)
            sent[order.order_id].update(pieces_in(order, shipment))
    for order in tables.orders.values():
        most = order.total_amount if order.is_cod else 0
        is_all = order.is_cod and all(
            sent[order.order_id][place] == line.quantity for place, line in enumerate(order.lines)
        )
        if asked[order.order_id] > most or (is_all and asked[order.order_id] < most):
            yield f"{order.order_id}: couriers collect {asked[order.order_id]} of {most}"
        if order.collected_at and not (order.is_cod and order.status is Status.DELIVERED):
            yield f"{order.order_id} is {order.status} and its money was collected"


def _is_alive(shipment: Shipment, parcel: Mapping[str, Any]) -> bool:
    is_off = parcel["status"] == "CANCELED" or shipment.status is ShipmentStatus.CANCELLED
    return bool(parcel["awb"]) and not is_off and shipment.status not in GONE
