"""A return's money that a person pays, by UPI or otherwise: what was paid in cash, and what
Razorpay cannot send back. Never beside a refund of Razorpay's, and never more than is left."""

import hashlib

from config.dynamo import persistently, transaction
from config.money import rupees
from orders import queries as order_queries
from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import ReturnStatus
from orders.services.answering import write_paid_by_hand
from orders.services.return_writing import return_of
from payments import queries
from payments.errors import LookAgain, NotByHand, TooMuchByHand
from payments.models import Payment
from payments.refund_rules import NOT_GIVEN
from payments.services.refund_parts import refunds_as_read
from payments.services.refunding import left_on

MOST_KEY = 40  # signs that Razorpay takes


def key_of(order_id: str, number: str) -> str:
    """The key of a return's refund: the same return is the same refund."""
    key = f"return-{order_id}-{number}"
    if len(key) <= MOST_KEY and key.replace("-", "").replace("_", "").isalnum():
        return key
    return f"return-{hashlib.sha256(order_id.encode()).hexdigest()[:24]}-{number}"


def pay_by_hand(order_id: str, number: str, *, reference: str, paise: int, by: str) -> bool:
    """Write down that so much of a checked return was paid by hand, under the bank's reference.
    False where it was written before. Raises OrderNotFound, ReturnNotFound, ReturnMovedOn;
    NotByHand where Razorpay pays it; TooMuchByHand."""

    def once() -> bool:
        order = order_queries.order(order_id)
        back = return_of(order, number)
        if back.status == ReturnStatus.REFUNDED:
            return False
        payment = payment_of(order)
        _refuse(order, number, back, payment, paise)
        still = None if order.is_cod else Order.returns[number]["trouble"] == back.trouble
        with transaction() as tx:
            write_paid_by_hand(
                tx, order, number, reference=reference, paise=paise, by=by, also=still
            )
            if payment is not None:
                tx.check(
                    Payment,
                    payment.payment_id,
                    payment.order_id,
                    condition=refunds_as_read(payment),
                    or_else=LookAgain(),
                )
        return True

    return persistently(once)


def most_by_hand(order: Order, number: str, payment: Payment | None) -> int:
    """The most that may be paid by hand for a return: what was promised for it, and no more than
    is left of the payment when what others of its returns were paid by hand is taken off."""
    promised = (order.returns or {})[number].money or 0
    return promised if payment is None else min(promised, left_on(order, payment))


def payment_of(order: Order) -> Payment | None:
    """The payment that paid for the order; None for one that was paid in cash."""
    if order.is_cod or not order.razorpay_payment_id:
        return None
    payment = queries.payment(order.razorpay_payment_id)
    return payment if payment is not None and payment.order_id == order.order_id else None


def _refuse(order: Order, number: str, back: Return, payment: Payment | None, paise: int) -> None:
    if back.status != ReturnStatus.CHECKED:
        return  # the step itself says where it stands
    refund = (payment.refunds or {}).get(key_of(order.order_id, number)) if payment else None
    is_at_razorpay = refund is not None and refund.status not in NOT_GIVEN
    if not order.is_cod and (is_at_razorpay or not back.trouble):
        raise NotByHand(number)
    most = most_by_hand(order, number, payment)
    if not 0 <= paise <= most:
        raise TooMuchByHand(number, rupees(most))
