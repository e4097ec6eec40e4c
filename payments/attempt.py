"""The order id that a checkout page carries: made when the page is drawn, so that a second submit
is the same order; signed, so that nobody brings one of their own."""

from django.core import signing

from config.ids import new_order_id

DAY = 24 * 3600
_SALT = "checkout"


def new_attempt() -> str:
    """The signed text that goes into the form."""
    return signing.dumps(new_order_id(), salt=_SALT)


def order_id_of(attempt: str) -> str | None:
    """The order id in it, None if it is older than a day or not ours."""
    try:
        found = signing.loads(attempt, salt=_SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return str(found)
