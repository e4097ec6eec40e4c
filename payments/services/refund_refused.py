"""What to do when Razorpay refuses a refund that we intended."""

from config import clock
from config.dynamo import persistently, transaction
from orders.queries import order_or_none
from orders.rules import REFUND_FAILED_FLAG
from orders.services.story import attention_as_read, flagged, list_for_attention, told
from payments import queries
from payments.errors import LookAgain
from payments.models import Payment, Refund
from payments.refund_rules import RefundStatus, given_paise
from payments.services.refund_news import fetch_refunds
from payments.services.refund_parts import moved_on, refunds_as_read
from payments.services.writing import Source


def is_answered(payment: Payment, refund: Refund, *, why_not: str) -> bool:
    """Whether Razorpay has made this refund after all, or never will because the money went back
    by another way: then it is written down as refused and a person is told. False where it may
    still be made, as after too little balance. Raises RazorpayDown, Unavailable."""
    fetch_refunds(payment.payment_id, source=Source(by="Razorpay"))
    return persistently(lambda: _is_answered(payment.payment_id, refund.key, why_not))


def _is_answered(payment_id: str, key: str, why_not: str) -> bool:
    payment = queries.payment(payment_id)
    refund = ((payment.refunds if payment else None) or {}).get(key)
    if payment is None or refund is None or refund.status != RefundStatus.INTENDED:
        return True
    if given_paise(payment.refunds or {}) + refund.amount <= payment.amount:
        return False
    _write_refused(payment, refund, why_not)
    return True


def _write_refused(payment: Payment, refund: Refund, why_not: str) -> None:
    now, order = clock.now(), order_or_none(payment.order_id)
    text = (
        f"A refund on {payment.payment_id} was refused by Razorpay: {why_not} The refunds listed"
        " with the payment are what was really given back. Compare, then press Settled."
    )
    with transaction() as tx:
        tx.update(
            payment,
            actions=moved_on(refund, RefundStatus.REFUSED, why_not=why_not),
            condition=refunds_as_read(payment),
            or_else=LookAgain(),
        )
        if order is None:
            return
        tx.update(
            order,
            actions=[
                told(order, text, by="Razorpay", at=now, is_internal=True),
                flagged(order, REFUND_FAILED_FLAG, text, at=now),
            ],
            condition=attention_as_read(order),
            or_else=LookAgain(),
        )
        list_for_attention(tx, order.order_id)
