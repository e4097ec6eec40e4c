"""What pages and other rooms ask of the orders table. No scan: by key or by index."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.condition import Condition

from orders.errors import OrderNotFound
from orders.models import AttentionList, Order
from orders.return_list import ReturnList
from orders.rules import Status

LONGEST_ID = 100  # DynamoDB refuses a key over 2 KB, which would read as "busy"


def order(order_id: str) -> Order:
    """The order of this id, read consistently; OrderNotFound where there is none."""
    if _is_an_id(order_id):
        for found in Order.query(order_id, consistent_read=True, limit=1):
            return found
    raise OrderNotFound


def order_or_none(order_id: str) -> Order | None:
    """The order of this id if there is one: what a payment is for may be unknown."""
    try:
        return order(order_id)
    except OrderNotFound:
        return None


def order_of(order_id: str, customer_id: str) -> Order:
    """The order by its whole key, the cheapest consistent read; OrderNotFound where none is."""
    try:
        return Order.get(order_id, customer_id, consistent_read=True)
    except Order.DoesNotExist:
        raise OrderNotFound from None


def own_order(order_id: str, customer_id: str) -> Order:
    """The order if it is this customer's; somebody else's is OrderNotFound like any unknown id."""
    if not _is_an_id(order_id):
        raise OrderNotFound
    return order_of(order_id, customer_id)


def by_status(status: Status, *, since: datetime | None = None) -> Iterator[Order]:
    """The orders of one status, oldest first, or those placed since then. The index may lag
    behind the table."""
    placed: Condition | None = None if since is None else Order.created_at >= since
    return iter(Order.by_status.query(status, placed))


def _is_an_id(text: str) -> bool:
    return bool(text) and len(text) <= LONGEST_ID and not text.startswith("#")


def needing_a_person() -> list[str]:
    """The ids of the orders that carry a flag."""
    try:
        found = AttentionList.get(AttentionList.KEY, "#", consistent_read=True)
    except AttentionList.DoesNotExist:
        return []
    return sorted(found.order_ids or ())


def with_open_returns() -> list[str]:
    """The ids of the orders with an open return."""
    return sorted(return_list().order_ids or ())


def return_list() -> ReturnList:
    """The orders with open returns, and those whose customer has to be told: one read."""
    try:
        return ReturnList.get(ReturnList.KEY, "#", consistent_read=True)
    except ReturnList.DoesNotExist:
        return ReturnList(ReturnList.KEY, "#")
