"""Pieces of the staff pages about a return's money, lent to the return's page."""

from typing import Any

from django import template
from django.template import Context

from config.money import plain_rupees
from config.staff import StaffMember
from orders.models import Order
from orders.return_rules import ON_THE_WAY, ReturnStatus
from payments.services.return_by_hand import most_by_hand, payment_of
from payments.staff.return_forms import PaidForm

register = template.Library()


@register.inclusion_tag("payments/staff/return_money.html", takes_context=True)
def return_money(context: Context, order: Order, number: str) -> dict[str, Any]:
    """What is to be paid for a return, and what can be done about it."""
    member: StaffMember | None = getattr(context["request"], "staff", None)
    back, may = (order.returns or {})[number], bool(member and member.may("payments.refund"))
    is_for_us = back.status == ReturnStatus.CHECKED and (order.is_cod or bool(back.trouble))
    return {
        "order": order,
        "number": number,
        "back": back,
        "may_check_in": may and back.status in ON_THE_WAY,
        "paid_form": _paid_form(order, number) if may and is_for_us else None,
        "csrf_token": context.get("csrf_token"),
    }


def _paid_form(order: Order, number: str) -> PaidForm:
    """What is left to pay is filled in."""
    most = most_by_hand(order, number, payment_of(order))
    return PaidForm(initial={"amount": plain_rupees(most)})
