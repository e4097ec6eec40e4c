"""What the worker does for people rather than for orders: their erasures, the mails of their
complaints, and the news that what they wait for is back."""

from collections.abc import Callable, Iterator
from datetime import datetime

from customers.services import complaint_mails, erasing
from orders.services import back_mails
from payments.services import privacy

Act = Callable[[], bool]


def erasures(now: datetime) -> Iterator[Act]:
    """Erasures that have begun."""
    yield from _advance(now, only_begun=True)


def waiting_erasures(now: datetime) -> Iterator[Act]:
    """Erasures that wait for something of the person to end."""
    yield from _advance(now, only_begun=False)


def complaints(now: datetime) -> Iterator[Act]:
    """Mails that complaints owe."""
    for ticket in complaint_mails.tickets_with_mail():
        yield lambda ticket=ticket: complaint_mails.send_of(ticket, now=now) > 0  # type: ignore[misc]


def back_in_stock(now: datetime) -> Iterator[Act]:
    """Mails to those who wait for something that is in stock again."""
    for back in back_mails.come_back():
        yield lambda back=back: back_mails.tell(back, now=now) > 0  # type: ignore[misc]


def _advance(now: datetime, *, only_begun: bool) -> Iterator[Act]:
    for digest in erasing.under_way():
        yield lambda digest=digest: privacy.advance(digest, now=now, only_begun=only_begun)  # type: ignore[misc]
