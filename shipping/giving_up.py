"""When a parcel that is lost needs nobody any more. Pure: no tables, no clock."""

from orders.models import Order
from shipping import telling
from shipping.models import Shipment
from shipping.rules import ShipmentStatus


def is_given_up(order: Order, parcel: Shipment) -> bool:
    """Whether it was lost and a person has seen to that: no flag of its order speaks of it."""
    if parcel.status is not ShipmentStatus.LOST:
        return False
    awb = parcel.tracking_number or ""
    lines = (line for flag in order.attention or [] for line in flag.text.split("\n"))
    return not any(telling.is_about(line, awb) for line in lines)
