"""What the staff pages ask of the shipments table. There is no index by state: what is on the road
is found through the orders that are."""

from dataclasses import dataclass

from orders.models import Order
from orders.rules import Status
from orders.staff.queries import page_of
from shipping import queries
from shipping.models import Shipment
from shipping.rules import ShipmentStatus, is_trouble

PAGE = 100


@dataclass(frozen=True)
class Parcel:
    """A parcel with its order."""

    order: Order
    shipment: Shipment

    @property
    def needs_a_person(self) -> bool:
        """Whether the courier is in trouble, or we are with the courier."""
        return bool(self.shipment.trouble) or is_trouble(self.shipment.status)


@dataclass(frozen=True)
class Road:
    """The parcels of one page of orders, those in trouble first, and the next page's cursor."""

    trouble: list[Parcel]
    moving: list[Parcel]
    next: str


def on_the_road(cursor: str = "") -> Road:
    """The parcels of orders that are shipped, with (on the first page) those of orders whose
    dispatch is half done. Two index queries and one batch of reads. Raises BadCursor."""
    shipped = page_of(Status.SHIPPED, cursor, size=PAGE)
    begun = [] if cursor else page_of(Status.PROCESSING, size=PAGE).orders
    orders = [order for order in [*begun, *shipped.orders] if order.shipment_ids]
    by_id = {order.order_id: order for order in orders}
    parcels = [
        Parcel(by_id[shipment.order_id], shipment)
        for shipment in queries.of_orders(orders)
        if not _is_over(shipment)
    ]
    parcels.sort(key=lambda parcel: parcel.order.created_at)
    return Road(
        trouble=[parcel for parcel in parcels if parcel.needs_a_person],
        moving=[parcel for parcel in parcels if not parcel.needs_a_person],
        next=shipped.next,
    )


def _is_over(shipment: Shipment) -> bool:
    """An attempt that was called off and replaced, or a parcel at its goal whose order is about to
    be closed."""
    return shipment.status in {ShipmentStatus.CANCELLED, ShipmentStatus.DELIVERED}
