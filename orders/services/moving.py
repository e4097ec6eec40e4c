"""The moves of an order. The table of rules.NEXT is the condition of each write; old news (a late
webhook, a second press) is quietly fine, a forbidden move is an error with a sentence."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, refused, write
from config.errors import ShopError
from orders import queries, rules
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import Status
from orders.services import paper_dues
from orders.services.story import told


def may_become(status: Status) -> Condition:
    """The condition that the order stands where it may move to `status`."""
    sources = rules.before(status)
    if not sources:  # DynamoDB takes no empty list
        never: Condition = Order.order_id.exists() & Order.order_id.does_not_exist()
        return never
    return Order.status.is_in(*sources)


def moved(status: Status, at: datetime) -> list[Action]:
    """The actions of a move: the new status, and when. The days of a return count from delivery."""
    delivered = [Order.delivered_at.set(at)] if status is Status.DELIVERED else []
    return [Order.status.set(status), Order.updated_at.set(at), *delivered]


def move(order: Order, to: Status, *, by: str, text: str, event: str | None = None) -> Order:
    """Move the order to `to` if its present status allows it, and tell it. An order that has been
    there already is returned as it is; WrongMoment where the move is not allowed."""
    now = clock.now()

    def act() -> None:
        order.update(
            actions=[*moved(to, now), told(order, text, by=by, at=now, event=event)],
            condition=may_become(to),
        )

    try:
        write(act)
    except UpdateError as error:
        if not refused(error):
            raise
        present = queries.order_of(order.order_id, order.customer_id)
        if not rules.has_passed(present.status, to):
            raise WrongMoment(order.order_id, present.status, to) from error
        return present
    return order


def start_packing(order_id: str, *, by: str) -> Order:
    """Staff have taken the order to the bench. Raises OrderNotFound, WrongMoment."""
    order = queries.order(order_id)
    moved_to = move(order, Status.PROCESSING, by=by, text="We are packing your order.")
    if moved_to.status is Status.CANCELLED:  # meanwhile: no old news to whoever has it in hand
        raise WrongMoment(order_id, moved_to.status, Status.PROCESSING)
    return moved_to


def part(
    tx: Transaction,
    order: Order,
    to: Status,
    *,
    actions: Sequence[Action],
    also: Condition | None = None,
    where: Condition | None = None,
    or_else: ShopError,
) -> None:
    """Add to the caller's transaction: the order moves to `to`, with `actions` (its story and what
    else changes), if it may and if `also` holds. `where` says where it must stand for that, in
    place of the table's answer."""
    if paper_dues.takes_something_back(order, to):
        paper_dues.list_as_due(tx, order.order_id)
    condition = may_become(to) if where is None else where
    tx.update(
        order,
        actions=[*moved(to, clock.now()), *actions],
        condition=condition if also is None else condition & also,
        or_else=or_else,
    )
