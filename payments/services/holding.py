"""An order that waits for money holds its goods for a quarter of an hour, and costs nothing. So
that nobody empties the shelves with such orders, a network takes only so many pieces so. What was
paid counts as well, for nothing is ever given back; so the limit is far above what many honest
people behind one address of a carrier take."""

from collections.abc import Mapping
from datetime import timedelta

from config.dynamo import Transaction
from customers.services.throttling import count

# Of pieces. An IPv4 address may stand for thousands of people, a /64 of IPv6 for one house.
MOST_FROM_AN_ADDRESS, MOST_FROM_A_HOUSE = 600, 150
MOST_OF_AN_ORDER = 20  # that it counts for, so that no single order fills a network's limit
IN = timedelta(minutes=15)
TOO_MANY = (
    "Many orders that wait for their money came from your network within a quarter of an hour,"
    " perhaps from other people. Nothing was ordered now. Please try again in a few minutes."
)


def count_held(network: str, wanted: Mapping[str, int], tx: Transaction) -> None:
    """Add to the write that makes such an order: it is counted, once, with the order. TooMany from
    the order after the one that reached a limit."""
    most = MOST_FROM_A_HOUSE if network.endswith("/64") else MOST_FROM_AN_ADDRESS
    pieces = min(sum(wanted.values()), MOST_OF_AN_ORDER)
    count(tx, f"held/{network}", most, IN, says=TOO_MANY, by=pieces)
