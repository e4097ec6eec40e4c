"""What of the orders stands still: mails that do not go out, and returns that wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from config import clock
from config.staff import StaffMember
from config.stuck import Stuck, few
from orders.models import Order
from orders.rules import Status
from orders.services.mailing import (
    FADES,
    SUBJECTS,
    is_over,
    is_sent,
    name_of,
    noted_at,
    owed_by,
    subject_of,
)
from orders.staff.numbers import with_open_returns
from orders.staff.queries import page_of

LOOKED_AT = 40  # orders of each state, the oldest
MOST = 3
LATE = timedelta(minutes=30)  # a mail server that is away for a moment is no news


def stuck(member: StaffMember) -> Iterator[Stuck]:
    """Mails and returns: four index reads and one read by key."""
    if number := with_open_returns():
        yield Stuck(
            "A return is open" if number == 1 else f"{number} returns are open",
            "Answer what was asked, check in what has come.",
            reverse("staff:orders:returns"),
            "See returns",
        )
    late = list(_late_mails(clock.now()))
    index = reverse("staff:orders:index")
    more = f"{len(late) - MOST} mails more are not sent"
    rest = Stuck(more, "Look whether the mail server answers.", index, "See orders")
    yield from few(late, most=MOST, rest=rest)


def _late_mails(now: datetime) -> Iterator[Stuck]:
    for status in (Status.PENDING, Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED):
        for order in page_of(status, size=LOOKED_AT).orders:
            if kind := late_mail(order, now):
                yield Stuck(
                    "Mail not sent",
                    f"“{subject_of(order, kind)}”",
                    reverse("staff:orders:detail", args=[order.order_id]) + "#h-mails",
                    "See mail",
                    order.order_id,
                )


def late_mail(order: Order, now: datetime) -> str:
    """The first kind of mail that the order has owed for too long, '' where none is."""
    if order.mails is None or not order.customer_email:
        return ""
    waiting = (kind for kind in owed_by(order) if not is_sent(order.mails.get(kind)))
    return next((kind for kind in waiting if _is_late(order, kind, now)), "")


def _is_late(order: Order, kind: str, now: datetime) -> bool:
    """What is not sent any more, because it is not true any more, is not late."""
    name = name_of(kind)
    if name not in SUBJECTS or name in FADES or is_over(order, kind):
        return False
    return now - _since(order, kind) > LATE


def _since(order: Order, kind: str) -> datetime:
    if kind in (order.mails or {}):
        return noted_at(order, kind)
    return order.updated_at or order.created_at
