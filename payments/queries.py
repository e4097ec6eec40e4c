"""What pages and other rooms ask of the payments table. No scan: by key or by index."""

import re
from collections.abc import Iterable

from orders.models import Order
from payments.models import Payment, Unmatched
from payments.rules import RECEIVED, UNKNOWN_ORDER

_ID = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)


def opened(razorpay_order_id: str) -> Payment | None:
    """The item written when this Razorpay order was opened: it leads to our order. None for what
    is no id of Razorpay's."""
    return next(iter(_of_id(razorpay_order_id)), None)


def payment(payment_id: str) -> Payment | None:
    """A payment by Razorpay's id; the item of its order rather than the one that was kept while
    nobody knew the order."""
    found = _of_id(payment_id)
    return min(found, key=lambda row: row.order_id == UNKNOWN_ORDER, default=None)


def _of_id(vendor_id: str) -> list[Payment]:
    if not _ID.fullmatch(vendor_id):
        return []
    return list(Payment.query(vendor_id, consistent_read=True))


def payments_for(razorpay_order_id: str) -> list[Payment]:
    """Every attempt on a Razorpay order, without the item of its opening. By index: may lag."""
    if not _ID.fullmatch(razorpay_order_id):
        return []
    rows = Payment.by_razorpay_order.query(razorpay_order_id)
    return [row for row in rows if row.payment_id != razorpay_order_id]


def payments_on(order: Order) -> list[Payment]:
    """Every payment known of an order, each as it stands in the table now. Those whose money came
    in are found by the order's own list, failed attempts by the index, which may lag."""
    ids = {row.payment_id for row in payments_for(order.razorpay_order_id or "")}
    ids |= set(order.payment_ids or ())
    ids |= {order.razorpay_payment_id} if order.razorpay_payment_id else set()
    found = (payment(payment_id) for payment_id in sorted(ids))
    return [row for row in found if row is not None and row.order_id == order.order_id]


def received_on(order: Order) -> list[Payment]:
    """The payments of an order of which something can still be given back: what a cancel
    refunds."""
    return [row for row in payments_on(order) if row.status == "captured" and row.left_paise > 0]


def money_of(orders: Iterable[Order]) -> dict[str, list[Payment]]:
    """The payments whose money came in, by the order that they are of, as they stand now: only
    these can be given back or disputed. A hundred keys a call."""
    keys = {
        (payment_id, order.order_id)
        for order in orders
        for payment_id in {*(order.payment_ids or ()), order.razorpay_payment_id}
        if payment_id
    }
    found: dict[str, list[Payment]] = {}
    for row in Payment.batch_get(sorted(keys), consistent_read=True) if keys else ():
        found.setdefault(row.order_id, []).append(row)
    return found


def is_money_gone(order: Order) -> bool:
    """Whether the payment that paid for the order is known here, and nothing of it is left: it was
    given back, or the bank took it."""
    paid_by = payment(order.razorpay_payment_id or "")
    return paid_by is not None and paid_by.status in RECEIVED and paid_by.left_paise == 0


def unmatched() -> list[str]:
    """The ids of payments that nobody could match to an order yet."""
    try:
        found = Unmatched.get(Unmatched.KEY, "#", consistent_read=True)
    except Unmatched.DoesNotExist:
        return []
    return sorted(found.payment_ids or ())
