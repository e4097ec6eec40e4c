"""When what is to be packed has to leave the house, on the day's overview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone

from config import clock
from orders.models import Order
from shipping.promises import CUT_OFF, leaves_on
from shipping.working_days import is_working_day

register = template.Library()


@dataclass(frozen=True)
class Leaving:
    """How many of the orders the courier should have by now, how many he takes today, and until
    when what is ordered is packed today ('' on a day that is over or off)."""

    late: int
    today: int
    closes_at: str
    closes_in: str


@register.simple_tag
def leaving(orders: Iterable[Order]) -> Leaving:
    """What the promises made to these orders' customers ask of this day."""
    now = clock.now()
    local = timezone.localtime(now)
    days = [leaves_on(order.pack_from or order.created_at) for order in orders]
    is_open = is_working_day(local.date()) and local.time() < CUT_OFF
    return Leaving(
        late=sum(day < local.date() for day in days),
        today=sum(day == local.date() for day in days),
        closes_at=f"{CUT_OFF:%H:%M}" if is_open else "",
        closes_in=_words(local) if is_open else "",
    )


def _words(local: datetime) -> str:
    """'2 h 18 min'."""
    left = (CUT_OFF.hour - local.hour) * 60 + CUT_OFF.minute - local.minute
    hours, minutes = divmod(left, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
