"""Asking Razorpay what became of a payment: the shopper's browser says it is paid, or nobody has
said anything for a while."""

import logging
from datetime import datetime, timedelta

from config import clock
from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.errors import BadSignature, PaymentNotFound
from payments.razorpay import RazorpayRefused, gateway
from payments.razorpay_entities import GatewayPayment
from payments.rules import RANK
from payments.services.opening import write_opened
from payments.services.refund_news import fetch_refunds
from payments.services.taking import take_payment
from payments.services.writing import Source

log = logging.getLogger(__name__)
AT_THE_BANK = timedelta(minutes=15)  # after ten without an answer Razorpay calls it failed


def order_opened_as(razorpay_order_id: str) -> str:
    """The id of our order that was opened as this one at Razorpay. Raises PaymentNotFound."""
    opened = queries.opened(razorpay_order_id)
    if opened is None or opened.status != "created":
        raise PaymentNotFound
    return opened.order_id


def check_callback(*, razorpay_order_id: str, payment_id: str, signature: str) -> None:
    """The browser brought a payment: if Razorpay signed the pair, fetch it and take it. Raises
    BadSignature, RazorpayDown, Unavailable."""
    if not gateway().payment_signature_is_right(razorpay_order_id, payment_id, signature):
        raise BadSignature
    news = gateway().payment(payment_id)
    if news.order_id != razorpay_order_id:
        raise BadSignature
    take_payment(news, source=Source(by="Customer's browser", signature=signature))


def _is_known(order: Order, news: GatewayPayment) -> bool:
    """Whether this attempt had its effect, which is written together with its item."""
    known = queries.payment(news.id)
    if known is None or known.order_id != order.order_id:
        return False
    return RANK.get(known.status, 0) >= RANK.get(news.status, 0)


def check_order(order: Order, *, now: datetime | None = None) -> bool:
    """Ask Razorpay for every attempt on this order and take what is news. True if money is here
    or on its way, so that the hold must not end. Raises RazorpayDown, Unavailable."""
    now = now or clock.now()
    if order.razorpay_order_id is None:
        opened = gateway().order_by_receipt(order.order_id)
        if opened is None:
            return False
        razorpay_order_id = write_opened(order, opened)
    else:
        razorpay_order_id = order.razorpay_order_id
    found = _attempts(razorpay_order_id)
    # Of several attempts the one that got furthest comes last, so that it has the last word.
    for news in sorted(found, key=lambda payment: RANK.get(payment.status, 0)):
        if news.status != "created" and not _is_known(order, news):
            take_payment(news, source=Source(by="Worker"))
        if news.amount_refunded_paise:
            fetch_refunds(news.id, source=Source(by="Worker"))
    return order.status == Status.PENDING and any(_is_alive(news, now) for news in found)


def _attempts(razorpay_order_id: str) -> list[GatewayPayment]:
    """None on an order that Razorpay does not know: after a change of keys nobody can pay it."""
    try:
        return gateway().payments_of(razorpay_order_id)
    except RazorpayRefused as no:
        if "does not exist" not in no.description:
            raise
        log.warning("Razorpay does not know %s", razorpay_order_id)
        return []


def _is_alive(news: GatewayPayment, now: datetime) -> bool:
    """Whether money is here or may still come by this attempt: whoever is at their bank's page when
    the fifteen minutes are over may finish there."""
    if news.status == "created":
        return news.created_at > now - AT_THE_BANK
    return news.status in {"authorized", "captured"}
