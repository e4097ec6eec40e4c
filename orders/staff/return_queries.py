"""What the staff pages ask about returns: the list holds ids, so each order is a read by key."""

from dataclasses import dataclass

from orders import queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.return_rules import ReturnStatus
from orders.return_words import Told, all_told

MOST = 50
# What waits for us stands above what waits for the courier or the customer.
_OURS = {ReturnStatus.ASKED, ReturnStatus.ARRIVED, ReturnStatus.CHECKED}


@dataclass(frozen=True)
class Row:
    """An open return and its order."""

    order: Order
    each: Told

    @property
    def is_ours(self) -> bool:
        """Whether it waits for one of us."""
        return self.each.status in _OURS or bool(self.each.back.trouble)


def open_returns() -> tuple[list[Row], int]:
    """The open returns of at most fifty orders, and how many orders there are in all."""
    ids = queries.with_open_returns()
    rows = [row for order_id in ids[:MOST] for row in _rows(order_id)]
    return sorted(rows, key=lambda row: (not row.is_ours, row.each.back.asked_at)), len(ids)


def how_many() -> int:
    """The number of orders with an open return."""
    return len(queries.with_open_returns())


def _rows(order_id: str) -> list[Row]:
    try:
        order = queries.order(order_id)
    except OrderNotFound:
        return []
    return [Row(order, each) for each in all_told(order) if each.is_open]
