"""People and complaints for the staff's search box: by e-mail, telephone and ticket."""

from collections.abc import Sequence

from django.urls import reverse

from config.finding import Finder, Hit
from config.templatetags.shop import telephone
from customers import complaint_queries, queries
from customers.complaint_rules import ABOUT_WORDS, is_ticket
from customers.errors import ComplaintNotFound, CustomerNotFound, NotAnEmail, NotAPhone
from customers.models import Customer
from customers.rules import customer_id_of, phone_of

KIND = "Customers"
MOST = 8  # of one telephone: a family, or a club


def by_email(words: str) -> Sequence[Hit]:
    """The customer of this e-mail address."""
    if "@" not in words:
        return []
    try:
        return [_hit(queries.customer(customer_id_of(words)))]
    except (NotAnEmail, CustomerNotFound):
        return []


def by_phone(words: str) -> Sequence[Hit]:
    """The customers of this telephone number, however it is written."""
    return [_hit(each) for each in of_phone(words)]


def of_phone(words: str) -> list[Customer]:
    """The customers of this telephone number; none for what is no number. The earlier system kept
    its numbers without the country's."""
    if sum(sign.isdigit() for sign in words) < 10:
        return []
    try:
        number = phone_of(words)
    except NotAPhone:
        return []
    kept = (number, number.removeprefix("+91"))
    found = {c.customer_id: c for each in kept for c in Customer.by_phone.query(each, limit=MOST)}
    return list(found.values())


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


def _hit(person: Customer) -> Hit:
    facts = [person.name or "", telephone(person.phone or "")]
    address = reverse("staff:customers:customer", args=[person.customer_id])
    return Hit(person.customer_id, ", ".join(filter(None, facts)), address, KIND)


FINDERS = (
    Finder("customers.see", by_email),
    Finder("customers.see", by_phone),
    Finder("complaints", by_ticket),
)
