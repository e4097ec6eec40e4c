"""Who may change whom in the team, who needs a code app, and each right in words. Pure."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import timedelta

from customers.rules import RIGHTS, Role

SURE_FOR = timedelta(minutes=10)  # after the password, before it is asked for again
INVITED_FOR = timedelta(days=3)
MOST_COLLEAGUES = 60

_NEED_CODE_APP = frozenset({Role.OWNER, Role.MANAGER})
_LED_BY_MANAGERS = frozenset({Role.PACKER, Role.SUPPORT})

# What a right is called on the page of the team and in docs/team.md, by what it is about.
WORDS: dict[str, dict[str, str]] = {
    "Orders": {
        "orders.see": "See orders, with their bills and credit notes",
        "orders.pack": "Pack orders, and make their bills",
        "orders.edit": "Change an address, write notes, send a mail again",
        "orders.create": "Make an order by phone",
        "orders.cancel": "Cancel before dispatch",
        "orders.returns": "Answer returns",
    },
    "Parcels": {
        "shipments.see": "See parcels",
        "shipments.dispatch": "Dispatch parcels",
    },
    "Money": {
        "payments.see": "See payments",
        "payments.refund": "Refund",
        "payments.reconcile": "Apply reconcile mends",
        "papers.see": "The GST register; orders and payments as files",
    },
    "Goods": {
        "products.see": "See products",
        "products.stock": "Change stock with a reason",
        "products.edit": "Edit products and prices",
        "products.import": "Take products in from CSV",
    },
    "People": {
        "customers.see": "See customers",
        "customers.edit": "Write notes about customers",
        "customers.data": "Customers' data: export, erase",
        "complaints": "Answer complaints",
        "team.manage": "Invite, shut out and let in packers and support",
        "team.rule": "The same for owners and managers; change roles",
        "log.see": "Read the log",
        "self": "Own sign-in: password, code app, devices",
    },
}


@dataclass(frozen=True)
class Line:
    """A right with the roles that have it, in the order of Role."""

    words: str
    has: tuple[bool, ...]


def needs_code_app(role: str | None) -> bool:
    """Whether this role signs in with a code as well."""
    return role in _NEED_CODE_APP


def may_lead(rights: Set[str], role: str) -> bool:
    """Whether somebody with these rights may invite, shut out and let in one of this role."""
    return "team.rule" in rights or ("team.manage" in rights and role in _LED_BY_MANAGERS)


def roles_led_by(rights: Set[str]) -> list[Role]:
    """The roles that somebody with these rights may invite to; the humblest first."""
    order = (Role.PACKER, Role.SUPPORT, Role.MANAGER, Role.OWNER)
    return [role for role in order if may_lead(rights, role)]


def table_of_rights() -> Iterator[tuple[str, list[Line]]]:
    """What each role may do, as RIGHTS has it, by what it is about."""
    for about, rights in WORDS.items():
        yield (
            about,
            [
                Line(words, tuple(role in RIGHTS[right] for role in Role))
                for right, words in rights.items()
            ],
        )
