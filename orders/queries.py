"""What pages and other rooms ask of the orders table. No scan: by key or by index."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.condition import Condition

from orders.errors import OrderNotFound
from orders.models import AttentionList, Order
from orders.rules import Status

LONGEST_ID = 100  # DynamoDB refuses a key over 2 KB, which would read as "busy"


def order(order_id: str) -> Order:
    """The order of this id, read consistently; OrderNotFound where there is none."""
    if order_id and len(order_id) <= LONGEST_ID and not order_id.startswith("#"):
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


def by_status(status: Status, *, since: datetime | None = None) -> Iterator[Order]:
    """The orders of one status, oldest first, or those placed since then. The index may lag
    behind the table."""
    placed: Condition | None = None if since is None else Order.created_at >= since
    return iter(Order.by_status.query(status, placed))


def needing_a_person() -> list[str]:
    """The ids of the orders that carry a flag."""
    try:
        found = AttentionList.get(AttentionList.KEY, "#", consistent_read=True)
    except AttentionList.DoesNotExist:
        return []
    return sorted(found.order_ids or ())
