"""Cancelling an order whose goods are in the house: stock back once, money back once (design.md
4.10). They are until its parcel is made, and again when all its parcels were called off.

The move, the stock and the refund's intent are one write; Razorpay is asked afterwards, here or,
should that fail, by the worker."""

import logging
from collections import Counter
from dataclasses import dataclass

from pynamodb.expressions.condition import Condition

from config import clock
from config.dynamo import Transaction
from config.errors import Unavailable
from orders import queries as order_queries
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import (
    DISPUTE_LOST_FLAG,
    REFUND_FLAG,
    REFUNDED_THERE_FLAG,
    Status,
)
from orders.services import cancelling
from orders.services.story import attention_as_read
from payments import queries
from payments.models import Payment
from payments.services.refund_parts import intend_rest
from payments.services.refund_sending import send_all
from payments.words import HOME, money_words
from shipping.queries import is_all_called_off
from shipping.services.flags import DISPATCH_FLAG, PARCEL_FLAG

log = logging.getLogger(__name__)
# These asked for a cancel, among other things.
SETTLED_BY_A_CANCEL = frozenset({REFUNDED_THERE_FLAG, DISPUTE_LOST_FLAG})


@dataclass(frozen=True)
class _Wish:
    """A cancel that is asked for. `where`: where the order must stand, in place of the table's
    answer; `is_here`: its parcels were all called off."""

    reason: str
    by: str
    where: Condition | None
    is_here: bool


def cancel_order(order_id: str, *, reason: str, by: str) -> Order:
    """Cancel an order that has not been handed over, put its stock back and give back whatever was
    paid on it, the right amount or not. A second press finds it cancelled and changes nothing.

    Raises OrderNotFound, WrongMoment. The refund is on its way when this returns, or flagged and
    taken up by the worker where Razorpay could not be reached.
    """
    return _once(order_queries.order(order_id), reason=reason, by=by)


def cancel_own_order(order_id: str, customer_id: str, *, reason: str) -> Order:
    """The same by the customer, and only while nobody has begun to pack: the write itself holds
    to that. Somebody else's order is OrderNotFound."""
    order = order_queries.own_order(order_id, customer_id)
    return _once(order, reason=reason, by="Customer", where=cancelling.not_begun())


def _once(order: Order, *, reason: str, by: str, where: Condition | None = None) -> Order:
    if order.status == Status.CANCELLED:
        return order
    is_here = is_all_called_off(order)
    if where is None and is_here:
        where = cancelling.never_left(order)
    try:
        _cancel(order, _Wish(reason, by, where, is_here))
    except WrongMoment:
        order = order_queries.order(order.order_id)
        if order.status != Status.CANCELLED:
            raise
        return order
    try:
        send_all(order.order_id)
    except Unavailable:
        log.warning("The refund of %s waits for the worker", order.order_id)
    return order_queries.order(order.order_id)


def _cancel(order: Order, wish: _Wish) -> None:
    received = queries.received_on(order)
    reason, by = wish.reason, wish.by
    if received:
        _cancel_paid(order, received, wish)
    elif queries.is_money_gone(order):
        _cancel_given_back(order, wish)
    elif order.is_cod:
        settles = _settled(wish)
        cancelling.cancel_unsent(order, reason=reason, by=by, settles=settles, where=wish.where)
    elif order.status == Status.PENDING:
        cancelling.cancel_unpaid(order.order_id, reason=reason, by=by)
    else:  # paid, says the order, by a payment that the earlier system did not write down
        where = wish.where
        cancelling.cancel_without_payment(order.order_id, reason=reason, by=by, where=where)


def _cancel_paid(order: Order, received: list[Payment], wish: _Wish) -> None:
    amount = _sum_of(received)
    flag = (
        f"{amount} of {', '.join(payment.payment_id for payment in received)} is being sent back."
        " The shop asks Razorpay until it is taken; do not refund it there yourself."
    )
    now = clock.now()

    def also_the_refunds(tx: Transaction) -> None:
        for payment in received:
            intend_rest(tx, payment, by=wish.by, reason=wish.reason, at=now)

    cancelling.cancel(
        order,
        reason=wish.reason,
        text=f"Order cancelled: {wish.reason} {amount} goes back to you.",
        by=wish.by,
        also=_money_as_read(order),
        flags={REFUND_FLAG: flag},
        settles=_settled(wish),
        extra=also_the_refunds,
        where=wish.where,
    )


def _sum_of(received: list[Payment]) -> str:
    """'₹1,299.00', and other currencies beside it: 'USD 12.99 and ₹1,299.00'."""
    sums = Counter[str]()
    for payment in received:
        sums[payment.currency or HOME] += payment.left_paise
    return " and ".join(money_words(amount, currency) for currency, amount in sums.items())


def _cancel_given_back(order: Order, wish: _Wish) -> None:
    """All of its money is gone already: given back before, or taken by the bank in a dispute."""
    cancelling.cancel(
        order,
        reason=wish.reason,
        text=f"Order cancelled: {wish.reason} Your money went back to you before.",
        by=wish.by,
        also=_money_as_read(order),
        settles=_settled(wish),
        where=wish.where,
    )


def _settled(wish: _Wish) -> frozenset[str]:
    """The flags that a cancel answers."""
    return SETTLED_BY_A_CANCEL | {DISPATCH_FLAG} | ({PARCEL_FLAG} if wish.is_here else frozenset())


def _money_as_read(order: Order) -> Condition:
    paid_by = order.razorpay_payment_id
    same: Condition = Order.razorpay_payment_id.does_not_exist()
    if paid_by is not None:
        same = Order.razorpay_payment_id == paid_by
    both: Condition = same & attention_as_read(order)
    return both
