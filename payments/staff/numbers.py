"""What the payments' room has counted for the staff's pages (config/staff_numbers.py)."""

from config.staff_numbers import number
from payments.staff.queries import how_many_unmatched

UNMATCHED = "payments.unmatched"
COUNTED = {UNMATCHED: how_many_unmatched}


def unmatched() -> int:
    """The number of payments whose order is not known."""
    return number(UNMATCHED)
