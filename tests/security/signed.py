"""Every link that the shop signs, and every reader of one."""

from collections.abc import Callable

from config.errors import ShopError
from customers.complaint_links import ticket_in, token_at_once, was_mailed
from customers.complaint_links import token_of as token_mailed
from orders.back_links import digest_in, stop_url
from orders.links import order_id_in
from orders.links import token_of as token_of_order
from payments.attempt import new_attempt, order_ids_of

SAID = "TB-AAAAAAAAAA"  # the same in all, so that only the key tells them apart


def links() -> dict[str, str]:
    """One token of each kind, as an address or a form has it."""
    return {
        "order": token_of_order(SAID),
        "complaint, mailed": token_mailed(SAID),
        "complaint, at once": token_at_once(SAID),
        "back in stock": stop_url(SAID).rpartition("/")[2],
        "attempt": new_attempt(),
    }


READERS: dict[Callable[[str], object], set[str]] = {
    order_id_in: {"order"},
    ticket_in: {"complaint, mailed", "complaint, at once"},
    was_mailed: {"complaint, mailed"},
    digest_in: {"back in stock"},
    order_ids_of: {"attempt"},
}


def opened_by(reader: Callable[[str], object]) -> set[str]:
    """The kinds of token that a reader takes."""
    return {kind for kind, token in links().items() if _takes(reader, token)}


def _takes(reader: Callable[[str], object], token: str) -> bool:
    try:
        return bool(reader(token))
    except ShopError:
        return False
