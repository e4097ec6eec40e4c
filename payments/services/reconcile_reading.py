"""Both sides read once, for reconcile: Razorpay's lists of a period, and our payments and orders.

Ours are read last: what Razorpay told meanwhile is then here already, never the other way round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TypeVar

from orders import queries as order_queries
from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.models import Payment
from payments.razorpay import gateway
from payments.razorpay_entities import GatewayOrder, GatewayPayment, GatewayRefund, Unreadable
from payments.reconcile.progress import Tick
from payments.rules import UNKNOWN_ORDER

_T = TypeVar("_T")


@dataclass
class Books:
    """What both sides have. `opened`: the item that leads from a Razorpay order to ours;
    `paid_before`: payments of earlier days, asked for because a refund is of them;
    `unreadable`: the kind and name of what in Razorpay's lists is not as documented."""

    begin: datetime
    end: datetime
    orders_there: dict[str, GatewayOrder] = field(default_factory=dict)
    payments_there: dict[str, GatewayPayment] = field(default_factory=dict)
    refunds_there: dict[str, GatewayRefund] = field(default_factory=dict)
    paid_before: dict[str, GatewayPayment | None] = field(default_factory=dict)
    opened: dict[str, Payment] = field(default_factory=dict)
    payments_here: dict[str, Payment] = field(default_factory=dict)
    orders_here: dict[str, Order | None] = field(default_factory=dict)
    unreadable: list[tuple[str, Unreadable]] = field(default_factory=list)

    def order(self, order_id: str) -> Order | None:
        """An order of ours, looked up by its key where the index did not name it."""
        if not order_id or order_id == UNKNOWN_ORDER:
            return None
        if order_id not in self.orders_here:
            self.orders_here[order_id] = order_queries.order_or_none(order_id)
        return self.orders_here[order_id]

    def listed_of(self, payment_id: str) -> list[GatewayRefund]:
        """The refunds of a payment that are in Razorpay's list of the period."""
        return self._by_payment.get(payment_id, [])

    def currency_of(self, refund: GatewayRefund) -> str:
        """The currency of a refund's payment: Razorpay's refunds are asked for without it."""
        there = self.payments_there.get(refund.payment_id) or self.paid_before.get(
            refund.payment_id
        )
        here = self.payments_here.get(refund.payment_id)
        return there.currency if there else (here.currency if here else None) or "INR"

    def is_unreadable(self, *vendor_ids: str | None) -> bool:
        """Whether one of these is in Razorpay's lists and could not be read: nothing can be said
        of what hangs on it."""
        return any(entry.id in vendor_ids for _, entry in self.unreadable)

    @cached_property
    def _by_payment(self) -> dict[str, list[GatewayRefund]]:
        found: dict[str, list[GatewayRefund]] = {}
        for refund in self.refunds_there.values():
            found.setdefault(refund.payment_id, []).append(refund)
        return found

    def is_within(self, moment: datetime | None) -> bool:
        """Whether a time is of the period, seconds as Razorpay counts them."""
        return moment is not None and int(self.begin.timestamp()) <= int(moment.timestamp()) <= int(
            self.end.timestamp()
        )

    def look_again(self, payment_id: str, order_id: str) -> None:
        """Read a payment and its order anew, by key: what was read may have been half a write."""
        present = queries.payment(payment_id) if payment_id else None
        if present is not None:
            self.payments_here[payment_id] = present
        for each in {order_id, present.order_id if present else ""} - {""}:
            self.orders_here.pop(each, None)


def order_name(row: Payment | None) -> str:
    """The order of ours that a payment is of; '' while nobody knows it."""
    return "" if row is None or row.order_id == UNKNOWN_ORDER else row.order_id


def read_books(begin: datetime, end: datetime, *, tick: Tick) -> Books:
    """Read everything. `tick` is told how far it is. Raises RazorpayDown, RazorpayRefused and what
    the tables raise."""
    books, razorpay = Books(begin, end), gateway()
    for refund in _read(books, "refunds", razorpay.refunds_between(begin, end), tick):
        books.refunds_there[refund.id] = refund
    for payment in _read(books, "payments", razorpay.payments_between(begin, end), tick):
        books.payments_there[payment.id] = payment
    for order in _read(books, "orders", razorpay.orders_between(begin, end), tick):
        books.orders_there[order.id] = order
    # Events and other bookkeeping stand in the same table, with their whole bodies.
    kept = Payment.scan(~Payment.payment_id.startswith("#"), consistent_read=True)
    for row in _told("payments here", kept, tick):
        _put(books, row)
    placed = (order_queries.by_status(status, since=begin) for status in Status)
    for ours in _told("orders here", chain.from_iterable(placed), tick):
        books.orders_here[ours.order_id] = ours
    return books


def _put(books: Books, row: Payment) -> None:
    """The item of an order rather than the one that was kept while nobody knew it."""
    if row.payment_id == row.razorpay_order_id:
        books.opened[row.payment_id] = row
        return
    before = books.payments_here.get(row.payment_id)
    if before is None or before.order_id == UNKNOWN_ORDER:
        books.payments_here[row.payment_id] = row


def _read(books: Books, what: str, entries: Iterable[_T | Unreadable], tick: Tick) -> Iterator[_T]:
    for entry in _told(what, entries, tick):
        if isinstance(entry, Unreadable):
            books.unreadable.append((what.removesuffix("s"), entry))
        else:
            yield entry


def _told(what: str, entries: Iterable[_T], tick: Tick) -> Iterable[_T]:
    for count, entry in enumerate(entries, 1):
        tick(what, count)
        yield entry
