"""What the staff pages ask of the orders table: by key or by index, a page at a time."""

import logging
from dataclasses import dataclass

from orders import queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.rules import WORKING, Status
from orders.staff.cursors import cursor_after, key_in

log = logging.getLogger(__name__)
PAGE = 40  # as many as may be chosen at once
MOST_FLAGGED = 50  # each is a read of its own, since the list holds ids alone


@dataclass(frozen=True)
class Page:
    """A piece of a list, and the cursor of the next piece ('' at the end)."""

    orders: list[Order]
    next: str = ""


def page_of(status: Status, cursor: str = "", *, size: int = PAGE) -> Page:
    """One page of a status: work to do oldest first, what is over newest first. Raises BadCursor.
    The index may lag behind the table."""
    rows = Order.by_status.query(
        status,
        scan_index_forward=status in WORKING,
        limit=size,
        last_evaluated_key=key_in(cursor, status),
    )
    found = list(rows)
    return Page(found, cursor_after(rows.last_evaluated_key, status))


def how_many(status: Status) -> int:
    """The number of orders of a status; only asked of working states, which stay few."""
    return Order.by_status.count(status)


def how_many_to_pack() -> int:
    """The number beside "Orders" in the menu."""
    return how_many(Status.CONFIRMED)


def how_many_on_the_bench() -> int:
    """The number beside "Pack": what is to be packed and what is being packed."""
    return how_many(Status.CONFIRMED) + how_many(Status.PROCESSING)


def counts() -> dict[Status, int]:
    """The number of orders of each working state."""
    return {status: how_many(status) for status in WORKING}


def how_many_flagged() -> int:
    """The number of orders that need a person."""
    return len(queries.needing_a_person())


def flagged() -> tuple[list[Order], int]:
    """The orders that need a person, longest waiting first, at most fifty of them; and how many
    there are in all."""
    ids = queries.needing_a_person()
    found = [order for order_id in ids[:MOST_FLAGGED] if (order := _if_there(order_id))]
    waiting = [order for order in found if order.attention]
    return sorted(waiting, key=lambda order: (order.attention or [])[0].at), len(ids)


def _if_there(order_id: str) -> Order | None:
    try:
        return queries.order(order_id)
    except OrderNotFound:
        return None
    except ValueError:  # a word that only a newer version knows must not hide the others
        log.warning("Order %s cannot be read by this version", order_id)
        return None
