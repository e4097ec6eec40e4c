"""A signed-in person's cart, kept with them so that it follows to another device."""

from collections.abc import Sequence

from config import clock
from customers import queries
from customers.digests import digest_of_secret
from customers.models import Customer, KeptLine
from customers.services import session_items
from customers.session_rules import SHOPPER


def keep(cookie: str, lines: Sequence[KeptLine]) -> bool:
    """Write the cart of whoever this sign-in stands for; whether it was written. Nothing is read:
    that the sign-in is a shopper's and has not ended is the condition of the write."""
    customer_id, token = session_items.take_apart(cookie)
    if not customer_id:
        return False
    now, session = clock.now(), Customer.sessions[digest_of_secret(token)]
    is_alive = (
        (session["kind"] == SHOPPER.name)
        & (session["seenAt"] > clock.to_text(now - SHOPPER.idle))
        & (session["startedAt"] > clock.to_text(now - SHOPPER.longest))
    )
    return session_items.change(customer_id, [Customer.cart.set([*lines])], is_alive)


def lines_of(customer_id: str) -> list[KeptLine]:
    """The cart that is kept with this person."""
    return list(queries.customer(customer_id).cart or ())
