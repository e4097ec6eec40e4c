"""Pieces of the staff pages about money, lent to the order's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from config.staff import StaffMember
from orders.models import Order
from orders.rules import Status
from orders.services.glued import held_glued
from orders.services.returning import still_held
from orders.staff.page import may_be_cancelled
from payments import queries
from payments.models import Dispute, Payment, Refund
from payments.refund_rules import given_paise, lost_paise, waiting_paise
from payments.rules import RECEIVED, UNKNOWN_ORDER
from payments.staff import words
from payments.staff.forms import CancelForm
from payments.staff.queries import newest_first, payments_of
from payments.staff.refund_forms import RefundForm
from payments.staff.refund_offer import can_give_back, offer_of
from payments.staff.unmatched_forms import forms_for
from payments.words import money_words, reason_words
from shipping.queries import is_all_called_off

register = template.Library()
register.filter("money", money_words)
register.filter("reason_words", reason_words)
register.filter("method_words", words.method_words)
register.filter("order_badge", words.order_badge)
register.filter("badge_of", words.payment_badge)
register.filter("refund_look", words.refund_look)
register.filter("dispute_look", words.dispute_look)
register.filter("parts_of", words.refunded_parts)


@register.filter
def has_order(payment: Payment) -> bool:
    """Whether it is known what was paid."""
    return payment.order_id != UNKNOWN_ORDER


@register.filter
def refunds_of(payment: Payment) -> list[Refund]:
    """What of a payment goes or went back, the oldest first."""
    return sorted((payment.refunds or {}).values(), key=lambda refund: refund.at)


@register.filter
def disputes_of(payment: Payment) -> list[Dispute]:
    """What the bank wants back of a payment, the latest news first."""
    return sorted((payment.disputes or {}).values(), key=lambda dispute: dispute.at, reverse=True)


@dataclass(frozen=True)
class Sums:
    """Of all that came in for an order in one currency: what came, what Razorpay has taken on to
    give back, what still waits to go back, what the bank took after a dispute, and what is left.
    The first is the sum of the others."""

    currency: str
    received: int
    back: int
    waits: int
    lost: int
    left: int


@register.filter
def is_received(payment: Payment) -> bool:
    """Whether its money came in, wherever it is now."""
    return payment.status in RECEIVED


@register.simple_tag
def sums_of_one(payment: Payment) -> Sums:
    """Where the money of this payment is."""
    return _sums(payment.currency, [payment])


@register.simple_tag
def sums_of(payments: Iterable[Payment]) -> list[Sums]:
    """Where the money of these payments is, currency by currency."""
    came = [payment for payment in payments if payment.status in RECEIVED]
    currencies = dict.fromkeys(payment.currency for payment in came)
    return [_sums(each, [p for p in came if p.currency == each]) for each in currencies]


def _sums(currency: str, came: list[Payment]) -> Sums:
    return Sums(
        currency,
        received=sum(payment.amount for payment in came),
        back=sum(given_paise(payment.refunds or {}) for payment in came),
        waits=sum(waiting_paise(payment.refunds or {}) for payment in came),
        lost=sum(lost_paise(payment.disputes or {}) for payment in came),
        left=sum(payment.left_paise for payment in came),
    )


@register.filter
def waiting_of(payment: Payment) -> int:
    """What is to go back of it and was not taken on by Razorpay yet."""
    return waiting_paise(payment.refunds or {})


@dataclass(frozen=True)
class Row:
    """A payment on an order's page, and the form that gives it back for those who may."""

    payment: Payment
    form: RefundForm | None


@register.inclusion_tag("payments/staff/panel.html", takes_context=True)
def payment_panel(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """The order's money, for those who may see it, and the ways to give it back."""
    member: StaffMember = context["request"].staff
    may_see = member.may("payments.see")
    rows = _rows(order, may_refund=member.may("payments.refund")) if may_see else []
    return {
        "csrf_token": context.get("csrf_token"),
        "order": order,
        "may_see": may_see,
        "rows": rows,
        "payments": [row.payment for row in rows],
        "has_refund_form": any(row.form for row in rows),
        "has_link": _waits_for_money(order) and member.may("orders.create"),
        "may_cancel": member.may("orders.cancel") and _goods_are_here(order),
        "form": CancelForm(),
    }


def _waits_for_money(order: Order) -> bool:
    return order.status is Status.PENDING and order.hold_expires_at is not None


def _goods_are_here(order: Order) -> bool:
    return may_be_cancelled(order) or is_all_called_off(order)


def _rows(order: Order, *, may_refund: bool) -> list[Row]:
    """Each payment as the table has it now; those of the earlier system by its order id."""
    payments = newest_first(queries.payments_on(order)) or payments_of(order)
    return [Row(payment, _form(order, payment) if may_refund else None) for payment in payments]


def _form(order: Order, payment: Payment) -> RefundForm | None:
    if payment.order_id != order.order_id or not can_give_back(order, payment):
        return None
    return RefundForm(offer_of(order, payment))


@register.inclusion_tag("payments/staff/unmatched.html", takes_context=True)
def unmatched_panel(context: dict[str, Any], payments: Iterable[Payment]) -> dict[str, Any]:
    """The payments whose order nobody knows, and what may be done with each."""
    member: StaffMember = context["request"].staff
    return {
        "csrf_token": context.get("csrf_token"),
        "rows": [(payment, *forms_for(payment)) for payment in payments],
        "may_refund": member.may("payments.refund"),
    }


@dataclass(frozen=True)
class MoneyBack:
    """What a cancel does with money: how much goes back, '' for none, or a person who must see to
    it; and whether the bank may take some of it back as well."""

    words: str
    is_by_hand: bool
    is_disputed: bool


@register.simple_tag
def money_back(order: Order) -> MoneyBack:
    """What a cancel of this order would give back."""
    came = queries.received_on(order)
    money = [money_words(each.left, each.currency) for each in sums_of(came) if each.left]
    return MoneyBack(
        " and ".join(money),
        is_by_hand=order.status != Status.PENDING and not money,
        is_disputed=bool(money) and any(words.is_disputed(payment) for payment in came),
    )


@register.filter
def held_pieces(order: Order) -> int:
    """What a cancel puts back in stock; lines of the earlier system held none."""
    return sum(count for line, count in still_held(order) if line.sku)


@register.filter
def glued_pieces(order: Order) -> int:
    """What a cancel leaves out of every count, because it may be glued into a racket."""
    return sum(held_glued(order).values())
