"""Cancelling an order before its parcel is made: stock back once, money back once (design.md 4.10).

The move, the stock and the refund's intent are one write; Razorpay is asked afterwards, here or,
should that fail, by the worker."""

import logging

from config import clock
from config.dynamo import Transaction
from config.errors import Unavailable
from config.money import rupees
from orders import queries as order_queries
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services import cancelling
from orders.services.story import flagged, list_for_attention
from payments import queries
from payments.models import Payment
from payments.services import refunding

log = logging.getLogger(__name__)


def cancel_order(order_id: str, *, reason: str, by: str) -> Order:
    """Cancel an order that has not been handed over, put its stock back and give back what was
    paid. A second press finds it cancelled and changes nothing.

    Raises OrderNotFound, WrongMoment. The refund is on its way when this returns, or flagged and
    taken up by the worker where Razorpay could not be reached.
    """
    order = order_queries.order(order_id)
    if order.status == Status.CANCELLED:
        return order
    payment = _received(order)
    if payment is None:
        return cancelling.cancel_unpaid(order_id, reason=reason, by=by)
    _cancel_paid(order, payment, reason=reason, by=by)
    try:
        refunding.send_refunds(_again(payment))
    except Unavailable:
        log.warning("The refund of %s waits for the worker", payment.payment_id)
    return order_queries.order_of(order.order_id, order.customer_id)


def _received(order: Order) -> Payment | None:
    if order.razorpay_payment_id and order.payment_status == PaymentStatus.CAPTURED:
        return queries.payment(order.razorpay_payment_id)
    return None


def _cancel_paid(order: Order, payment: Payment, *, reason: str, by: str) -> None:
    now = clock.now()
    text = f"Order cancelled: {reason} {rupees(payment.amount)} goes back to you."
    flag = (
        f"{rupees(payment.amount)} of {payment.payment_id} is being sent back. If this line is"
        " still here in an hour, refund it by hand at Razorpay."
    )

    def also_the_refund(tx: Transaction) -> None:
        refunding.intend_in_full(tx, payment, by=by, reason=reason)
        list_for_attention(tx, order.order_id)

    cancelling.cancel(
        order,
        reason=reason,
        text=text,
        by=by,
        also=Order.razorpay_payment_id == payment.payment_id,
        actions=[flagged(order, refunding.REFUND_FLAG, flag, at=now)],
        extra=also_the_refund,
    )


def _again(payment: Payment) -> Payment:
    found = queries.payment(payment.payment_id)
    if found is None:
        raise WrongMoment(payment.order_id, "without its payment", "refunded")
    return found
