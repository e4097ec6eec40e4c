"""The staff's lists of payments: one page of a month, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from orders.models import Order
from orders.register_months import Month
from orders.staff.cursors import cursor_after, key_in
from payments.listed import Listed, ListEntry, key_of
from payments.models import Dispute, Payment, Refund
from payments.rules import UNKNOWN_ORDER

PAGE = 50
LOOKED_THROUGH, CALLS = 250, 4  # entries a call, and calls, where a filter leaves most of them out
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


METHODS: list[tuple[str, str]] = [
    ("", "Any method"),
    ("upi", "UPI"),
    ("card", "Card"),
    ("netbanking", "Net banking"),
    ("wallet", "Wallet"),
    ("emi", "Card in instalments"),
    ("paylater", "Pay later"),
]


@dataclass(frozen=True)
class Row:
    """A line of a list: a payment with its order, None where nobody knows one, and in the lists of
    refunds and disputes the one that the line is of."""

    payment: Payment
    order: Order | None
    refund: Refund | None = None
    dispute: Dispute | None = None

    @property
    def at(self) -> datetime | None:
        """When it was paid, given back or disputed."""
        if self.refund:
            return self.refund.at
        return self.dispute.began if self.dispute else self.payment.created_at

    @property
    def amount(self) -> int:
        """How much that was, in paise or the currency's own."""
        return (self.refund or self.dispute or self.payment).amount


@dataclass(frozen=True)
class PaymentPage:
    """Lines, and the next page's cursor. `is_short`: a filter found less than a page in what was
    read, and there is more to look through."""

    rows: list[Row]
    next: str
    is_short: bool = False


def page_of(listed: Listed, month: Month, cursor: str = "", *, method: str = "") -> PaymentPage:
    """A page of a list: one query of it (with a filter a few), one batch of payments and one of
    orders, however many there are in the month. Raises BadCursor."""
    name = f"{key_of(listed, month)}{method and '/'}{method}"
    entries, last = _entries(key_of(listed, month), key_in(cursor, name), method)
    keys = list(dict.fromkeys((entry.payment, entry.order) for entry in entries))
    found = Payment.batch_get(keys, consistent_read=True) if keys else ()
    payments = {(row.payment_id, row.order_id): row for row in found}
    orders = orders_of(payments.values())
    rows = [
        _row(listed, entry, payments[entry.payment, entry.order], orders.get(entry.order))
        for entry in entries
        if (entry.payment, entry.order) in payments
    ]
    after = cursor_after(last, name)
    return PaymentPage(rows, after, is_short=bool(after) and len(entries) < PAGE)


def _entries(
    listed: str, begin: dict[str, Any] | None, method: str
) -> tuple[list[ListEntry], dict[str, Any] | None]:
    """A page of entries, and the key to read on from."""
    entries: list[ListEntry] = []
    query = ListEntry.query(
        listed,
        filter_condition=ListEntry.method == method if method else None,
        scan_index_forward=False,
        page_size=LOOKED_THROUGH if method else PAGE,
        last_evaluated_key=begin,
        consistent_read=True,
    )
    pages = query.page_iter
    for page in islice(pages, CALLS if method else 1):
        entries += [ListEntry.from_raw_data(item) for item in page["Items"]]
        if len(entries) > PAGE:
            entries = entries[:PAGE]
            place = {"paymentId": {"S": entries[-1].key}, "orderId": {"S": entries[-1].place}}
            return entries, place
    return entries, pages.last_evaluated_key


def _row(listed: Listed, entry: ListEntry, payment: Payment, order: Order | None) -> Row:
    refunds = payment.refunds or {} if listed is Listed.REFUNDS else {}
    disputes = payment.disputes or {} if listed is Listed.DISPUTES else {}
    return Row(payment, order, refunds.get(entry.part), disputes.get(entry.part))


def orders_of(payments: Iterable[Payment]) -> dict[str, Order]:
    """The orders that were paid, by id: one batch of reads."""
    keys = {
        (payment.order_id, payment.customer_id)
        for payment in payments
        if payment.customer_id and payment.order_id != UNKNOWN_ORDER
    }
    found = Order.batch_get(sorted(keys)) if keys else ()
    return {order.order_id: order for order in found}
