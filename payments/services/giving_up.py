"""Giving up an order that waits for money, for the order for cash that stands in its place."""

from collections.abc import Iterable

from orders import queries
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.cancelling import (
    HOLD_RAN_OUT,
    cancel_unpaid,
    cancel_unsent,
    end_for_good,
)
from payments.errors import BeingPaid

INSTEAD = "Cash on delivery instead."


def is_called_off(order: Order) -> bool:
    """Whether the page made this order and it was ended: for cash, or to be replaced by one."""
    is_for_cash = order.is_cod or order.cancel_reason == INSTEAD
    return order.status is Status.CANCELLED and is_for_cash


def leave_what_is_paid(orders: Iterable[Order]) -> None:
    """BeingPaid where money for one of these came, or the bank has agreed to it."""
    for order in orders:
        is_agreed = order.payment_status == PaymentStatus.AUTHORIZED
        is_over = order.status is Status.CANCELLED
        if not is_over and (order.status is not Status.PENDING or is_agreed):
            raise BeingPaid(order.order_id)


def only_one(to_be_paid: Order | None, cash: Order) -> None:
    """Of two orders the one for cash, unless money for the other is on its way."""
    if to_be_paid is not None:
        try:
            give_up(to_be_paid)
        except BeingPaid:
            _end(cash)
            raise


def _end(cash: Order) -> None:
    try:
        cancel_unsent(cash, reason="It is being paid online.", by="Shop")
    except WrongMoment:
        if queries.order(cash.order_id).status is not Status.CANCELLED:
            raise


def give_up(order: Order) -> None:
    """End an order that waits for money, or that late money would revive; BeingPaid where the bank
    has agreed to it or it came."""
    if order.status is Status.PENDING and order.payment_status != PaymentStatus.AUTHORIZED:
        try:
            order = cancel_unpaid(order.order_id, reason=INSTEAD, by="Customer")
        except WrongMoment:
            order = queries.order(order.order_id)
    is_over = order.status is Status.CANCELLED
    if is_over and order.cancel_reason == HOLD_RAN_OUT:
        is_over = end_for_good(order, reason=INSTEAD)
    if not is_over:
        raise BeingPaid(order.order_id)
