"""Pieces of the staff pages about orders, lent to every room's pages."""

from django import template
from django.utils.safestring import SafeString

from orders.models import Order
from orders.return_words import Told, all_told
from orders.rules import Status
from orders.services.benching import why_left_out
from orders.staff import words
from orders.staff.barcodes import drawn
from orders.staff.job_cards import JobCard, job_cards_of
from orders.staff.numbers import with_open_returns
from orders.staff.page import pieces_of
from orders.staff.words import LOOKS, Look

register = template.Library()


@register.filter
def status_look(status: Status) -> Look:
    """The badge of an order's status."""
    return LOOKS[status]


@register.filter
def goods_in_short(order: Order) -> str:
    """'Tenergy 05, Red and 2 more': the first line, and how many there are besides."""
    if not order.lines:
        return "nothing"
    first = order.lines[0]
    named = f"{first.name}, {first.choice}" if first.choice else first.name
    return named if len(order.lines) == 1 else f"{named} and {len(order.lines) - 1} more"


@register.filter
def pieces_in(order: Order) -> int:
    """How many pieces are to be packed, or were sold."""
    return pieces_of(order)


@register.filter
def pieces_to_send(order: Order) -> int:
    """How many pieces belong in the order's parcels."""
    return sum(max(line.to_send, 0) for line in order.lines)


@register.filter
def left_out(order: Order) -> str:
    """Why the order may not be packed now, '' if it may."""
    return why_left_out(order)


@register.filter
def barcode(text: str) -> SafeString:
    """The text as Code 128, drawn; nothing where it has signs that no barcode has."""
    return drawn(text)


@register.filter
def teller(by: str) -> str:
    """Who told a line of the story, in words."""
    return words.teller(by)


@register.filter
def returns_told(order: Order) -> list[Told]:
    """The returns of an order, the newest first."""
    return all_told(order)


@register.simple_tag
def open_returns_number() -> int:
    """How many orders have an open return."""
    return with_open_returns()


@register.simple_tag
def job_cards(order: Order) -> list[JobCard]:
    """What is to be glued for an order."""
    return job_cards_of(order)
