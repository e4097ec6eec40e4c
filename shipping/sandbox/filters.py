"""Template filters of the control pages."""

from datetime import UTC, datetime

from django import template

from config.money import rupees
from shipping.sandbox.wire import INDIA

register = template.Library()
register.filter("rupees", rupees)

_GOOD = {"captured", "paid", "processed", "delivered", "DELIVERED", "NEW"}
_BAD = {"failed", "dropped", "CANCELED", "LOST", "UNDELIVERED"}


@register.filter
def tone(status: str) -> str:
    """The colour of a status."""
    return "good" if status in _GOOD else "bad" if status in _BAD else ""


@register.filter
def clock_time(seconds: float) -> str:
    """Unix seconds as the time of day in India."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(INDIA).strftime("%d %b %H:%M:%S")
