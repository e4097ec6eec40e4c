"""Pieces of the staff pages about money, lent to the order's page."""

from dataclasses import dataclass
from typing import Any

from django import template

from config.staff import StaffMember
from orders.models import Order
from orders.rules import Status
from orders.services.confirming import METHODS
from orders.staff.page import may_be_cancelled
from payments import queries
from payments.models import Payment, Refund
from payments.rules import UNKNOWN_ORDER
from payments.staff.forms import CancelForm
from payments.staff.queries import payments_of

register = template.Library()


@register.filter
def method_words(payment: Payment) -> str:
    """'UPI, asha@okaxis' or 'card, Visa, 4417': how it was paid, as far as Razorpay says."""
    kept = payment.detail or {}
    known = (kept.get(key) for key in ("network", "last4", "vpa", "bank", "wallet"))
    how = METHODS.get(payment.method or "", payment.method or "unknown")
    return ", ".join([how, *(text for text in known if text)])


@register.filter
def has_order(payment: Payment) -> bool:
    """Whether it is known what was paid."""
    return payment.order_id != UNKNOWN_ORDER


@register.filter
def refunds_of(payment: Payment) -> list[Refund]:
    """What of a payment goes or went back, the oldest first."""
    return sorted((payment.refunds or {}).values(), key=lambda refund: refund.at)


@register.inclusion_tag("payments/staff/panel.html", takes_context=True)
def payment_panel(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """The order's money, for those who may see it, and the way to cancel the order."""
    member: StaffMember = context["request"].staff
    may_see = member.may("payments.see")
    payments = payments_of(order) if may_see else []
    return {
        "csrf_token": context.get("csrf_token"),
        "order": order,
        "may_see": may_see,
        "payments": payments,
        "may_cancel": member.may("orders.cancel") and may_be_cancelled(order),
        "form": CancelForm(),
    }


@dataclass(frozen=True)
class MoneyBack:
    """What a cancel does with money: paise that go back, or a person who must see to it."""

    paise: int
    is_by_hand: bool


@register.simple_tag
def money_back(order: Order) -> MoneyBack:
    """What a cancel of this order would give back."""
    paise = sum(payment.left_paise for payment in queries.received_on(order))
    return MoneyBack(paise, is_by_hand=order.status != Status.PENDING and not paise)


@register.filter
def held_pieces(order: Order) -> int:
    """What a cancel puts back in stock; lines of the earlier system held none."""
    return sum(line.kept for line in order.lines if line.sku)
