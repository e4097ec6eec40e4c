"""Who bought and where it goes, kept once an order is paid. Follows from the order's state, so it
may be done again by anybody who finds it undone."""

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Unavailable
from customers.services.keeping import remember
from orders.models import Order


def remember_buyer(order: Order) -> None:
    """Write customer and address of a paid order and note on the order that it was done. Raises
    Unavailable if the tables are too busy; the worker then does it."""
    if order.remembered_at is not None:
        return

    def once() -> None:
        now = clock.now()
        with transaction() as tx:
            tx.update(
                order,
                actions=[Order.remembered_at.set(now)],
                condition=Order.order_id.exists(),
                or_else=Unavailable("The order is gone."),
            )
            remember(
                tx,
                customer_id=order.customer_id,
                name=order.customer_name or "",
                phone=order.customer_phone or "",
                address=order.shipping_address or {},
                now=now,
            )

    persistently(once)
