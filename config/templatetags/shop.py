"""Filters every template may use, and the tag of a form's field."""

from datetime import datetime
from functools import lru_cache

import phonenumbers
from django import template
from django.utils import timezone
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from config import money
from config.form_renderer import labelled

INDIA = 91
register = template.Library()
register.filter("rupees", money.rupees)
register.filter("short_rupees", money.short_rupees)
register.simple_tag(labelled, name="field")


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
@lru_cache(maxsize=1_000)
def telephone(number: str) -> str:
    """'+919845012345' as Indians write it: '98450 12345'; a landline with its code in front:
    '020 4123 4567'. What is no Indian number is left as it is."""
    try:
        read = phonenumbers.parse(number or "", "IN")
    except NumberParseException:
        return number or ""
    if read.country_code != INDIA:
        return number
    national = phonenumbers.format_number(read, PhoneNumberFormat.NATIONAL)
    is_mobile = phonenumbers.number_type(read) == PhoneNumberType.MOBILE
    return national.removeprefix("0") if is_mobile else national
