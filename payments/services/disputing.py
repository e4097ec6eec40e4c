"""Disputes: the shopper's bank wants money back. While one is open nothing is sent; what has to be
done is done by a person in Razorpay's dashboard, in time."""

import logging
from contextlib import suppress
from datetime import datetime

from django.utils import timezone
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.models import Order
from orders.queries import order_or_none
from orders.rules import DISPUTE_FLAG, DISPUTE_LOST_FLAG, PaymentStatus
from orders.services.story import (
    attention_as_read,
    flagged,
    list_for_attention,
    take_off_attention,
    told,
    unflagged,
)
from payments import queries
from payments.errors import EventSeen, LookAgain
from payments.models import Dispute, Payment
from payments.razorpay_entities import GatewayDispute, GatewayPayment
from payments.refund_rules import LOST, left_paise
from payments.services.listing import enter_dispute
from payments.services.taking import take_payment
from payments.services.writing import Source, mark_event, mark_only, without_person
from payments.words import money_words, reason_words

log = logging.getLogger(__name__)
# The last word of payment.dispute.<word>, and how far it is. Between two of the same rank the
# later event is right.
RANK = {"created": 0, "action_required": 1, "under_review": 1, "won": 2, "lost": 2, "closed": 2}
OVER = frozenset({"won", "closed"})


def take_dispute(
    news: GatewayDispute,
    payment: GatewayPayment,
    *,
    standing: str,
    at: datetime,
    source: Source,
) -> None:
    """Let news of a dispute have its effect, once and forward only: kept with the payment, and
    its order held back. `at` is when the event was made. Raises Unavailable as take_payment."""
    if queries.payment(news.payment_id) is None:
        take_payment(payment, source=Source(by=source.by))
    persistently(lambda: _take(news, standing, at, source))


def _take(news: GatewayDispute, standing: str, at: datetime, source: Source) -> None:
    payment = queries.payment(news.payment_id)
    if payment is None:
        log.warning("Dispute %s is of a payment nobody knows: %s", news.id, news.payment_id)
        mark_only(source, outcome="no_payment")
        return
    source = without_person(source, payment.customer_id)
    before: Dispute | None = (payment.disputes or {}).get(news.id)
    if before is not None and not _is_forward(before, standing, at):
        mark_only(source, outcome="known")
        return
    with suppress(EventSeen):
        _write(payment, before, news, standing, at, source)


def _is_forward(before: Dispute, standing: str, at: datetime) -> bool:
    return (RANK[standing], at) > (RANK.get(before.standing, 0), before.at)


def _write(
    payment: Payment,
    before: Dispute | None,
    news: GatewayDispute,
    standing: str,
    at: datetime,
    source: Source,
) -> None:
    order, now = order_or_none(payment.order_id), clock.now()
    kept = Dispute(
        amount=news.amount_paise,
        standing=standing,
        reason=news.reason or None,
        phase=news.phase or None,
        respond_by=news.respond_by,
        raised_at=before.began if before else at,
        at=at,
    )
    path = Payment.disputes[news.id]
    action = path.set(kept) if payment.disputes else Payment.disputes.set({news.id: kept})
    with transaction() as tx:
        if source.event:
            mark_event(tx, source.event, outcome=f"dispute {standing}", now=now)
        tx.update(payment, actions=[action], condition=_as_read(payment, news), or_else=LookAgain())
        if before is None:
            enter_dispute(tx, payment, news.id, at=at)
        if order is not None:
            _tell_order(tx, order, payment, news.id, kept, source=source, now=now)


def _as_read(payment: Payment, news: GatewayDispute) -> Condition:
    """Nobody wrote about this dispute, or the first one of this payment, meanwhile."""
    path, before = Payment.disputes[news.id], (payment.disputes or {}).get(news.id)
    if before is None:
        none: Condition = (path if payment.disputes else Payment.disputes).does_not_exist()
        return none
    same: Condition = path["standing"] == before.standing
    return same


def _tell_order(
    tx: Transaction,
    order: Order,
    payment: Payment,
    dispute_id: str,
    dispute: Dispute,
    *,
    source: Source,
    now: datetime,
) -> None:
    text = _words(payment, dispute)
    event = source.event_name
    actions = [told(order, text, by=source.by, at=now, event=event, is_internal=True)]
    if dispute.standing not in OVER:
        actions.append(_raised(order, text, is_lost=dispute.standing == LOST, at=now))
        list_for_attention(tx, order.order_id)
        if dispute.standing == LOST and order.razorpay_payment_id == payment.payment_id:
            actions.append(Order.payment_status.set(_paid_state(payment, dispute_id, dispute)))
    elif not _is_another_open(order, dispute_id):
        actions.append(unflagged(order, DISPUTE_FLAG))
        if all(flag.kind == DISPUTE_FLAG for flag in order.attention or []):
            take_off_attention(tx, order.order_id)
    tx.update(
        order,
        actions=[*actions, Order.updated_at.set(now)],
        condition=attention_as_read(order) & _untouched(order),
        or_else=LookAgain(),
    )


def _untouched(order: Order) -> Condition:
    """Nobody wrote to the order since it was read: of two disputes that end at the same moment,
    the second must see that the first is over."""
    if order.updated_at is None:
        never: Condition = Order.updated_at.does_not_exist()
        return never
    same: Condition = Order.updated_at == order.updated_at
    return same


def _paid_state(payment: Payment, dispute_id: str, lost: Dispute) -> str:
    """What the bank took is no longer paid, so that nothing is sent for it."""
    disputes = {**(payment.disputes or {}), dispute_id: lost}
    is_whole = left_paise(payment.amount, payment.refunds or {}, disputes) == 0
    status = PaymentStatus.REFUNDED if is_whole else PaymentStatus.PARTIALLY_REFUNDED
    return status.value


def _is_another_open(order: Order, dispute_id: str) -> bool:
    """Whether another dispute still holds the order back."""
    standings = {
        name: each.standing
        for payment in queries.payments_on(order)
        for name, each in (payment.disputes or {}).items()
    }
    return any(
        name != dispute_id and RANK.get(standing, 0) < RANK["closed"]
        for name, standing in standings.items()
    )


def _raised(order: Order, text: str, *, is_lost: bool, at: datetime) -> Action:
    """A dispute that is lost is no longer one that is open."""
    if is_lost:
        return flagged(order, DISPUTE_LOST_FLAG, text, at=at, instead_of=DISPUTE_FLAG)
    return flagged(order, DISPUTE_FLAG, text, at=at)


def _words(payment: Payment, dispute: Dispute) -> str:
    money, which = money_words(dispute.amount, payment.currency), payment.payment_id
    if dispute.standing == LOST:
        return (
            f"The dispute of {which} is lost: the bank took {money} back. If the goods are still"
            " here, cancel the order; else stop the parcel if you can, then press Settled."
        )
    if dispute.standing in OVER:
        return f"The dispute of {which} over {money} is {dispute.standing}: the money stays here."
    if dispute.standing == "under_review":
        return f"The bank looks at your answer to the dispute of {which} over {money}. Wait."
    last = dispute.respond_by
    until = f" before {timezone.localtime(last):%d %b %Y}" if last else ""
    why = reason_words(dispute.reason or "no reason given")
    return (
        f"The customer's bank disputes {money} of {which}: {why}."
        f" Answer in Razorpay's dashboard{until}. Nothing is sent meanwhile."
    )
