"""What the page of a month's payments says while the month has no sums."""

from django import template

from config import clock
from orders.register_months import Month
from payments.services import month_sums

register = template.Library()


@register.filter
def why_no_sums(month: Month) -> str:
    """Why a month was not added up yet, and what does it."""
    by_hand = "manage.py list_payments"
    if not month_sums.is_listed(month):
        return f"nothing of this month is listed; payments from before the lists: {by_hand}"
    if month_sums.is_within_reach(month, clock.now()):
        return "not added up yet; the worker does it within the hour"
    return f"not added up: it is long ago, so only {by_hand} does it"
