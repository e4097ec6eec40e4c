"""The order ids that a checkout page carries: made when the page is drawn, so that a second submit
is the same order; signed, so that nobody brings one of their own."""

from typing import NamedTuple

from django.core import signing

from config.ids import CROCKFORD, new_order_id
from config.keyed import keyed

DAY = 24 * 3600
_SALT = "checkout"


class OrderIds(NamedTuple):
    """The two orders that one page may become, of which one does: to be paid now, or for cash."""

    now: str
    cash: str


def new_attempt() -> str:
    """The signed text that goes into the form."""
    return signing.dumps(new_order_id(), salt=_SALT)


def order_ids_of(attempt: str) -> OrderIds | None:
    """The order ids in it, None if it is older than a day or not ours."""
    try:
        found = str(signing.loads(attempt, salt=_SALT, max_age=DAY))
    except signing.BadSignature:
        return None
    return OrderIds(found, _for_cash(found))


def _for_cash(order_id: str) -> str:
    """The id that always goes with this one, and that nobody can tell from another."""
    secret = keyed("cash on delivery", order_id)
    return "TB-" + "".join(CROCKFORD[byte % 32] for byte in secret[:10])
