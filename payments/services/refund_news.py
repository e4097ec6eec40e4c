"""What became of a refund, whoever tells it: the answer to our own request, a webhook, the worker
or reconcile. Refunds made in Razorpay's own dashboard are kept beside ours."""

import logging
from dataclasses import replace
from datetime import datetime

from config import clock
from config.dynamo import persistently, transaction
from orders.queries import order_or_none
from payments import queries
from payments.errors import EventSeen, LookAgain
from payments.models import Payment, Refund
from payments.razorpay import gateway
from payments.razorpay_entities import GatewayPayment, GatewayRefund
from payments.refund_rules import RefundStatus, given_paise, rank_of
from payments.rules import RECEIVED
from payments.services import unmatched
from payments.services.listing import enter_refund, whose_of
from payments.services.refund_parts import added, moved_on, refunds_as_read
from payments.services.refund_telling import Telling, tell_order
from payments.services.taking import take_payment
from payments.services.writing import Source, mark_event, mark_only, without_person

log = logging.getLogger(__name__)
TOLD_BY_RAZORPAY = ("pending", "processed", "failed")  # razorpay.md 6
DASHBOARD = "Razorpay's dashboard"
IN_THE_DASHBOARD = "The same sum was given back in Razorpay's dashboard."


def take_refund(
    news: GatewayRefund, payment: GatewayPayment | None = None, *, source: Source
) -> bool:
    """Let news of a refund have its effect, once and forward only; whether there was any.

    `payment` is what came with it, and is taken first if its money is not known here yet. Raises
    Unavailable if the tables are too busy; then the news must come again.
    """
    if payment is not None and not _is_received(news.payment_id):
        take_payment(payment, source=replace(source, event=None))
    return persistently(lambda: _take(news, source))


def fetch_refunds(payment_id: str, *, source: Source) -> int:
    """Ask Razorpay for the refunds of a payment and take what is news; how many were. Raises
    RazorpayDown, Unavailable."""
    return sum(take_refund(news, source=source) for news in gateway().refunds_of(payment_id))


def _is_received(payment_id: str) -> bool:
    kept = queries.payment(payment_id)
    return kept is not None and kept.status in RECEIVED


def _take(news: GatewayRefund, source: Source) -> bool:
    payment = queries.payment(news.payment_id)
    if payment is None:
        log.warning("Refund %s is of a payment nobody knows: %s", news.id, news.payment_id)
        mark_only(source, outcome="no_payment")
        return False
    source = without_person(source, payment.customer_id)
    if news.status not in TOLD_BY_RAZORPAY:
        log.error("Refund %s is %r, which nobody knows", news.id, news.status)
        mark_only(source, outcome="unknown_status")
        return False
    before = _kept(payment, news)
    if before is not None and not _is_forward(before, news):
        mark_only(source, outcome="known")
        return False
    try:
        _write(payment, before, news, source)
    except EventSeen:
        return False
    return True


def _write(payment: Payment, before: Refund | None, news: GatewayRefund, source: Source) -> None:
    order, now = order_or_none(payment.order_id), clock.now()
    refund = _after(before, news, now)
    twin = _twin(payment, news) if before is None else None
    given = given_paise({**(payment.refunds or {}), refund.key: refund})
    kept = (
        [added(payment, refund)]
        if before is None
        else moved_on(before, RefundStatus(news.status), gateway_id=news.id)
    )
    with transaction() as tx:
        if source.event:
            mark_event(tx, source.event, outcome=f"refund {news.status}", now=now)
        tx.update(
            payment,
            actions=[
                *kept,
                *(moved_on(twin, RefundStatus.REFUSED, why_not=IN_THE_DASHBOARD) if twin else ()),
                Payment.amount_refunded.set(given),
                Payment.status.set(_status_of(payment, given)),
            ],
            condition=refunds_as_read(payment),
            or_else=LookAgain(),
        )
        if before is None:
            enter_refund(tx, whose_of(payment), key=refund.key, at=refund.at)
        if order is not None:
            told = Telling(payment, before, refund, given, now, twin)
            tell_order(tx, order, told, source=source)
        elif news.status == RefundStatus.FAILED:
            unmatched.list_for_a_person(tx, payment.payment_id)  # its money is here again


def _twin(payment: Payment, news: GatewayRefund) -> Refund | None:
    """Our own refund of the same sum that waits while somebody made one in the dashboard: sent as
    well, it would go twice. Should Razorpay have made it all the same, its receipt says so."""
    if news.status == RefundStatus.FAILED:
        return None
    waiting = (r for r in (payment.refunds or {}).values() if r.status == RefundStatus.INTENDED)
    same = [refund for refund in waiting if refund.amount == news.amount_paise]
    return min(same, key=lambda refund: refund.key, default=None)


def _status_of(payment: Payment, given_paise: int) -> str:
    """Refunded, once all of it goes back; else as it was before any did."""
    if given_paise >= payment.amount:
        return "refunded"
    return "captured" if payment.status in RECEIVED else payment.status


def _after(before: Refund | None, news: GatewayRefund, now: datetime) -> Refund:
    """The refund as it will stand: ours gone on, or one made in Razorpay's dashboard."""
    return Refund(
        amount=news.amount_paise if before is None else before.amount,
        key=news.id if before is None else before.key,
        status=RefundStatus(news.status).value,
        by=DASHBOARD if before is None else before.by,
        reason="Given back in Razorpay's dashboard." if before is None else before.reason,
        at=now if before is None else before.at,
        gateway_id=news.id,
    )


def _kept(payment: Payment, news: GatewayRefund) -> Refund | None:
    """The refund as we know it: by Razorpay's id, else by the receipt that is our own key."""
    refunds = list((payment.refunds or {}).values())
    by_id = next((refund for refund in refunds if refund.gateway_id == news.id), None)
    if by_id is not None or not news.receipt:
        return by_id
    ours = (r for r in refunds if r.key[:40] == news.receipt and r.gateway_id is None)
    return next(ours, None)


def _is_forward(before: Refund, news: GatewayRefund) -> bool:
    return rank_of(news.status) > rank_of(before.status)
