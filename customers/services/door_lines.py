"""What the shop's log says of each try at a door: which door, whose, and how it went."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from config.errors import ShopError
from customers.digests import digest_of_person
from customers.errors import NotAnEmail
from customers.rules import customer_id_of

log = logging.getLogger(__name__)
STAFF_PASSWORD = "staff, password"  # noqa: S105 - a door's name
STAFF_CODE = "staff, code"
SHOPPER_CODE = "shopper, mailed code"


@contextmanager
def told(door: str, email: str) -> Iterator[None]:
    """One line for the try that is made inside the block. Whose it was is a digest: the same for
    all tries at one address, and nobody without the shop's key can tell which."""
    try:
        yield
    except ShopError as no:
        log.info("Sign-in (%s) of %s: %s", door, _digest(email), type(no).__name__)
        raise
    log.info("Sign-in (%s) of %s: let in", door, _digest(email))


def _digest(email: str) -> str:
    try:
        return digest_of_person(customer_id_of(email))[:12]
    except NotAnEmail:
        return "no address"
