"""What the orders' room has counted for the staff's pages (config/staff_numbers.py)."""

from collections.abc import Callable
from functools import partial

from config.staff_numbers import number
from orders.rules import WORKING, Status
from orders.staff import return_queries
from orders.staff.queries import how_many, how_many_flagged

FLAGGED, RETURNS = "orders.flagged", "orders.returns"


def _name(status: Status) -> str:
    return f"orders.{status.value}"


COUNTED: dict[str, Callable[[], int]] = {
    **{_name(status): partial(how_many, status) for status in WORKING},
    FLAGGED: how_many_flagged,
    RETURNS: return_queries.how_many,
}


def in_state(status: Status) -> int:
    """The number of orders of a working state, at most one more than MOST_COUNTED."""
    return number(_name(status))


def in_states() -> dict[Status, int]:
    """The same of each working state."""
    return {status: in_state(status) for status in WORKING}


def to_pack() -> int:
    """The number beside "Orders" in the menu."""
    return in_state(Status.CONFIRMED)


def on_the_bench() -> int:
    """The number beside "Pack": what is to be packed and what is being packed."""
    return in_state(Status.CONFIRMED) + in_state(Status.PROCESSING)


def needing_a_person() -> int:
    """The number of orders that need a person."""
    return number(FLAGGED)


def with_open_returns() -> int:
    """The number of orders with an open return."""
    return number(RETURNS)
