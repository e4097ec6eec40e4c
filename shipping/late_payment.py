"""An order that is paid long after it was placed, as one by telephone may be: the days to pack it,
and the days of its arrival, count from its payment. Pure."""

from datetime import date, datetime

from orders.models import Order
from orders.rules import HOLD
from shipping.promises import holds_until, leaves_on
from shipping.working_days import working_day_from


def is_late(order: Order, paid_at: datetime) -> bool:
    """Whether it was paid later than a checkout waits for its money."""
    return paid_at - order.created_at > HOLD


def promise_if_paid(order: Order, paid_at: datetime) -> dict[str, str]:
    """The days of arrival of an order that is paid at this moment: those that were promised, or as
    many days later as it leaves later."""
    kept = dict(order.promise or {})
    wait = leaves_on(paid_at) - leaves_on(order.created_at)
    if not wait or not is_late(order, paid_at):
        return kept
    days = {end: date.fromisoformat(kept[end]) + wait for end in ("from", "to") if end in kept}
    return kept | {end: working_day_from(day).isoformat() for end, day in days.items()}


def same_days_until(order: Order, now: datetime) -> datetime:
    """Until when its payment gives the days that one of this moment gives."""
    until = holds_until(now)
    return min(until, order.hold_expires_at or until)
