"""An order that waits for money holds its goods for a quarter of an hour, and costs nothing. So
that nobody empties the shelves with such orders, a telephone may place only so many, and a network
take only so many pieces so. Both count what was paid as well: nothing is ever given back, so the
limit of a network is far above what many honest people behind one address of a carrier take."""

from collections.abc import Mapping
from datetime import timedelta

from config.dynamo import Transaction
from customers.digests import digest_of_person
from customers.services.throttling import count

# Of pieces. An IPv4 address may stand for thousands of people, a /64 of IPv6 for one house.
MOST_FROM_AN_ADDRESS, MOST_FROM_A_HOUSE = 600, 150
MOST_OF_AN_ORDER = 20  # that it counts for, so that no single order fills a network's limit
MOST_TO_A_PHONE = 10  # orders: room for who tries again while Razorpay is down
IN = timedelta(minutes=15)
TOO_MANY = (
    "Many orders that wait for their money came from your network within a quarter of an hour,"
    " perhaps from other people. Nothing was ordered now. Please try again in a few minutes."
)
TOO_MANY_OF_YOURS = (
    "There were many orders with this mobile number within a quarter of an hour. Nothing was"
    " ordered now. Please pay one of those, or try again in a few minutes."
)


def count_held(network: str, phone: str, wanted: Mapping[str, int], tx: Transaction) -> None:
    """Add to the write that makes such an order: it is counted, once, with the order. TooMany from
    the order after the one that reached a limit."""
    key = f"held-phone/{digest_of_person(phone)}"
    count(tx, key, MOST_TO_A_PHONE, IN, says=TOO_MANY_OF_YOURS)
    most = MOST_FROM_A_HOUSE if network.endswith("/64") else MOST_FROM_AN_ADDRESS
    pieces = min(sum(wanted.values()), MOST_OF_AN_ORDER)
    count(tx, f"held/{network}", most, IN, says=TOO_MANY, by=pieces)
