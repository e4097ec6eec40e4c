"""What a customer has ordered, newest first, a page at a time. By index: may lag a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from orders.models import Order
from orders.staff.cursors import BadCursor

PAGE = 10


@dataclass(frozen=True)
class History:
    """A piece of the list, and the cursor of the next piece ('' at the end)."""

    orders: list[Order]
    next: str = ""


def history_of(customer_id: str, cursor: str = "", *, size: int = PAGE) -> History:
    """One page of a customer's orders, those of the earlier system among them. Raises BadCursor
    where the cursor is none of ours, or of another customer's list."""
    rows = Order.by_customer.query(
        customer_id,
        scan_index_forward=False,
        limit=size,
        last_evaluated_key=_key_in(cursor, customer_id),
    )
    found = list(rows)
    return History(found, _cursor_after(rows.last_evaluated_key, customer_id))


def with_returns(customer_id: str, cursor: str = "", *, size: int = PAGE) -> History:
    """The same of the orders of which something was asked to be taken back."""
    rows = Order.by_customer.query(
        customer_id,
        filter_condition=Order.returns.exists(),
        scan_index_forward=False,
        limit=size,
        page_size=250,  # read at once; by itself `limit` would ask for so few that most ask again
        last_evaluated_key=_key_in(cursor, customer_id),
    )
    found = list(rows)
    return History(found, _cursor_after(rows.last_evaluated_key, customer_id))


def _cursor_after(key: Mapping[str, Any] | None, customer_id: str) -> str:
    """The place in the list, signed. Without the customer's address: it stands in a link."""
    if not key:
        return ""
    place = [key[name]["S"] for name in _PLACE]
    return signing.dumps(place, salt=f"orders-of-{customer_id}")


def _key_in(cursor: str, customer_id: str) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        place = signing.loads(cursor, salt=f"orders-of-{customer_id}")
    except signing.BadSignature:
        raise BadCursor from None
    named = {"customerId": customer_id, **dict(zip(_PLACE, place, strict=True))}
    return {name: {"S": text} for name, text in named.items()}


_PLACE = ("orderId", "createdAt")
