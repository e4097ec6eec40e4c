"""What the customers' room has counted for the staff's pages (config/staff_numbers.py)."""

from config.staff_numbers import number
from customers.complaint_queries import how_many_open

COMPLAINTS = "customers.complaints"
COUNTED = {COMPLAINTS: how_many_open}


def open_complaints() -> int:
    """How many complaints are not settled."""
    return number(COMPLAINTS)
