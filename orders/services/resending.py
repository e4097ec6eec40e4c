"""Sending a mail once more because a person asks for it: an act with its own line in the story."""

from datetime import timedelta
from typing import NamedTuple

from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import persistently, refused, write
from config.errors import Unavailable
from orders import queries
from orders.errors import MailIsOver, MailNotSentYet, NoMailAddress, SentJustNow, SentTooOften
from orders.models import Order
from orders.services import mailing
from orders.services.mailing import AGAIN, first_of, is_sent, noted_at, subject_of
from orders.services.story import told

PAUSE = timedelta(minutes=2)  # a second press in this time is the same wish
MOST = 9  # of one kind: then a call does more


class Resent(NamedTuple):
    """The kind under which it is noted, and whether it is out; if not, the worker sends it."""

    kind: str
    is_out: bool


def resend(order_id: str, kind: str, *, by: str) -> Resent:
    """Send a mail of the order once more, to whom it went first. Raises OrderNotFound,
    NoMailAddress, MailNotSentYet, MailIsOver, SentJustNow, SentTooOften."""
    new = persistently(lambda: _owe_again(queries.order(order_id), kind, by=by))
    order = queries.order(order_id)
    return Resent(new, is_out=mailing.send_now(order, new, now=clock.now()))


def _owe_again(order: Order, kind: str, *, by: str) -> str:
    noted = order.mails or {}
    if not order.customer_email:
        raise NoMailAddress(order.order_id)
    if AGAIN in kind or not is_sent(noted.get(kind)):
        raise MailNotSentYet
    if mailing.is_over(order, kind):
        raise MailIsOver
    now, so_far = clock.now(), [each for each in noted if first_of(each) == kind]
    if now - max(noted_at(order, each) for each in so_far) < PAUSE:
        raise SentJustNow
    if len(so_far) >= MOST:
        raise SentTooOften
    new = f"{kind}{AGAIN}{len(so_far) + 1}"
    line = told(order, f"Sent again: “{subject_of(order, kind)}”.", by=by, at=now, is_internal=True)
    try:
        write(
            lambda: order.update(
                actions=[mailing.owe(new, at=now), line], condition=mailing.as_noted(order, new)
            )
        )
    except UpdateError as error:
        if refused(error):
            raise Unavailable("Somebody else was sending it just now.") from error
        raise
    return new
