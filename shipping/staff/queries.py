"""What the staff pages ask of the shipments table. There is no index by state: what is on the road
is found through the orders that are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from orders.rules import Status
from orders.staff.queries import page_of
from shipping import queries
from shipping.errors import ShipmentNotFound
from shipping.models import Shipment
from shipping.staff.road import List, Parcel

PAGE = 300  # orders; more than three index pages and as many batches are no page any more
LONGEST_ID = 120  # DynamoDB refuses a key over 2 KB, which would read as "busy"


@dataclass(frozen=True)
class Road:
    """The parcels of one page of orders, oldest first, as of a day, and the next page's cursor."""

    parcels: list[Parcel]
    today: date
    next: str

    def listed(self, name: List) -> list[Parcel]:
        """The parcels of one list."""
        return [parcel for parcel in self.parcels if parcel.list_on(self.today) is name]

    @property
    def to_hand_over(self) -> list[Shipment]:
        """What waits for its pickup and has a manifest for the courier to sign."""
        waiting = (each.shipment for each in self.listed(List.PICKUP))
        return [parcel for parcel in waiting if parcel.manifest_url]


def on_the_road(today: date, cursor: str = "") -> Road:
    """The parcels of orders that are shipped, with (on the first page) those of orders whose
    dispatch is half done. Two index queries and one batch of reads for a hundred parcels. Raises
    BadCursor."""
    shipped = page_of(Status.SHIPPED, cursor, size=PAGE)
    begun = [] if cursor else page_of(Status.PROCESSING, size=PAGE).orders
    orders = [order for order in [*begun, *shipped.orders] if order.shipment_ids]
    by_id = {order.order_id: order for order in orders}
    found = (Parcel(by_id[each.order_id], each) for each in queries.of_orders(orders))
    return Road(_oldest_first(found), today, shipped.next)


def parcel_by_id(shipment_id: str) -> Parcel:
    """A parcel that we sent and its order by the parcel's id alone, as it stands in an address.
    Raises ShipmentNotFound, OrderNotFound."""
    if len(shipment_id) > LONGEST_ID:
        raise ShipmentNotFound
    for shipment in Shipment.query(shipment_id, consistent_read=True, limit=1):
        if shipment.return_of is None:
            return Parcel(queries.order_of(shipment), shipment)
    raise ShipmentNotFound


def _oldest_first(parcels: Iterable[Parcel]) -> list[Parcel]:
    return sorted(
        (parcel for parcel in parcels if parcel.is_on_the_road),
        key=lambda parcel: (parcel.order.created_at, parcel.shipment.shipment_id),
    )
