"""When an order that still waits for its money arrives, lent to mails and pages about it."""

from collections.abc import Mapping
from datetime import datetime

from django import template

from config import clock
from orders.models import Order
from orders.rules import Status
from shipping.late_payment import promise_if_paid, same_days_until

register = template.Library()


@register.filter
def promise_now(order: Order) -> Mapping[str, str] | None:
    """The order's promise; while it waits for its money, what it is if that comes now."""
    if order.status is not Status.PENDING:
        return order.promise
    return promise_if_paid(order, clock.now())


@register.filter
def pay_by(order: Order) -> datetime:
    """Until when those days hold."""
    return same_days_until(order, clock.now())
