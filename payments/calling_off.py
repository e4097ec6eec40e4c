"""What a customer is told before cancelling an order, and what comes back for it."""

from dataclasses import dataclass

from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.cancelling import NOT_BEGUN
from payments import queries
from payments.words import money_words


@dataclass(frozen=True)
class Back:
    """What a cancel gives back: `words` name the sum, '' where nothing came in; `is_by_hand`: it
    was paid by a payment that is not written down here, so a person looks for it."""

    words: str
    is_by_hand: bool = False


def may_cancel(order: Order) -> bool:
    """Whether its customer may cancel it: until it is being packed, and not while the bank has
    agreed to a payment of which nobody knows yet whether it comes."""
    is_being_paid = (
        order.status is Status.PENDING and order.payment_status == PaymentStatus.AUTHORIZED
    )
    return order.status in NOT_BEGUN and not is_being_paid


def money_back(order: Order) -> Back:
    """What a cancel of this order would give back, as of now."""
    came = queries.received_on(order)
    if came:
        sums: dict[str, int] = {}
        for payment in came:
            sums[payment.currency] = sums.get(payment.currency, 0) + payment.left_paise
        return Back(" and ".join(money_words(paise, each) for each, paise in sums.items()))
    is_settled = order.status is Status.PENDING or order.is_cod or queries.is_money_gone(order)
    return Back("", is_by_hand=not is_settled)
