"""Notes that staff write for each other on a customer. They go with the customer's item when it is
erased, and are in no copy of a person's data."""

from datetime import timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size

from config import clock
from config.dynamo import BUSY, persistently, refused, write
from config.errors import Unavailable
from customers import queries
from customers.errors import TooManyCustomerNotes
from customers.models import Customer, Note

MOST_NOTES = 50
SAME_PRESS = timedelta(minutes=10)  # the same words by the same person in this time are one note


def notes_of(customer: Customer) -> list[Note]:
    """The notes on a customer, the newest first."""
    return list(reversed(customer.notes or []))


def add_note(customer_id: str, text: str, *, by: str) -> None:
    """Write a note on the customer, once however often it is pressed. Raises CustomerNotFound,
    TooManyCustomerNotes."""
    persistently(lambda: _add(queries.customer(customer_id), text, by=by))


def _add(customer: Customer, text: str, *, by: str) -> None:
    now, notes = clock.now(), customer.notes or []
    if any((note.text, note.by) == (text, by) and now - note.at < SAME_PRESS for note in notes):
        return
    if len(notes) >= MOST_NOTES:
        raise TooManyCustomerNotes(MOST_NOTES)
    new = [*notes, Note(at=now, by=by, text=text)]
    try:
        write(lambda: customer.update([Customer.notes.set(new)], condition=_as_read(customer)))
    except UpdateError as error:
        if refused(error):
            raise Unavailable(BUSY) from error
        raise


def _as_read(customer: Customer) -> Condition:
    """The condition that the customer is there and no note was added since they were read."""
    path, so_far = Customer.notes, customer.notes
    same = path.does_not_exist() if so_far is None else size(path) == len(so_far)
    there: Condition = Customer.customer_id.exists() & same
    return there
