"""A person has seen to what a flag asked for: the flag goes, and the story says who settled it."""

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Conflict, Unavailable
from orders import queries
from orders.models import Order
from orders.return_rules import RETURN_FLAG
from orders.rules import REFUND_FLAG, Status
from orders.services.story import (
    attention_as_read,
    take_off_attention,
    told,
    unflagged,
)

# The worker finds the refunds that it has still to send by this flag, and takes it off itself; a
# return's goes when the return is answered, checked in or paid.
KEPT_BY_THE_WORKER = frozenset({REFUND_FLAG, RETURN_FLAG})
# These go when the next try succeeds; once the order is over there is none.
KEPT_WHILE_AT_WORK = frozenset({"dispatch"})
OVER = frozenset({Status.DELIVERED, Status.CANCELLED})


class NotSettledByHand(Conflict):
    """This flag is taken off by the shop itself."""

    def __init__(self) -> None:
        super().__init__(
            "The shop takes this flag off itself when its work is done. Do what the flag asks for."
        )


class FlagChanged(Conflict):
    """The flag says something else than what the person read."""

    def __init__(self) -> None:
        super().__init__(
            "This flag was raised anew while you were reading. Nothing was changed; read it again."
        )


def may_settle(order: Order, kind: str) -> bool:
    """Whether a person may take a flag of this kind off the order, as far as its state goes."""
    if kind in KEPT_WHILE_AT_WORK:
        return order.status in OVER
    return kind not in KEPT_BY_THE_WORKER


def settle(order_id: str, kind: str, *, by: str, seen: str | None = None) -> Order:
    """Take the flag of this kind off the order and tell it to staff; with its last flag the order
    leaves the list of those that need a person. Where there is no such flag nothing is changed.

    `seen` is when the flag that the person read was raised, as the tables write it. Raises
    OrderNotFound, NotSettledByHand, FlagChanged.
    """
    persistently(lambda: _settle(queries.order(order_id), kind, by=by, seen=seen))
    return queries.order(order_id)


def _settle(order: Order, kind: str, *, by: str, seen: str | None) -> None:
    flag = next((flag for flag in order.attention or [] if flag.kind == kind), None)
    if flag is None:
        return
    if not may_settle(order, kind):
        raise NotSettledByHand
    if seen is not None and clock.to_text(flag.at) != seen:
        raise FlagChanged
    now = clock.now()
    with transaction() as tx:
        line = told(order, f"Settled: {flag.text}", by=by, at=now, is_internal=True)
        tx.update(
            order,
            actions=[unflagged(order, kind), line, Order.updated_at.set(now)],
            condition=attention_as_read(order) & (Order.status == order.status),
            or_else=Unavailable("Somebody else was settling this just now. Please try again."),
        )
        if all(each.kind == kind for each in order.attention or []):
            take_off_attention(tx, order.order_id)
