"""Orders as they lie on the packing bench, and looks at what became of them."""

from typing import Any

from orders import queries as order_queries
from orders.models import Order
from orders.rules import PaymentStatus, Status
from shipping import queries
from shipping.models import Shipment
from shipping.services.dispatching import dispatch
from tests.factories import a_buyer, a_product, an_order


def a_packed_order(**given: Any) -> Order:
    """An order that is paid and on the bench, unless `status` or `payment_status` say otherwise."""
    status = given.pop("status", Status.PROCESSING)
    payment = given.pop("payment_status", PaymentStatus.CAPTURED)
    buyer = a_buyer()
    product = a_product(weight_grams=95, size_cm="26x22x1")
    order = an_order(buyer=buyer, wanted={product.product_id: 2}, **given)
    order.update(
        actions=[
            Order.status.set(status),
            Order.payment_status.set(payment.value),
            Order.customer_email.set(buyer.customer_id),
            Order.hold_expires_at.remove(),
        ]
    )
    return order


def a_parcel(**given: Any) -> Shipment:
    """A dispatched parcel; needs the office."""
    return dispatch(a_packed_order(**given).order_id, by="Meera")


def now_of(order: Order | Shipment) -> Order:
    """The order as it stands in the table."""
    return order_queries.order(order.order_id)


def parcel_of(order: Order) -> Shipment:
    """The parcel that counts, as it stands in the table."""
    found = queries.latest(now_of(order))
    assert found is not None
    return found


def told(order: Order | Shipment, *, customer: bool = False) -> list[str]:
    """The lines of the story; for the customer's eyes only, if asked so."""
    lines = now_of(order).timeline or []
    return [line.text for line in lines if not (customer and line.is_internal)]


def flags(order: Order | Shipment) -> dict[str, str]:
    """Kind and text of the order's flags; the list of those that need a person agrees."""
    found = {flag.kind: flag.text for flag in now_of(order).attention or []}
    listed = order.order_id in order_queries.needing_a_person()
    assert listed == bool(found)
    return found
