"""The list of orders that may owe a credit note: whatever takes something of an order back puts it
on the list in the same write, so that no note is forgotten; only who has looked takes it off."""

from pynamodb.expressions.condition import Condition

from config.dynamo import Transaction, persistently, transaction
from config.errors import Conflict, Unavailable
from orders.models import Order
from orders.paper_marks import PaperDues
from orders.rules import Status


class SomethingNew(Conflict):
    """The order has changed since it was looked at, so it stays on the list."""


def due() -> list[str]:
    """The ids of the orders on the list."""
    try:
        found = PaperDues.get(PaperDues.KEY, "#", consistent_read=True)
    except PaperDues.DoesNotExist:
        return []
    return sorted(found.order_ids or ())


def list_as_due(tx: Transaction, order_id: str) -> None:
    """Add to the caller's transaction, which also sets `updated_at` of the order: somebody is to
    look whether it owes a credit note."""
    tx.update(
        PaperDues(PaperDues.KEY, "#"),
        actions=[PaperDues.order_ids.add({order_id})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def takes_something_back(order: Order, to: Status) -> bool:
    """Whether this move may take back something that was billed: the end of a sale, or a delivery
    for cash that was not whole."""
    if to == Status.CANCELLED:
        return order.status != Status.PENDING
    is_whole = len(order.shipment_ids or ()) < 2 and not any(
        line.to_send < line.quantity for line in order.lines
    )
    return to == Status.DELIVERED and order.is_cod and not is_whole


def strike_off(order: Order) -> bool:
    """Take the order off the list, if nothing has changed since it was read. False where something
    has, and it stays."""
    same: Condition = Order.updated_at == order.updated_at
    if order.updated_at is None:
        same = Order.updated_at.does_not_exist()

    def once() -> None:
        with transaction() as tx:
            tx.check(
                Order,
                order.order_id,
                order.customer_id,
                condition=same & Order.order_id.exists(),
                or_else=SomethingNew(),
            )
            _strike_off(tx, order.order_id)

    try:
        persistently(once)
    except SomethingNew:
        return False
    return True


def forget(order_id: str) -> None:
    """Take an order off the list that is not there any more."""

    def once() -> None:
        with transaction() as tx:
            _strike_off(tx, order_id)

    persistently(once)


def _strike_off(tx: Transaction, order_id: str) -> None:
    tx.update(
        PaperDues(PaperDues.KEY, "#"),
        actions=[PaperDues.order_ids.delete({order_id})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
