"""News from outside on the day's overview."""

from dataclasses import dataclass
from typing import Any

from django import template

from config import clock
from config.staff import StaffMember
from payments.services import health
from payments.services.health import Health
from payments.staff.news import News, news_of

register = template.Library()


@dataclass(frozen=True)
class Outside:
    """How Razorpay's webhook does, for those who see payments, and a line for each source."""

    hook: Health | None
    lines: list[News]


@register.simple_tag(takes_context=True)
def news_from_outside(context: dict[str, Any], waiting: int) -> Outside:
    """How webhooks, worker and wallet do; `waiting`: how many orders are to be sent."""
    member: StaffMember = context["request"].staff
    hook = health.of_razorpay(clock.now()) if member.may("payments.see") else None
    return Outside(hook, news_of(waiting, hook=hook))
