"""Money for the staff's search box: by Razorpay's ids. A refund is kept inside its payment and no
index leads to it, so Razorpay is asked for its payment, and not waited for long."""

import re
from collections.abc import Sequence

from django.urls import reverse

from config.finding import Finder, Hit
from payments import queries
from payments.models import Payment
from payments.razorpay import hurried_gateway
from payments.razorpay_wire import RazorpayRefused
from payments.rules import UNKNOWN_ORDER
from payments.staff.words import payment_badge
from payments.words import money_words

KIND = "Payments"
_PAYMENT = re.compile(r"pay_[A-Za-z0-9]{6,40}", re.ASCII)
_ORDER = re.compile(r"order_[A-Za-z0-9]{6,40}", re.ASCII)
_REFUND = re.compile(r"rfnd_[A-Za-z0-9]{6,40}", re.ASCII)


def by_payment(words: str) -> Sequence[Hit]:
    """The payment of this id, on its order's page if it has one."""
    found = queries.payment(words) if _PAYMENT.fullmatch(words) else None
    return [_hit(found, found.payment_id)] if found else []


def by_razorpay_order(words: str) -> Sequence[Hit]:
    """The order that was opened at Razorpay under this id."""
    opened = queries.opened(words) if _ORDER.fullmatch(words) else None
    return [_hit(opened, words)] if opened else []


def by_refund(words: str) -> Sequence[Hit]:
    """The payment of which this refund went back. Raises RazorpayDown where Razorpay is silent."""
    if not _REFUND.fullmatch(words):
        return []
    try:
        found = queries.payment(hurried_gateway().refund_of_id(words).payment_id)
    except RazorpayRefused:  # it knows no such refund
        return []
    return [_hit(found, words)] if found else []


def _hit(payment: Payment, title: str) -> Hit:
    is_known = payment.order_id != UNKNOWN_ORDER
    address = (
        f"{reverse('staff:orders:detail', args=[payment.order_id])}#money"
        if is_known
        else reverse("staff:payments:payment", args=[payment.payment_id])
    )
    facts = (
        money_words(payment.amount, payment.currency),
        payment_badge(payment).word,
        f"order {payment.order_id}" if is_known else "no order is known",
    )
    return Hit(title, ", ".join(facts), address, KIND)


FINDERS = tuple(Finder("payments.see", find) for find in (by_payment, by_razorpay_order, by_refund))
