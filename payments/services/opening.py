"""Opening an order at Razorpay: one Razorpay order per order of ours, even after a crash between
Razorpay's answer and our own write."""

from config import clock
from config.dynamo import persistently, transaction
from orders import queries as order_queries
from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.errors import NothingToPay, PaymentSeen
from payments.models import Payment
from payments.razorpay import gateway
from payments.razorpay_entities import GatewayOrder


def open_payment(order: Order, *, is_fresh: bool = False) -> str:
    """The id of the order's Razorpay order, opened now if it was not. `is_fresh` says that the
    order was placed this moment, so that Razorpay need not be asked for it first.

    Raises NothingToPay if the order does not wait for money, RazorpayDown, RazorpayRefused.
    """
    if order.razorpay_order_id:
        return order.razorpay_order_id
    if order.status != Status.PENDING:
        raise NothingToPay(order.order_id)
    opened = None if is_fresh else gateway().order_by_receipt(order.order_id)
    if opened is None or opened.amount_paise != order.total_amount:
        notes = {"orderId": order.order_id}
        opened = gateway().open_order(order.order_id, order.total_amount, notes)
    return write_opened(order, opened)


def write_opened(order: Order, opened: GatewayOrder) -> str:
    """Write the `created` item under the Razorpay order's own id, which leads any later event to
    our order, and note the id on the order. The first writer wins; its id is returned."""

    def once() -> None:
        item = opened_item(order, opened.id)
        moved_on = NothingToPay(order.order_id)
        with transaction() as tx:
            tx.put(item, condition=Payment.payment_id.does_not_exist(), or_else=moved_on)
            tx.update(
                order,
                actions=[Order.razorpay_order_id.set(opened.id)],
                condition=Order.razorpay_order_id.does_not_exist(),
                or_else=moved_on,
            )

    try:
        persistently(once)
    except NothingToPay:
        present = order_queries.order_of(order.order_id, order.customer_id)
        if not present.razorpay_order_id:
            raise
        if present.razorpay_order_id == opened.id:
            _write_missing(order, opened.id)
        return present.razorpay_order_id
    return opened.id


def _write_missing(order: Order, razorpay_order_id: str) -> None:
    """The order knows its Razorpay order, but after a restore of the tables the item that leads
    back may be gone; without it every event of it would be nobody's."""
    if queries.opened(razorpay_order_id) is not None:
        return
    item, there_now = opened_item(order, razorpay_order_id), PaymentSeen()

    def once() -> None:
        with transaction() as tx:
            tx.put(item, condition=Payment.payment_id.does_not_exist(), or_else=there_now)

    try:
        persistently(once)
    except PaymentSeen:
        return


def opened_item(order: Order, razorpay_order_id: str) -> Payment:
    """The item that says for which order of ours a Razorpay order was opened, not yet written."""
    return Payment(
        razorpay_order_id,
        order.order_id,
        razorpay_order_id=razorpay_order_id,
        customer_id=order.customer_id,
        amount=order.total_amount,
        currency="INR",
        status="created",
        created_at=clock.now(),
    )
