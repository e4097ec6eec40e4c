"""The staff's lists of payments: one page of a month, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from orders.models import Order
from orders.register_months import Month
from orders.staff.cursors import cursor_after, key_in
from payments.listed import Listed, ListEntry, key_of
from payments.models import Payment
from payments.rules import UNKNOWN_ORDER

PAGE = 50
OPEN, NOT_PAID = "open", "not-paid"
TABS: list[tuple[str, str]] = [
    (OPEN, "Open"),
    (Listed.ALL, "All"),
    (Listed.RECEIVED, "Received"),
    (Listed.FAILED, "Failed"),
    (NOT_PAID, "Not paid yet"),
    (Listed.REFUNDS, "Refunds"),
    (Listed.DISPUTES, "Disputes"),
]


@dataclass(frozen=True)
class PaymentPage:
    """Payments with their orders, None where nobody knows one, and the next page's cursor."""

    rows: list[tuple[Payment, Order | None]]
    next: str


def page_of(listed: Listed, month: Month, cursor: str = "") -> PaymentPage:
    """One query, one batch of payments and one of orders, however many there are in the month.
    Raises BadCursor."""
    name = key_of(listed, month)
    entries = ListEntry.query(
        name,
        scan_index_forward=False,
        limit=PAGE,
        last_evaluated_key=key_in(cursor, name),
        consistent_read=True,
    )
    keys = list(dict.fromkeys((entry.payment, entry.order) for entry in entries))
    found = Payment.batch_get(keys, consistent_read=True) if keys else ()
    payments = {(row.payment_id, row.order_id): row for row in found}
    orders = orders_of(payments.values())
    rows = [(payments[key], orders.get(key[1])) for key in keys if key in payments]
    return PaymentPage(rows, cursor_after(entries.last_evaluated_key, name))


def orders_of(payments: Iterable[Payment]) -> dict[str, Order]:
    """The orders that were paid, by id: one batch of reads."""
    keys = {
        (payment.order_id, payment.customer_id)
        for payment in payments
        if payment.customer_id and payment.order_id != UNKNOWN_ORDER
    }
    found = Order.batch_get(sorted(keys)) if keys else ()
    return {order.order_id: order for order in found}
