"""Giving money back because a person wants it: a preview, then the intent with its own key, which
is written before Razorpay is asked. A crash after that is taken up by the worker with that key."""

import logging
from datetime import datetime

from pynamodb.expressions.condition import Condition

from catalog import shelf
from config import clock
from config.dynamo import persistently, transaction
from config.errors import Unavailable
from orders import queries as order_queries
from orders.models import Order
from orders.return_worth import PaidByHand, paid_by_hand
from orders.rules import REFUND_FLAG, Status
from orders.services import returning
from orders.services.glued import is_torn, places_glued
from orders.services.return_writing import returns_as_read
from orders.services.story import attention_as_read, flagged, list_for_attention, told
from payments import queries, refund_rules
from payments.errors import (
    CancelInstead,
    LookAgain,
    NotReceived,
    PaymentNotFound,
    RacketTorn,
    RefundChanged,
)
from payments.models import Payment, Refund
from payments.refund_rules import Paid, Preview, RefundStatus, Wanted
from payments.rules import RECEIVED, UNKNOWN_ORDER
from payments.services.refund_parts import intend
from payments.services.refund_sending import send_all
from payments.words import money_words

log = logging.getLogger(__name__)
ON_THE_BENCH = (Status.CONFIRMED, Status.PROCESSING)
_WITH_CUSTOMER = (Status.DELIVERED, Status.CANCELLED)  # or nothing of it is sent any more


def preview(order_id: str, payment_id: str, wanted: Wanted) -> Preview:
    """What giving this back would do; nothing is written. Raises OrderNotFound, PaymentNotFound,
    CancelInstead, RacketTorn, and what refund_rules.plan raises."""
    return _plan(order_queries.order(order_id), payment_on(order_id, payment_id), wanted)


def give_back(
    order_id: str,
    payment_id: str,
    wanted: Wanted,
    *,
    key: str,
    seen_left_paise: int,
    reason: str,
    by: str,
    only_while: Condition | None = None,
) -> Refund:
    """Give back what is wanted of a payment, and put its pieces in stock if that is wanted too.

    `key` (10 to 40 of A-Z a-z 0-9 _ -) was made when the form was drawn: the same key again is the
    same refund. `seen_left_paise` is what the person saw as left; if somebody gave money back
    meanwhile nothing is done. The customer reads `reason`. With `only_while` it is begun only while
    that holds of the order; Unavailable where it does not. Raises RefundChanged, ProductChanged,
    what `preview` raises, and RazorpayRefused where Razorpay refuses for now (the worker asks
    again). Where Razorpay is not reached the refund is intended, and the worker sends it.
    """
    _intend(order_id, payment_id, wanted, key, seen_left_paise, reason, by, only_while)
    try:
        send_all(order_id)
    except Unavailable:
        log.warning("Refund %s of %s waits for the worker", key, payment_id)
    refunds: dict[str, Refund] = payment_on(order_id, payment_id).refunds or {}
    return refunds[key]


def _intend(
    order_id: str,
    payment_id: str,
    wanted: Wanted,
    key: str,
    seen_left_paise: int,
    reason: str,
    by: str,
    only_while: Condition | None,
) -> None:
    def once() -> None:
        order, payment = order_queries.order(order_id), payment_on(order_id, payment_id)
        if key in (payment.refunds or {}):
            return
        planned = _plan(order, payment, wanted)
        if planned.left_before_paise != seen_left_paise:
            raise RefundChanged(money_words(planned.left_before_paise, payment.currency))
        refund = _refund(planned, key, reason, by, clock.now())
        _write_intent(order, payment, planned, refund, only_while)

    persistently(once)
    shelf.touch(
        {line.product_id for line in order_queries.order(order_id).lines if line.product_id}
    )


def _plan(order: Order, payment: Payment, wanted: Wanted) -> Preview:
    if payment.status not in RECEIVED:
        raise NotReceived(payment.payment_id)
    planned = refund_rules.plan(paid_on(order, payment), wanted)
    if order.status not in _WITH_CUSTOMER and is_torn(order, planned.lines):
        raise RacketTorn
    sent = [line.to_send - planned.lines.get(place, 0) for place, line in enumerate(order.lines)]
    is_all = planned.left_after_paise == 0 or not any(count > 0 for count in sent)
    is_its_payment = order.razorpay_payment_id == payment.payment_id
    if is_all and is_its_payment and order.status in ON_THE_BENCH:
        raise CancelInstead(order.order_id)
    return planned


def left_on(order: Order, payment: Payment) -> int:
    """What of this payment of the order can still be given back, in paise."""
    return refund_rules.left_on(paid_on(order, payment))


def paid_on(order: Order, payment: Payment) -> Paid:
    """The facts; a payment that did not pay for the order has no lines of it."""
    is_its_payment = order.razorpay_payment_id == payment.payment_id
    return Paid(
        payment_id=payment.payment_id,
        amount_paise=payment.amount,
        currency=payment.currency,
        refunds=payment.refunds or {},
        disputes=payment.disputes or {},
        lines=tuple(order.lines) if is_its_payment else (),
        shipping_paise=(order.shipping_fee or 0) if is_its_payment else 0,
        holds_stock=order.status is not Status.CANCELLED,
        by_hand=paid_by_hand(order) if is_its_payment else PaidByHand(),
        glued=places_glued(order),
    )


def _refund(planned: Preview, key: str, reason: str, by: str, at: datetime) -> Refund:
    return Refund(
        amount=planned.money_paise,
        key=key,
        status=RefundStatus.INTENDED.value,
        by=by,
        reason=reason,
        at=at,
        pieces={str(place): str(count) for place, count in planned.lines.items()} or None,
        has_delivery=planned.with_delivery or None,
    )


def _write_intent(
    order: Order,
    payment: Payment,
    planned: Preview,
    refund: Refund,
    only_while: Condition | None,
) -> None:
    money = money_words(refund.amount, payment.currency)
    text = f"{money} goes back to you: {refund.reason}"
    flag = (
        f"{money} of {payment.payment_id} is being sent back. The shop asks Razorpay until it is"
        " taken; do not refund it there yourself."
    )
    as_read = (Order.status == order.status) & attention_as_read(order)
    # A return that is paid by hand meanwhile takes its money off what is left.
    as_read = as_read & returning.pieces_as_read(order) & returns_as_read(order)
    with transaction() as tx:
        intend(tx, payment, refund)
        tx.update(
            order,
            actions=[
                told(order, text, by=refund.by, at=refund.at),
                flagged(order, REFUND_FLAG, flag, at=refund.at),
                *returning.noted(order, returned=planned.stock, paid_back=planned.lines),
                *([Order.fees_back.set(True)] if planned.with_delivery else []),
                Order.updated_at.set(refund.at),
            ],
            condition=as_read if only_while is None else as_read & only_while,
            or_else=LookAgain(),
        )
        list_for_attention(tx, order.order_id)
        returning.put_back(tx, [(order.lines[at], n) for at, n in planned.stock.items()])


def payment_on(order_id: str, payment_id: str) -> Payment:
    """The payment, as one of this order's. Raises PaymentNotFound."""
    payment = queries.payment(payment_id)
    if payment is None or payment.order_id != order_id or order_id == UNKNOWN_ORDER:
        raise PaymentNotFound
    return payment
