"""Whether an order's goods may leave the house as far as its money is concerned: nothing ships
unpaid, save what the courier collects for."""

from pynamodb.expressions.condition import Condition

from orders.models import Order
from orders.rules import COD, PAID_FOR


def is_money_settled(order: Order) -> bool:
    """Whether the order is paid for, or will be at the door."""
    return order.is_cod or order.payment_status in PAID_FOR


def money_is_settled() -> Condition:
    """The same as the condition of a write."""
    paid: Condition = Order.payment_status.is_in(*PAID_FOR)
    either: Condition = paid | (Order.payment_method == COD)
    return either
