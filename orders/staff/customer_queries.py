"""What staff ask of the orders of one customer, and who ordered lately: by index, bounded."""

from dataclasses import dataclass

from orders.day_rules import given_back_paise, is_paid
from orders.models import Order
from orders.rules import Status
from orders.services.forgetting import is_forgotten_id
from orders.staff.cursors import cursor_after, key_in
from orders.staff.queries import Page

PAGE = 20
MOST_SUMMED = 200  # of the newest orders; who has more is told that there are more
LATEST = 12  # orders of each state that are looked through for the latest customers
_LIVE = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)


@dataclass(frozen=True)
class Worth:
    """What a customer's orders come to, in paise. `is_all`: no order was left out of it."""

    orders: int
    paid: int
    given_back: int
    returns: int
    is_all: bool


def page_of_customer(customer_id: str, cursor: str = "") -> Page:
    """One page of a customer's orders, the newest first. Raises BadCursor."""
    listed = f"customer/{customer_id}"
    found = Order.by_customer.query(
        customer_id,
        scan_index_forward=False,
        limit=PAGE,
        last_evaluated_key=key_in(cursor, listed),
    )
    orders = list(found)
    return Page(orders, cursor_after(found.last_evaluated_key, listed))


def worth_of(customer_id: str) -> Worth:
    """What the newest orders of a customer come to: what was paid for, less what went back."""
    found = Order.by_customer.query(
        customer_id, scan_index_forward=False, limit=MOST_SUMMED + 1, page_size=MOST_SUMMED + 1
    )
    newest = list(found)
    summed = newest[:MOST_SUMMED]
    paid = [order for order in summed if is_paid(order)]
    return Worth(
        orders=len(summed),
        paid=sum(order.total_amount for order in paid),
        given_back=sum(given_back_paise(order) for order in paid),
        returns=sum(len(order.returns or {}) for order in summed),
        is_all=len(newest) <= MOST_SUMMED,
    )


def latest() -> list[Order]:
    """The latest order of each of the latest customers, the newest first: four short reads."""
    newest: dict[str, Order] = {}
    found = [
        order
        for status in _LIVE
        for order in Order.by_status.query(status, scan_index_forward=False, limit=LATEST)
    ]
    for order in sorted(found, key=lambda each: each.created_at, reverse=True):
        if "@" in order.customer_id and not is_forgotten_id(order.customer_id):
            newest.setdefault(order.customer_id, order)
    return list(newest.values())[:LATEST]
