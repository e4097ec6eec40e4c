"""The six digits that sign a shopper in, and the marks that bind them to one browser."""

import secrets
from datetime import timedelta

from config.keyed import keyed

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
STRANGERS_CODES = 10  # asked for in an hour for one address, by browsers that it never used
OWN_CODES = 5  # by browsers in which the person signed in before
# At once: while one is good strangers can have asked for those of two hours, and the person too.
MOST_CODES = 2 * STRANGERS_CODES + OWN_CODES


def new_code() -> str:
    """Six digits that nobody can guess: '048213'."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def new_mark() -> str:
    """What the browser that asked for a code keeps in its cookie."""
    return secrets.token_urlsafe(16)


def code_digest(customer_id: str, code: str) -> str:
    """What the table keeps of a code; without our secret key it tells nothing, short as codes
    are."""
    return keyed("customers.codes", f"{customer_id}/{code}").hex()


def spaced(code: str) -> str:
    """'048 213', as people read it."""
    return f"{code[:3]} {code[3:]}"
