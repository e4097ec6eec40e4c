"""Filters every template may use."""

from datetime import datetime

from django import template
from django.utils import timezone

from config import money

register = template.Library()
register.filter("rupees", money.rupees)
register.filter("short_rupees", money.short_rupees)


@register.filter
def day(moment: datetime) -> str:
    """'Monday 23 November', in Indian time."""
    local = timezone.localtime(moment)
    return f"{local:%A} {local.day} {local:%B}"


@register.filter
def moment(moment: datetime) -> str:
    """'23 Nov, 7.05 pm', in Indian time."""
    local = timezone.localtime(moment)
    hour = local.hour % 12 or 12
    return f"{local.day} {local:%b}, {hour}.{local:%M} {'am' if local.hour < 12 else 'pm'}"


@register.filter
def telephone(number: str) -> str:
    """'+919845012345' as Indians write it: '98450 12345'."""
    digits = (number or "").removeprefix("+91")
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else number
