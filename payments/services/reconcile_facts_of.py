"""What our items say, as the facts that reconcile's rules judge."""

from orders.models import Order
from orders.rules import Status
from payments.models import Payment
from payments.razorpay_entities import GatewayPayment, GatewayRefund
from payments.reconcile.facts import Case, OrderHere, PaymentHere, RefundHere, RefundThere
from payments.refund_rules import LOST
from payments.services import old_front_end
from payments.services.reconcile_reading import Books


def case_of(books: Books, there: GatewayPayment) -> Case:
    """A payment at Razorpay beside what we know of it."""
    here = books.payments_here.get(there.id)
    listed = books.listed_of(there.id)
    return Case(
        payment_id=there.id,
        status=there.status,
        amount_paise=there.amount_paise,
        currency=there.currency,
        refunded_paise=there.amount_refunded_paise,
        here=payment_here(here) if here else None,
        order=order_here(order_for(books, there)),
        listed_paise=sum(refund_there(refund).given_paise for refund in listed),
        gateway_ids=frozenset(refund.id for refund in listed),
    )


def order_for(books: Books, there: GatewayPayment) -> Order | None:
    """The order of ours that a payment is for: as it was taken, as it was opened, by the receipt,
    or, for the earlier system, under the Razorpay order's own id."""
    here, opened = books.payments_here.get(there.id), books.opened.get(there.order_id)
    listed = books.orders_there.get(there.order_id)
    names = [
        here.order_id if here else "",
        opened.order_id if opened else "",
        listed.receipt if listed else "",
        there.order_id,
    ]
    found = (books.order(name) for name in names if name)
    return next((order for order in found if order is not None), None)


def payment_here(row: Payment) -> PaymentHere:
    """A payment's item. Items of the earlier system may lack anything."""
    disputes = (row.disputes or {}).values()
    return PaymentHere(
        order_id=row.order_id,
        status=row.status or "",
        amount_paise=row.amount or 0,
        currency=row.currency or "INR",
        left_paise=row.left_paise if row.amount else 0,
        refunds=tuple(
            RefundHere(key, refund.amount, refund.status, refund.gateway_id or "")
            for key, refund in (row.refunds or {}).items()
        ),
        lost_paise=sum(each.amount for each in disputes if each.standing == LOST),
        explained=row.explained or {},
    )


def order_here(order: Order | None) -> OrderHere | None:
    """An order's item."""
    if order is None:
        return None
    flags = frozenset(flag.kind for flag in order.attention or [])
    is_under_their_id = order.order_id == (order.razorpay_order_id or order.order_id)
    return OrderHere(
        order_id=order.order_id,
        status=Status(order.status),
        total_paise=order.total_amount or 0,
        paid_by=order.razorpay_payment_id or "",
        noted=frozenset(order.payment_ids or ()),
        flags=flags,
        is_earlier=is_under_their_id and order.mails is None,  # staff may have begun its story
        is_old_site=is_under_their_id and order.mails is not None,
        is_unchecked=old_front_end.FLAG in flags,
    )


def refund_there(refund: GatewayRefund) -> RefundThere:
    """A refund at Razorpay."""
    return RefundThere(
        refund_id=refund.id,
        payment_id=refund.payment_id,
        amount_paise=refund.amount_paise,
        status=refund.status,
        receipt=refund.receipt,
    )
