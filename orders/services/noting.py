"""Notes that staff write for each other on an order: lines of its story that no customer sees, and
that an erasure of the customer empties."""

from datetime import timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size

from config import clock
from config.dynamo import persistently, refused, write
from config.errors import Unavailable
from orders import queries
from orders.errors import NoRoomForNote, TooManyNotes
from orders.models import Moment, Order
from orders.rules import MOST_NOTES, NOTE, TIMELINE_LENGTH
from orders.services.story import told

SAME_PRESS = timedelta(minutes=10)  # the same words by the same person in this time are one note


def notes_of(order: Order) -> list[Moment]:
    """The notes on an order, the newest first."""
    return [line for line in reversed(order.timeline or []) if line.event == NOTE]


def add_note(order_id: str, text: str, *, by: str) -> None:
    """Write a note on the order, once however often it is pressed. It pushes nothing out of the
    story. Raises OrderNotFound, TooManyNotes, NoRoomForNote."""
    persistently(lambda: _add(queries.order(order_id), text, by=by))


def _add(order: Order, text: str, *, by: str) -> None:
    now, notes = clock.now(), notes_of(order)
    if any((note.text, note.by) == (text, by) and now - note.at < SAME_PRESS for note in notes):
        return
    if len(notes) >= MOST_NOTES:
        raise TooManyNotes(MOST_NOTES)
    if len(order.timeline or []) >= TIMELINE_LENGTH:
        raise NoRoomForNote
    line = told(order, text, by=by, at=now, event=NOTE, is_internal=True)
    try:
        write(lambda: order.update(actions=[line], condition=_story_as_read(order)))
    except UpdateError as error:
        if refused(error):
            raise Unavailable("Somebody else was writing on this order just now.") from error
        raise


def _story_as_read(order: Order) -> Condition:
    """The condition that the order is there and nothing was told about it since it was read."""
    path, so_far = Order.timeline, order.timeline
    same = path.does_not_exist() if so_far is None else size(path) == len(so_far)
    there: Condition = Order.order_id.exists() & same
    return there
