"""People and complaints for the staff's search box: by e-mail, telephone and ticket."""

from collections.abc import Sequence

from django.urls import reverse

from config.finding import Finder, Hit
from customers import complaint_queries
from customers.complaint_rules import ABOUT_WORDS, is_ticket
from customers.errors import ComplaintNotFound, NotAnEmail, NotAPhone
from customers.models import Customer
from customers.rules import customer_id_of, phone_of

MOST = 4  # of one telephone: a family, or a club


def ids_of(words: str) -> list[str]:
    """The customers that an e-mail address or a telephone number names; an address names its own,
    known or not, and what is neither names nobody."""
    if "@" not in words:
        return [person.customer_id for person in of_phone(words)]
    try:
        return [customer_id_of(words)]
    except NotAnEmail:
        return []


def of_phone(words: str) -> list[Customer]:
    """The customers of this telephone number, however it is written; none for what is no number.
    The earlier system kept its numbers without the country's."""
    if sum(sign.isdigit() for sign in words) < 10:
        return []
    try:
        number = phone_of(words)
    except NotAPhone:
        return []
    kept = (number, number.removeprefix("+91"))
    found = {c.customer_id: c for each in kept for c in Customer.by_phone.query(each, limit=MOST)}
    return list(found.values())[:MOST]


def known_of(words: str) -> list[Customer]:
    """The customers of this e-mail address or telephone number who have an item."""
    if "@" not in words:
        return of_phone(words)
    keys = [(each, each) for each in ids_of(words)]
    return list(Customer.batch_get(keys, consistent_read=True)) if keys else []


def by_contact(words: str) -> Sequence[Hit]:
    """The customers of this e-mail address or telephone number."""
    return [
        Hit(
            person.name or person.customer_id,
            person.customer_id,
            reverse("staff:customers:customers:customer", args=[person.customer_id]),
            "Customers",
        )
        for person in known_of(words)
    ]


def by_ticket(words: str) -> Sequence[Hit]:
    """The complaint of this ticket."""
    ticket = words.upper()
    if not is_ticket(ticket):
        return []
    try:
        found = complaint_queries.complaint(ticket)
    except ComplaintNotFound:
        return []
    address = reverse("staff:customers:complaint", args=[ticket])
    return [Hit(ticket, ABOUT_WORDS[found.about], address, "Complaints")]


FINDERS = (Finder("customers.see", by_contact), Finder("complaints", by_ticket))
