"""Orders for the staff's search box: by number, by the number of a paper, by who ordered."""

import re
from collections.abc import Sequence

from django.urls import reverse

from config.errors import NotFound
from config.finding import Finder, Hit
from config.money import short_rupees
from config.templatetags.shop import moment
from customers.staff.finding import ids_of, known_of
from orders import queries
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.services.numbering import Series, mark_key
from orders.staff.words import LOOKS

KIND = "Orders"
NEWEST = 8  # orders of one person
_ID = re.compile(r"[A-Za-z0-9_-]{6,40}", re.ASCII)
_TEN_SIGNS = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}", re.ASCII)
_RETURN = re.compile(r"(TB-[0-9A-Z]{10})[ -](?:R|RET)([1-9][0-9]?)", re.ASCII)
_PAPERS = {
    Series.INVOICE: re.compile(r"TB/[0-9]{4}/[0-9]{6}", re.ASCII),
    Series.CREDIT_NOTE: re.compile(r"TB/CN[0-9]{4}/[0-9]{5}", re.ASCII),
}


def by_number(words: str) -> Sequence[Hit]:
    """The order of this number, which may come in small letters or without its `TB-`."""
    large = words.upper()
    spellings = [words, large] if _ID.fullmatch(words) else []
    if _TEN_SIGNS.fullmatch(large):
        spellings.append(f"TB-{large}")
    for order_id in dict.fromkeys(spellings):
        if (order := queries.order_or_none(order_id)) is not None:
            return [_hit(order)]
    return []


def by_return(words: str) -> Sequence[Hit]:
    """The return `TB-… R1`."""
    said = _RETURN.fullmatch(words.upper())
    order = queries.order_or_none(said[1]) if said else None
    if said is None or order is None or f"R{said[2]}" not in (order.returns or {}):
        return []
    number = f"R{said[2]}"
    address = reverse("staff:orders:return", args=[order.order_id, number])
    title = f"{order.order_id}, return {number}"
    return [Hit(title, order.customer_name or "Guest", address, "Returns")]


def by_paper(words: str) -> Sequence[Hit]:
    """The order of an invoice or a credit note."""
    number = words.upper()
    for series, shape in _PAPERS.items():
        if shape.fullmatch(number):
            try:
                mark = PaperMark.get(mark_key(series, number), "#", consistent_read=True)
                return [_hit(queries.order(mark.order_id))]
            except (PaperMark.DoesNotExist, NotFound):
                return []
    return []


def by_buyer(words: str) -> Sequence[Hit]:
    """The newest orders of whoever has this e-mail address and no page of their own: they never
    paid, so no customer was kept. Whoever is known by a telephone number has a page."""
    if "@" not in words or known_of(words):
        return []
    return [
        _hit(order)
        for customer_id in ids_of(words)
        for order in Order.by_customer.query(customer_id, scan_index_forward=False, limit=NEWEST)
    ]


def _hit(order: Order) -> Hit:
    facts = (
        LOOKS[order.status].word,
        order.customer_name or "Guest",
        short_rupees(order.total_amount),
        moment(order.created_at),
    )
    address = reverse("staff:orders:detail", args=[order.order_id])
    return Hit(order.order_id, ", ".join(facts), address, KIND)


FINDERS = tuple(Finder("orders.see", find) for find in (by_number, by_return, by_paper, by_buyer))
