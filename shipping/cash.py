"""The money of an order that is paid at the door, parcel by parcel: each courier collects what its
own parcel is worth. Pure: no tables, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.models import Order
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.shares import share_in

ON_THE_WAY = frozenset(ShipmentStatus) - {
    ShipmentStatus.DELIVERED,
    ShipmentStatus.RTO_INITIATED,
    ShipmentStatus.RTO_DELIVERED,
    ShipmentStatus.LOST,
    ShipmentStatus.CANCELLED,
}


@dataclass(frozen=True)
class Taken:
    """What the couriers of an order collected in all, and when the last of them did."""

    paise: int
    at: datetime


def at_the_door_paise(order: Order, parcel: Shipment) -> int:
    """What this parcel's courier collects when it is handed over; 0 for an order that was paid
    before."""
    if not order.is_cod:
        return 0
    return parcel.worth if parcel.worth is not None else share_in(order, parcel).total_paise


def brought_paise(order: Order, parcel: Shipment) -> int:
    """What a parcel brings when it is handed over: what its courier collects, or collected by a
    person's word."""
    return at_the_door_paise(order, parcel) if parcel.collected is None else parcel.collected


def collected_paise(order: Order, parcels: Iterable[Shipment]) -> int:
    """What the couriers of the delivered parcels have collected."""
    return sum(
        brought_paise(order, parcel)
        for parcel in parcels
        if parcel.status is ShipmentStatus.DELIVERED
    )


def still_due_paise(order: Order, parcels: Iterable[Shipment]) -> int:
    """What is still to be paid at the door: of an order without parcels all of it, else of those
    that may yet arrive."""
    known = list(parcels)
    if order.is_cod and not known:
        return order.total_amount
    return sum(at_the_door_paise(order, each) for each in known if each.status in ON_THE_WAY)
