"""The six tables as they are at one moment, for checks that look at all of them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from catalog.models import Product
from customers.models import Address, Customer
from orders import queries as order_queries
from orders.models import Order
from payments import queries
from payments.models import Payment
from shipping.models import Shipment


@dataclass(frozen=True)
class Tables:
    """Everything, read once. `events`: ids of the events that are marked as taken in; `listed`:
    ids of the orders on the list of those that need a person; `unmatched`: payments on theirs."""

    orders: dict[str, Order]
    products: list[Product]
    payments: list[Payment]
    shipments: list[Shipment]
    customers: list[Customer]
    addresses: list[Address]
    events: frozenset[str]
    listed: frozenset[str]
    unmatched: frozenset[str]

    def paying(self, order: Order) -> Payment | None:
        """The item of the payment that the order names as its own."""
        found = (row for row in self.payments if row.payment_id == order.razorpay_payment_id)
        return min(found, key=lambda row: row.order_id != order.order_id, default=None)


def as_they_are() -> Tables:
    """Read all six tables."""
    payments = list(Payment.scan(consistent_read=True))
    marks = [row.payment_id for row in payments if row.payment_id.startswith("#event/")]
    return Tables(
        orders={order.order_id: order for order in orders()},
        products=rows(Product, "product_id"),
        payments=[row for row in payments if not row.payment_id.startswith("#")],
        shipments=rows(Shipment, "shipment_id"),
        customers=rows(Customer, "customer_id"),
        addresses=list(Address.scan(consistent_read=True)),
        events=frozenset(mark.removeprefix("#event/") for mark in marks),
        listed=frozenset(order_queries.needing_a_person()),
        unmatched=frozenset(queries.unmatched()),
    )


def rows(model: type[Any], key: str) -> list[Any]:
    """A table's items without its bookkeeping."""
    return [
        row for row in model.scan(consistent_read=True) if not getattr(row, key).startswith("#")
    ]


def orders() -> list[Order]:
    """Every order."""
    return rows(Order, "order_id")


def pieces_in(order: Order, parcel: Shipment) -> Counter[int]:
    """Place of the order's line → pieces that the item says lie in the parcel; it was made before
    parcels had lists if it has none, and held all that was sold. Read here, not by the code that
    is judged by it."""
    if parcel.contents is None:
        return Counter({n: order.lines[n].quantity for n in range(len(order.lines))})
    return Counter({int(place): int(count) for place, count in parcel.contents.items()})
