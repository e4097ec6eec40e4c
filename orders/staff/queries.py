"""What the staff pages ask of the orders table: by key or by index, a page at a time."""

import logging
from dataclasses import dataclass

from config.memo import once_a_page
from orders import queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.rules import Status
from orders.staff.cursors import cursor_after, key_in
from orders.staff.filters import ANY, Wanted
from orders.staff.reading import CALLS, Found, Key, Row, read_on

log = logging.getLogger(__name__)
PAGE = 40  # as many as may be chosen at once
MOST_FLAGGED = 50  # each is a read of its own, since the list holds ids alone
MOST_COUNTED = 199  # beyond it the exact number helps nobody; so many are one read
OPEN = "open"
OPEN_STATES = (Status.PENDING, Status.CONFIRMED, Status.PROCESSING)


@dataclass(frozen=True)
class Page:
    """A piece of a list, and the cursor of the next piece ('' at the end). `is_short`: a filter
    found less than a page in what was read, and there is more to look through."""

    orders: list[Order]
    next: str = ""
    is_short: bool = False


def page_of(status: Status, cursor: str = "", *, size: int = PAGE, wanted: Wanted = ANY) -> Page:
    """One page of a status: work to do oldest first, what is over newest first. Raises BadCursor.
    The index may lag behind the table."""
    listed = _name(status, wanted)
    found = read_on(status, key_in(cursor, listed), size=size, wanted=wanted)
    after = cursor_after(found.next, listed)
    return Page([row.order for row in found.rows], after, bool(after) and len(found.rows) < size)


def open_page(cursor: str = "", *, size: int = PAGE, wanted: Wanted = ANY) -> Page:
    """One page of what is not on its way yet, whatever its state: the oldest first, so that what
    is late stands on top. Raises BadCursor.

    The states are read side by side and merged. Where one of them was not read to the end, only
    what was placed before that point is shown: the rest might lie between."""
    listed = _name(OPEN, wanted)
    begin: dict[str, Key | None] = dict.fromkeys(OPEN_STATES)
    places = key_in(cursor, listed) or begin
    calls = CALLS if wanted.condition() is not None else 1
    read = {
        name: read_on(Status(name), key, size=size, wanted=wanted, calls=calls)
        for name, key in places.items()
    }
    reach = min((found.reach for found in read.values() if found.reach), default=None)
    merged = sorted((row for found in read.values() for row in found.rows), key=_placed)
    shown = [row for row in merged if reach is None or row.placed <= reach][:size]
    seen = set(map(id, shown))
    left = {name: _place(found, seen, places[name]) for name, found in read.items()}
    going_on = {name: key for name, (key, is_over) in left.items() if not is_over}
    after = cursor_after(going_on, listed)
    return Page([row.order for row in shown], after, bool(after) and len(shown) < size)


def _placed(row: Row) -> str:
    return row.placed


def _place(found: Found, shown: set[int], begun: Key | None) -> tuple[Key | None, bool]:
    """Where a state is read on (None: at its beginning), and whether there is nothing left."""
    own = [row for row in found.rows if id(row) in shown]
    if len(own) == len(found.rows):
        return found.next, found.next is None
    return (own[-1].key if own else begun), False


def _name(listed: str, wanted: Wanted) -> str:
    """The list that a cursor belongs to: a place in one leads nowhere in another."""
    return listed if wanted.is_anything else f"{listed}/{wanted}"


@once_a_page
def how_many(status: Status) -> int:
    """The number of orders of a status, at most one more than MOST_COUNTED; only asked of working
    states, which stay few. Pages ask orders.staff.numbers, which has it counted before."""
    return how_many_up_to(MOST_COUNTED + 1, status)


def how_many_up_to(most: int, status: Status) -> int:
    """The same for who must count further: each time a read, of several calls if there are many."""
    number = 0
    for page in Order.by_status.query(status, attributes_to_get=["orderId"], limit=most).page_iter:
        number += len(page["Items"])
        if number >= most:
            return most
    return number


@once_a_page
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
