"""What the staff pages ask of the payments table. It has no index by time: payments are found
through their orders, by their ids, or because nobody knows what they are for."""

from collections.abc import Iterable

from config import clock
from orders.models import Order
from orders.rules import MONEY_FLAGS
from orders.staff.queries import flagged
from payments import queries
from payments.models import Payment
from payments.rules import UNKNOWN_ORDER

MOST_FLAGGED = 10  # orders whose payments are read: one index query each
MOST_UNMATCHED = 100
_LONG_AGO = clock.from_unix(0)  # items of the earlier system may have no time


def how_many_unmatched() -> int:
    """The number of payments whose order is not known."""
    return len(queries.unmatched())


def unmatched() -> list[Payment]:
    """The payments whose order is not known, newest first: one batch of reads."""
    keys = [(payment_id, UNKNOWN_ORDER) for payment_id in queries.unmatched()[:MOST_UNMATCHED]]
    return newest_first(Payment.batch_get(keys, consistent_read=True) if keys else [])


def payments_of(order: Order) -> list[Payment]:
    """Every attempt to pay the order, newest first. By index: may lag."""
    opened = order.razorpay_order_id or order.order_id  # the earlier system used one id for both
    return newest_first(queries.payments_for(opened))


def of_money_flagged_orders() -> list[tuple[Order, list[Payment]]]:
    """The orders of which a person must settle the money, with their payments, the longest
    waiting first."""
    orders, _ = flagged()
    waiting = [o for o in orders if MONEY_FLAGS & {flag.kind for flag in o.attention or []}]
    return [(order, payments_of(order)) for order in waiting[:MOST_FLAGGED]]


def newest_first(rows: Iterable[Payment]) -> list[Payment]:
    """These payments, the one tried last in front."""
    return sorted(rows, key=lambda row: row.created_at or _LONG_AGO, reverse=True)
