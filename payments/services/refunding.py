"""Giving money back: the intent with its own key is written first, then Razorpay is asked, then
the result is written. A crash anywhere in between is taken up by the worker with the same key."""

from datetime import datetime

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, Transaction, persistently, transaction
from config.errors import Unavailable
from config.money import rupees
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.rules import REFUND_FLAG, PaymentStatus
from orders.services.story import attention_as_read, take_off_attention, told, unflagged
from payments import queries
from payments.errors import PaymentSeen
from payments.models import Payment, Refund
from payments.razorpay import RazorpayRefused, gateway
from payments.razorpay_entities import GatewayRefund

INTENDED = "intended"


def refund_id_of(payment_id: str, number: int) -> str:
    """Our name of the n-th refund of a payment, and its key at Razorpay: the same intent is the
    same refund, however often it is sent."""
    return f"refund-{payment_id}-{number}"


def intended(payment_id: str, *, amount_paise: int, by: str, reason: str, at: datetime) -> Action:
    """The action on a payment's item that writes the intent to give `amount_paise` back, as the
    first and only refund of this payment."""
    key = refund_id_of(payment_id, 1)
    refund = Refund(amount=amount_paise, key=key, status=INTENDED, by=by, reason=reason, at=at)
    return Payment.refunds.set({key: refund})


def intend_in_full(tx: Transaction, payment: Payment, *, by: str, reason: str) -> None:
    """Add to the caller's transaction: all of this payment is to go back. Refused with PaymentSeen
    if a refund was begun already, or if the money is not here."""
    tx.update(
        payment,
        actions=[
            intended(
                payment.payment_id,
                amount_paise=payment.amount,
                by=by,
                reason=reason,
                at=clock.now(),
            )
        ],
        condition=Payment.refunds.does_not_exist() & (Payment.status == "captured"),
        or_else=PaymentSeen(),
    )


def send_refunds(payment: Payment) -> int:
    """Ask Razorpay for every refund of this payment that is only intended, and write down what
    came of it; how many were sent. Raises RazorpayDown; what Razorpay refuses stays flagged."""
    due = [refund for refund in (payment.refunds or {}).values() if refund.status == INTENDED]
    for refund in due:
        _send(payment, refund)
    return len(due)


def _send(payment: Payment, refund: Refund) -> None:
    receipt = refund.key[:40]
    try:
        result = gateway().refund(
            payment.payment_id,
            refund.amount,
            refund.key,
            receipt,
            {"orderId": payment.order_id},
        )
    except RazorpayRefused:
        made = [r for r in gateway().refunds_of(payment.payment_id) if r.receipt == receipt]
        if not made:
            raise
        result = made[0]
    persistently(lambda: _write_result(payment, refund, result))


def _write_result(payment: Payment, refund: Refund, result: GatewayRefund) -> None:
    now = clock.now()
    path = Payment.refunds[refund.key]
    is_whole = refund.amount >= payment.amount
    try:
        order = order_queries.order(payment.order_id)
    except OrderNotFound:
        order = None
    try:
        with transaction() as tx:
            tx.update(
                payment,
                actions=[
                    path["status"].set(result.status),
                    path["gatewayId"].set(result.id),
                    Payment.amount_refunded.set((Payment.amount_refunded | 0) + refund.amount),
                ],
                condition=path["status"] == INTENDED,
                or_else=PaymentSeen(),
            )
            if order is not None:
                _tell_order(tx, order, payment, refund, is_whole=is_whole, now=now)
    except PaymentSeen:
        return


def _tell_order(
    tx: Transaction,
    order: Order,
    payment: Payment,
    refund: Refund,
    *,
    is_whole: bool,
    now: datetime,
) -> None:
    text = f"{rupees(refund.amount)} is on its way back to you. Banks take 5 to 7 working days."
    actions: list[Action] = [told(order, text, by="Razorpay", at=now)]
    if order.razorpay_payment_id == payment.payment_id or order.razorpay_payment_id is None:
        status = PaymentStatus.REFUNDED if is_whole else PaymentStatus.PARTIALLY_REFUNDED
        actions.append(Order.payment_status.set(status.value))
    tx.update(order, actions=actions, condition=Order.order_id.exists(), or_else=OrderNotFound())


def payments_on(order: Order) -> list[Payment]:
    """Every payment known of an order, each as it stands in the table now."""
    ids = {row.payment_id for row in queries.payments_for(order.razorpay_order_id or "")}
    ids |= {order.razorpay_payment_id} if order.razorpay_payment_id else set()
    found = (queries.payment(payment_id) for payment_id in sorted(ids))
    return [row for row in found if row is not None and row.order_id == order.order_id]


def received_on(order: Order) -> list[Payment]:
    """The payments of an order whose money is here and not on its way back: what a cancel
    refunds."""
    return [row for row in payments_on(order) if row.status == "captured" and not row.refunds]


def send_all(order_id: str) -> int:
    """Send every refund of an order that is only intended, and take the flag off once none is
    left; how many were sent. Raises RazorpayDown, RazorpayRefused: then the flag stays."""
    order = order_queries.order(order_id)
    sent = sum(send_refunds(payment) for payment in payments_on(order))
    persistently(lambda: _unflag_if_done(order_id))
    return sent


def _unflag_if_done(order_id: str) -> None:
    order = order_queries.order(order_id)
    if not any(flag.kind == REFUND_FLAG for flag in order.attention or []):
        return
    refunds = [r for row in payments_on(order) for r in (row.refunds or {}).values()]
    if any(refund.status == INTENDED for refund in refunds):
        return
    with transaction() as tx:
        tx.update(
            order,
            actions=[unflagged(order, REFUND_FLAG)],
            condition=attention_as_read(order),
            or_else=Unavailable(BUSY),
        )
        if all(flag.kind == REFUND_FLAG for flag in order.attention or []):
            take_off_attention(tx, order.order_id)
