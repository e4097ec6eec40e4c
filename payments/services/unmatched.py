"""Payments of which nobody knows what for: kept, listed, and looked up again by the worker."""

from pynamodb.exceptions import DeleteError

from config import clock
from config.dynamo import Transaction, persistently, refused, transaction, write
from config.errors import Unavailable
from payments import rules
from payments.errors import EventSeen, PaymentSeen
from payments.models import Payment, Unmatched
from payments.razorpay_entities import GatewayPayment
from payments.services.refund_parts import refunds_as_read
from payments.services.writing import Source, mark_event, mark_only, write_payment


def keep(news: GatewayPayment, source: Source) -> None:
    """Write a payment whose money came in down without an order, and list it if the money is still
    here; the worker asks Razorpay for the receipt. Where no money came in only the event is
    marked. Safe to repeat."""
    if source.event is None and news.status not in rules.RECEIVED:
        return
    try:
        persistently(lambda: _write(news, source))
    except EventSeen:
        return
    except PaymentSeen:
        mark_only(source, outcome="known")


def _write(news: GatewayPayment, source: Source) -> None:
    now = clock.now()
    with transaction() as tx:
        if source.event:
            mark_event(tx, source.event, outcome="unmatched", now=now)
        if news.status in rules.RECEIVED:
            write_payment(
                tx, news, order_id=rules.UNKNOWN_ORDER, customer_id=None, source=source, now=now
            )
        if news.status == "captured":
            list_for_a_person(tx, news.id)


def list_for_a_person(tx: Transaction, payment_id: str) -> None:
    """Add to the caller's transaction: the money is here, and nobody knows what for."""
    tx.update(
        Unmatched(Unmatched.KEY, "#"),
        actions=[Unmatched.payment_ids.add({payment_id})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def matched(payment_id: str) -> None:
    """The payment has found its order: what was kept of it without one goes, and nobody need look
    for it any more. Where somebody has begun to give it back meanwhile it stays on the list, and
    the next look sends that first."""
    found = kept(payment_id)
    try:
        if found is not None:
            write(lambda: found.delete(condition=refunds_as_read(found)))
    except DeleteError as error:
        if not refused(error):
            raise
        return
    take_off(payment_id)


def take_off(payment_id: str) -> None:
    """Nobody need look at this payment any more."""
    listed = Unmatched(Unmatched.KEY, "#")
    write(lambda: listed.update(actions=[Unmatched.payment_ids.delete({payment_id})]))


def kept(payment_id: str) -> Payment | None:
    """The payment as it was written down without an order, None once it has one."""
    try:
        return Payment.get(payment_id, rules.UNKNOWN_ORDER, consistent_read=True)
    except Payment.DoesNotExist:
        return None
