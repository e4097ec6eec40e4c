"""One order of a person who is erased, with its payments and parcels: all that is known of it in
one write, so that no news ever finds a payment whose order is not there."""

from collections.abc import Iterator, Sequence
from itertools import islice

from config import clock
from config.dynamo import persistently
from config.errors import Unavailable
from config.raw_items import MOST_PARTS, Item, ItemChanged, Swap, stored, swap
from customers.privacy_words import Traces
from orders import photos
from orders.models import Order
from orders.rules import Status
from orders.services import forgetting as order_part
from orders.services.invoicing import invoice_for
from payments import queries
from payments.errors import StillOpen
from payments.models import Payment
from payments.queries import payments_on
from payments.refund_rules import RefundStatus
from payments.rules import UNKNOWN_ORDER
from payments.services import forgetting as payment_part
from payments.services.disputing import RANK
from shipping.models import Shipment
from shipping.queries import of_order as parcels_of
from shipping.queries import return_parcel_ids
from shipping.services import forgetting as parcel_part

_RUNNING = frozenset({RefundStatus.INTENDED, RefundStatus.PENDING})
_AT_ONCE = 100  # keys of one read (AWS)
_OVER = 2  # the rank of a dispute's last word


def open_among(orders: Iterator[Order]) -> Iterator[tuple[Order, str]]:
    """Which of these orders cannot be forgotten yet, and why, as their customer reads it. A hundred
    at a time, so the first are known soon. The same is asked again when each is forgotten."""
    while some := [*islice(orders, _AT_ONCE)]:
        money = queries.money_of(each for each in some if not order_part.why_open(each))
        for order in some:
            why = order_part.why_open(order) or _why_money_is_open(money.get(order.order_id, []))
            if why:
                yield order, why


def payments_among(waiting: Sequence[str], person: str) -> Iterator[str]:
    """Those of these payments, of which nobody knows yet what for, that are in this person's name.
    A hundred a call."""
    keys = [(payment_id, UNKNOWN_ORDER) for payment_id in waiting]
    found = Payment.batch_get(keys, consistent_read=True) if keys else ()
    yield from sorted(
        row.payment_id for row in found if (row.email or "").strip().lower() == person
    )


def traces_in(order: Order) -> Traces:
    """What an order, its payments and its parcels know their customer by."""
    traces = order_part.traces_in(order)
    for payment in payments_on(order):
        traces |= payment_part.traces_in(payment)
    for parcel in parcels_of(order):
        traces |= parcel_part.traces_in(parcel)
    return traces


def forget(order_id: str, customer_id: str, traces: Traces) -> None:
    """Take the person out of an order, its payments and its parcels. Quietly where it was done
    already. Raises StillOpen, and Unavailable where somebody else is at it."""
    persistently(lambda: _forget(order_id, customer_id, traces))


def _forget(order_id: str, customer_id: str, traces: Traces) -> None:
    found = stored(Order, order_id, customer_id)
    if found is None:
        return
    order = Order.from_raw_data(dict(found))
    if order.erased_at is not None:
        return
    payments = [*_payments_of(order)]
    models = [Payment.from_raw_data(dict(each)) for each in payments]
    if why := order_part.why_open(order) or _why_money_is_open(models):
        raise StillOpen(order_id, why)
    if _owes_its_invoice(order):
        invoice_for(order_id)
        raise Unavailable("The order has its invoice now: look at it again.")
    photos.forget_order(order.order_id)
    try:
        _write(order, found, payments, traces)
    except ItemChanged as error:
        raise Unavailable(str(error)) from error


def _write(order: Order, found: Item, payments: list[Item], traces: Traces) -> None:
    now, new_id = clock.now(), order_part.new_customer_id()
    moved = order_part.forgotten(found, traces, customer_id=new_id, now=now)
    parts = [
        *(
            Swap(Shipment, each, parcel_part.forgotten(each, traces, customer_id=new_id, now=now))
            for each in parcel_items_of(order)
        ),
        *(
            Swap(Payment, each, payment_part.forgotten(each, traces, customer_id=new_id))
            for each in payments
        ),
    ]
    early = max(0, len(parts) + 2 - MOST_PARTS)  # the order itself is two parts
    for begin in range(0, early, MOST_PARTS):
        swap(parts[len(parts) - early :][begin : begin + MOST_PARTS])
    swap([Swap(Order, found, moved), *parts[: len(parts) - early]])


def _owes_its_invoice(order: Order) -> bool:
    """Goods that were handed over have an invoice, with the names that the law wants on it."""
    is_ours = order.mails is not None
    return is_ours and order.status is Status.DELIVERED and order.invoice is None


def _why_money_is_open(payments: list[Payment]) -> str:
    for payment in payments:
        if any(each.status in _RUNNING for each in (payment.refunds or {}).values()):
            return "has a refund on its way"
        if any(RANK.get(each.standing, 0) < _OVER for each in (payment.disputes or {}).values()):
            return "is disputed at a bank"
    return ""


def _payments_of(order: Order) -> Iterator[Item]:
    """The item of its opening first, by which news finds the order; then every attempt."""
    opened = [order.razorpay_order_id] if order.razorpay_order_id else []
    tried = [row.payment_id for row in payments_on(order)]
    for payment_id in dict.fromkeys([*opened, *tried]):
        item = stored(Payment, payment_id, order.order_id)
        if item is not None:
            yield item


def parcel_items_of(order: Order) -> Iterator[Item]:
    """The whole items of its parcels, there and back, those that were called off too."""
    ids = [*map(str, order.shipment_ids or ()), *return_parcel_ids(order)]
    for shipment_id in dict.fromkeys(ids):
        item = stored(Shipment, shipment_id, order.order_id)
        if item is not None:
            yield item
