"""Finding an order's papers, and what their files are called."""

from orders.errors import NoBill
from orders.models import Order
from orders.paper_parts import CreditNote, Invoice


def bill_of(order: Order) -> Invoice:
    """The bill that was made of this order. Raises NoBill."""
    if order.invoice is None:
        raise NoBill(f"The bill of order {order.order_id} is made when its goods leave.")
    return order.invoice


def credit_notes_of(order: Order) -> list[CreditNote]:
    """The credit notes of an order, oldest first."""
    notes = (order.credit_notes or {}).values()
    return sorted(notes, key=lambda note: (note.at, note.number))


def credit_note_of(order: Order, slug: str) -> CreditNote:
    """The credit note whose number stands so in an address. Raises NoBill."""
    for note in credit_notes_of(order):
        if slug_of(note.number) == slug:
            return note
    raise NoBill(f"Order {order.order_id} has no such credit note.")


def slug_of(number: str) -> str:
    """A number as it stands in an address or a file's name: 'TB-2627-000123'."""
    return number.replace("/", "-")


def file_name(number: str) -> str:
    """What a browser saves a paper as."""
    return f"{slug_of(number)}.pdf"
