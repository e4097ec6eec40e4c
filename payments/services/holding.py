"""An order that waits for money holds its goods for a quarter of an hour, and costs nothing. So
that nobody empties the shelves with such orders, a network may take only so many pieces so."""

from collections.abc import Mapping
from datetime import timedelta

from config.dynamo import Transaction
from customers.services.throttling import count

MOST_PIECES = 150  # the order that goes beyond still counts, so a large one is never refused alone
IN = timedelta(minutes=15)
TOO_MANY = (
    "Many orders that wait for their money came from your network within a quarter of an hour,"
    " perhaps from other people. Nothing was ordered now. Please try again in a few minutes."
)


def count_held(network: str, wanted: Mapping[str, int], tx: Transaction) -> None:
    """Add to the write that makes such an order: its pieces are counted, once, with the order.
    TooMany from the order after the one that reached the limit."""
    pieces = sum(wanted.values())
    count(tx, f"held/{network}", MOST_PIECES, IN, says=TOO_MANY, by=pieces)
