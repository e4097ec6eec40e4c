"""Asking Razorpay for the refunds that are intended, each under its own key, and writing down what
came of them. The worker does it again for as long as one is left."""

from config import clock
from config.dynamo import persistently, transaction
from orders import queries as order_queries
from orders.models import Order
from orders.rules import AMOUNT_FLAG, REFUND_FLAG
from orders.services.mailing import send_owed
from orders.services.story import attention_as_read, take_off_attention, unflagged
from payments import queries
from payments.errors import LookAgain
from payments.models import Payment, Refund
from payments.razorpay import RazorpayRefused, gateway
from payments.refund_rules import RefundStatus
from payments.services.refund_news import take_refund
from payments.services.refund_refused import is_answered
from payments.services.writing import Source


def send_refunds(payment: Payment) -> int:
    """Ask Razorpay for every refund of this payment that is only intended, and write down what
    came of it; how many were sent. Raises RazorpayDown; RazorpayRefused where Razorpay may make
    it later (too little balance), and then it stays intended."""
    due = [r for r in (payment.refunds or {}).values() if r.status == RefundStatus.INTENDED]
    refusals = [no for refund in due if (no := _refusal_of(payment, refund))]
    if refusals:
        raise refusals[0]
    return len(due)


def _refusal_of(payment: Payment, refund: Refund) -> RazorpayRefused | None:
    """Send it; what Razorpay does not make for now must not keep the others waiting."""
    try:
        _send(payment, refund)
    except RazorpayRefused as no:
        return no
    return None


def _send(payment: Payment, refund: Refund) -> None:
    notes = {"orderId": payment.order_id}
    try:
        result = gateway().refund(
            payment.payment_id, refund.amount, refund.key, refund.key[:40], notes
        )
    except RazorpayRefused as no:
        if not is_answered(payment, refund, why_not=no.description):
            raise
        return
    take_refund(result, source=Source(by="Razorpay"))


def send_all(order_id: str) -> int:
    """Send every refund of an order that is only intended, and take the flag off once none is
    left; how many were sent. Raises RazorpayDown, RazorpayRefused: then the flag stays."""
    order = order_queries.order(order_id)
    sent = sum(send_refunds(payment) for payment in queries.payments_on(order))
    persistently(lambda: _unflag_if_done(order_id))
    # The worker's own round passes over orders that ended long ago.
    send_owed(order_queries.order(order_id), now=clock.now())
    return sent


def _unflag_if_done(order_id: str) -> None:
    order = order_queries.order(order_id)
    done = _done(order) & {flag.kind for flag in order.attention or []}
    if not done:
        return
    with transaction() as tx:
        tx.update(
            order,
            actions=[unflagged(order, *done)],
            condition=attention_as_read(order),
            or_else=LookAgain(),
        )
        if all(flag.kind in done for flag in order.attention or []):
            take_off_attention(tx, order.order_id)


def _done(order: Order) -> set[str]:
    """The flags about money that nothing is left to do for: no refund waits to be sent; no money
    is here that the order was not paid by."""
    payments = queries.payments_on(order)
    refunds = [refund for payment in payments for refund in (payment.refunds or {}).values()]
    if any(refund.status == RefundStatus.INTENDED for refund in refunds):
        return set()
    odd = [row for row in payments if row.payment_id != order.razorpay_payment_id]
    is_odd_money_here = any(row.status == "captured" and row.left_paise for row in odd)
    return {REFUND_FLAG} if is_odd_money_here else {REFUND_FLAG, AMOUNT_FLAG}
