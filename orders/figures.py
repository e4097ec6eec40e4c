"""What the orders table tells those who watch the shop (config/metrics_tables.py)."""

from collections.abc import Iterator

from config.metrics_tables import Figure
from orders import queries
from orders.staff.queries import OPEN_STATES, how_many


def figures() -> Iterator[Figure]:
    """Orders that are not on their way yet, each state counted up to 200 as on the staff pages;
    flags."""
    words = "Orders not on their way yet (counted up to 200); confirmed ones wait to be packed."
    for status in OPEN_STATES:
        yield Figure("shop_orders", words, how_many(status), ("status", status.value))
    flagged = len(queries.needing_a_person())
    yield Figure("shop_open_attentions", "Orders that need a person.", flagged)
