"""What becomes of a payment that was kept without an order: it finds its order, or a person gives
it back or explains it."""

import logging

from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import persistently, refused, transaction, write
from config.errors import Unavailable
from orders.queries import order_or_none
from payments.errors import Explained, LookAgain, PaymentNotFound, RefundWaits
from payments.models import Payment
from payments.razorpay import gateway
from payments.refund_rules import waiting_paise
from payments.services import unmatched
from payments.services.opening import write_opened
from payments.services.refund_news import fetch_refunds
from payments.services.refund_parts import intend_rest, refunds_as_read
from payments.services.refund_sending import send_refunds
from payments.services.taking import take_payment
from payments.services.writing import Source

log = logging.getLogger(__name__)


def match(payment_id: str) -> bool:
    """Ask Razorpay for which order of ours this payment was made, and take it for that one;
    whether anything was done. What is to go back goes back first. Raises RazorpayDown,
    RazorpayRefused, Unavailable."""
    if send(payment_id):
        return True
    news = gateway().payment(payment_id)
    if not news.order_id:
        return False
    opened = gateway().order(news.order_id)
    order = order_or_none(opened.receipt)
    if order is None:
        return False
    if write_opened(order, opened) != opened.id:
        return False  # it was paid on a second Razorpay order of ours: a person must look
    take_payment(news, source=Source(by="Worker"))
    fetch_refunds(payment_id, source=Source(by="Worker"))
    unmatched.matched(payment_id)
    return True


def give_back(payment_id: str, *, reason: str, by: str) -> None:
    """Give all of a payment back whose order nobody knows. Pressed twice it is one refund. Raises
    PaymentNotFound, Explained (it may stay, somebody has said), RazorpayRefused; where Razorpay is
    not reached the worker sends it."""
    persistently(lambda: _intend(payment_id, reason=reason, by=by))
    try:
        send(payment_id)
    except Unavailable:
        log.warning("The refund of %s waits for the worker", payment_id)


def _intend(payment_id: str, *, reason: str, by: str) -> None:
    payment = unmatched.kept(payment_id)
    if payment is None:
        raise PaymentNotFound
    if payment.explained:
        raise Explained(payment_id, payment.explained.get("by", ""))
    if payment.left_paise:
        unexplained = Payment.explained.does_not_exist()
        with transaction() as tx:
            intend_rest(tx, payment, by=by, reason=reason, at=clock.now(), also=unexplained)


def send(payment_id: str) -> int:
    """Send what is intended to go back of a payment without an order, and take it off the list
    once all of it went; how many refunds were sent."""
    payment = unmatched.kept(payment_id)
    sent = send_refunds(payment) if payment else 0
    present = unmatched.kept(payment_id)
    if present is not None and present.status == "refunded":
        unmatched.take_off(payment_id)
    return sent


def explain(payment_id: str, *, why: str, by: str) -> None:
    """A person has found out what a payment without an order is and why its money may stay: it
    leaves the list, and reconcile counts it as explained. Raises PaymentNotFound, and RefundWaits
    where its money is about to go back."""
    persistently(lambda: _explain(payment_id, why=why, by=by))
    unmatched.take_off(payment_id)


def _explain(payment_id: str, *, why: str, by: str) -> None:
    payment = unmatched.kept(payment_id)
    if payment is None:
        raise PaymentNotFound
    if waiting_paise(payment.refunds or {}):
        raise RefundWaits(payment_id)
    said = Payment.explained.set({"by": by, "at": clock.to_text(clock.now()), "why": why})
    unchanged = Payment.payment_id.exists() & refunds_as_read(payment)
    try:
        write(lambda: payment.update(actions=[said], condition=unchanged))
    except UpdateError as error:
        if not refused(error):
            raise
        raise LookAgain from error
