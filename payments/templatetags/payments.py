"""Pieces of page about money that payments lends to an order's own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.calling_off import may_cancel
from payments.models import Payment, Refund
from payments.refund_rules import NOT_GIVEN, RefundStatus
from payments.rules import RECEIVED
from payments.staff.words import method_words
from payments.words import money_words

register = template.Library()


@dataclass(frozen=True)
class WentBack:
    """Money that goes or went back, and how far it is."""

    money: str
    words: str


@dataclass(frozen=True)
class Came:
    """A payment as its customer reads it."""

    money: str
    how: str
    at: datetime | None
    back: list[WentBack]


@register.inclusion_tag("payments/account_money.html")
def order_money(order: Order) -> dict[str, Any]:
    """What was paid for an order and what went back of it; nothing before anything came in."""
    paid = [each for each in queries.payments_on(order) if each.status in RECEIVED]
    return {"order": order, "came": [_came(each) for each in paid]}


def _came(payment: Payment) -> Came:
    refunds = sorted((payment.refunds or {}).values(), key=lambda refund: refund.at)
    return Came(
        money_words(payment.amount, payment.currency),
        method_words(payment),
        payment.captured_at or payment.created_at,
        [_went_back(each, payment) for each in refunds],
    )


def _went_back(refund: Refund, payment: Payment) -> WentBack:
    if refund.status == RefundStatus.PROCESSED:
        words = "went back the way it came. Banks take 5 to 7 working days to show it."
    elif refund.status in NOT_GIVEN:
        words = "could not be sent back that way. We see to it and write to you."
    else:
        words = "is on its way back. Banks take 5 to 7 working days."
    return WentBack(money_words(refund.amount, payment.currency), words)


@register.inclusion_tag("payments/account_cancel_offer.html", takes_context=True)
def order_cancel(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """The way to cancel an order, or what to do where it is too late for that."""
    return {
        "order": order,
        "shop": context.get("shop"),
        "may_cancel": may_cancel(order),
        "is_being_packed": order.status is Status.PROCESSING,
    }
