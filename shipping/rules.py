"""The life of a parcel (design.md 4). Pure: no tables, no clock, no Django."""

from enum import StrEnum


class ShipmentStatus(StrEnum):
    PENDING = "pending"  # known to the courier, not yet in its hands
    PICKED = "picked"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RTO_INITIATED = "rto_initiated"
    RTO_DELIVERED = "rto_delivered"
    LOST = "lost"
    CANCELLED = "cancelled"


class Doubt(StrEnum):
    """Why a parcel that counts as delivered may not be with its customer, or not all of it."""

    IN_PART = "in_part"  # handed over in part
    UNCONFIRMED = "unconfirmed"  # "fulfilled", which need not be at the door


_S = ShipmentStatus
_TROUBLE = {_S.UNDELIVERED, _S.RTO_INITIATED, _S.RTO_DELIVERED, _S.LOST, _S.CANCELLED}

# Couriers skip scans, so a parcel may jump ahead; it never goes back, save between an attempt
# that failed and the next one (shiprocket.md 8).
NEXT: dict[ShipmentStatus, frozenset[ShipmentStatus]] = {
    _S.PENDING: frozenset({_S.PICKED, _S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.DELIVERED} | _TROUBLE),
    _S.PICKED: frozenset({_S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.DELIVERED} | _TROUBLE),
    _S.IN_TRANSIT: frozenset({_S.OUT_FOR_DELIVERY, _S.DELIVERED} | _TROUBLE),
    _S.OUT_FOR_DELIVERY: frozenset({_S.DELIVERED} | _TROUBLE),
    _S.UNDELIVERED: frozenset(
        {_S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.RTO_INITIATED, _S.RTO_DELIVERED, _S.LOST}
    ),
    _S.RTO_INITIATED: frozenset({_S.RTO_DELIVERED, _S.LOST}),
    _S.DELIVERED: frozenset(),
    _S.RTO_DELIVERED: frozenset(),
    _S.LOST: frozenset(),
    _S.CANCELLED: frozenset(),
}
MOVING = (
    _S.PENDING,
    _S.PICKED,
    _S.IN_TRANSIT,
    _S.OUT_FOR_DELIVERY,
    _S.UNDELIVERED,
    _S.RTO_INITIATED,
)


def before(status: ShipmentStatus) -> tuple[ShipmentStatus, ...]:
    """The statuses from which a parcel may move to this one."""
    return tuple(source for source, targets in NEXT.items() if status in targets)


def is_trouble(status: ShipmentStatus) -> bool:
    """Whether a person must look after the parcel."""
    return status in _TROUBLE
