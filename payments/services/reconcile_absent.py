"""What our tables have and Razorpay's lists of the period do not. Each is asked for by its id
before anything is said of it: it may only be of another day there."""

from collections.abc import Callable, Collection, Iterator
from itertools import count
from typing import TypeVar

from orders.models import Order
from orders.rules import Status
from payments.models import Payment
from payments.razorpay import RazorpayRefused, gateway
from payments.razorpay_entities import GatewayRefund
from payments.reconcile.books import Line
from payments.reconcile.facts import PaymentHere, RefundHere, Standing
from payments.reconcile.progress import Tick, silent
from payments.reconcile.refund_rules import judge_missing_refund, judge_refund, kept_of
from payments.reconcile.rules import judge_missing_there, judge_unpaid, judge_unreceived
from payments.rules import RECEIVED
from payments.services.reconcile_facts_of import case_of, order_here, payment_here, refund_there
from payments.services.reconcile_reading import Books, order_name

_T = TypeVar("_T")
SOLD = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)


def absent_payments(books: Books, *, tick: Tick = silent) -> Iterator[Line]:
    """Payments received here in the period of which Razorpay's list knows nothing."""
    asked = count(1)
    for row in list(books.payments_here.values()):
        is_ours = row.status in RECEIVED and books.is_within(row.created_at)
        if not is_ours or row.payment_id in books.payments_there:
            continue
        if books.is_unreadable(row.payment_id):
            continue
        tick("asking", next(asked))
        there = _asked(gateway().payment, row.payment_id)
        here = payment_here(row)
        judged = judge_unreceived(case_of(books, there)) if there else judge_missing_there(here)
        if there is not None and there.status in RECEIVED:
            continue  # of another period: its time here is not Razorpay's
        if judged is not None:
            yield Line(
                kind="payment",
                about=row.payment_id,
                judged=judged,
                payment_id=row.payment_id,
                order_id=order_name(row),
                amount_paise=here.amount_paise,
                in_books=False,
                currency=here.currency,
                at=row.created_at,
            )


def absent_orders(books: Books, *, without: Collection[str], tick: Tick = silent) -> Iterator[Line]:
    """Orders of the period that are sold without money at Razorpay, save those that are paid at
    the door. `without`: orders of whose payment that is said already."""
    asked = count(1)
    paid = {p.order_id for p in books.payments_there.values() if p.status in RECEIVED}
    for known in [order for order in books.orders_here.values() if order is not None]:
        if not books.is_within(known.created_at) or known.status not in SOLD:
            continue
        if known.is_cod or books.is_unreadable(known.razorpay_payment_id, known.razorpay_order_id):
            continue
        if known.order_id in without or _is_paid(known, paid):
            continue
        tick("asking", next(asked))
        books.look_again("", known.order_id)
        order = books.order(known.order_id)
        facts = order_here(order)
        if order is None or facts is None or order.status not in SOLD or _was_paid(order):
            continue
        yield Line(
            kind="order",
            about=order.order_id,
            judged=judge_unpaid(facts),
            payment_id=order.razorpay_payment_id or "",
            order_id=order.order_id,
            amount_paise=facts.total_paise,
            in_books=False,
            at=order.created_at,
        )


def _is_paid(order: Order, paid: Collection[str]) -> bool:
    return (order.razorpay_order_id or order.order_id) in paid


def _was_paid(order: Order) -> bool:
    """Whether Razorpay has money of this order, whenever it came."""
    attempts = _asked(gateway().payments_of, order.razorpay_order_id or order.order_id) or []
    return any(attempt.status in RECEIVED for attempt in attempts)


def absent_refunds(books: Books, *, sent: Collection[str], gone: Collection[str]) -> Iterator[Line]:
    """Refunds of ours that Razorpay's list does not have. `sent`: payments of which it is said
    already that their refund is to be sent; `gone`: that Razorpay does not have their money."""
    for row in list(books.payments_here.values()):
        if not row.refunds or row.payment_id in gone:
            continue
        if books.is_unreadable(row.payment_id, *(each.gateway_id for each in row.refunds.values())):
            continue
        listed, here = books.listed_of(row.payment_id), payment_here(row)
        seen = {kept.key for r in listed if (kept := kept_of(refund_there(r), here))}
        for refund in here.refunds:
            is_due = refund.is_intended and row.payment_id not in sent
            at = row.refunds[refund.key].at
            is_odd = not refund.is_intended and books.is_within(at)
            if refund.key not in seen and (is_due or is_odd):
                yield from _absent_refund(books, row, here, refund)


def _absent_refund(
    books: Books, row: Payment, here: PaymentHere, refund: RefundHere
) -> Iterator[Line]:
    judged = judge_missing_refund(refund, here.currency)
    there = None if refund.is_intended or judged is None else _refund_there(row, refund)
    if there is not None:  # made on another day there
        facts = order_here(books.order(row.order_id))
        judged = judge_refund(refund_there(there), here, facts)
    if judged is None or judged.standing is Standing.MATCHED:
        return
    yield Line(
        kind="refund",
        about=refund.gateway_id or refund.key,
        judged=judged,
        payment_id=row.payment_id,
        order_id=order_name(row),
        amount_paise=refund.amount_paise,
        in_books=False,
        currency=row.currency or "INR",
        at=(row.refunds or {})[refund.key].at,
    )


def _refund_there(row: Payment, refund: RefundHere) -> GatewayRefund | None:
    found = _asked(gateway().refunds_of, row.payment_id) or []
    same = (r for r in found if r.id == refund.gateway_id or r.receipt == refund.key[:40])
    return next(same, None)


def _asked(ask: Callable[[str], _T], vendor_id: str) -> _T | None:
    """Razorpay's answer, None where it knows no such thing. Raises RazorpayDown."""
    try:
        return ask(vendor_id)
    except RazorpayRefused:
        return None
