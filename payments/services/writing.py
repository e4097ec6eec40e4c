"""Parts that every write about a payment is made of: the payment's own item, and the mark that
an event had its effect."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.services.forgetting import is_forgotten_id
from payments import rules
from payments.errors import EventSeen, PaymentSeen
from payments.listed import Whose
from payments.models import EventMark, Payment
from payments.razorpay_entities import GatewayPayment
from payments.services.listing import enter_payment

EVENT_LIFE = timedelta(days=60)
ERASED = "erased"  # stands for what an event said of somebody who was erased


@dataclass(frozen=True)
class Event:
    """A webhook event: its id (Razorpay's, else made from what it says), kind and raw body."""

    id: str
    kind: str
    body: str


@dataclass(frozen=True)
class Source:
    """Where news of a payment comes from: who is named in the order's story, the event that
    brought it if one did, and the signature if the shopper's browser did."""

    by: str
    event: Event | None = None
    signature: str | None = None

    @property
    def event_name(self) -> str | None:
        """As the story names it: 'payment.captured RkT5hVw2LmX0Pd'."""
        return f"{self.event.kind} {self.event.id}" if self.event else None


def without_person(source: Source, customer_id: str | None) -> Source:
    """The same source where its customer was erased: that the event came is kept, not what it
    said of them."""
    if source.event is None or not is_forgotten_id(customer_id):
        return source
    return replace(source, event=replace(source.event, body=ERASED))


def mark_event(tx: Transaction, event: Event, *, outcome: str, now: datetime) -> None:
    """Add to the caller's transaction: this event had its effect. Refused with EventSeen."""
    mark = EventMark(
        f"#event/{event.id}",
        "#",
        kind=event.kind,
        outcome=outcome,
        body=event.body,
        received_at=now,
        expires_at=now + EVENT_LIFE,
    )
    tx.put(mark, condition=EventMark.key.does_not_exist(), or_else=EventSeen())


def mark_only(source: Source, *, outcome: str) -> None:
    """There is nothing to do: the event that said so, if one did, still is marked with its body.
    Raises Unavailable."""
    event = source.event
    if event is None:
        return

    def once() -> None:
        with transaction() as tx:
            mark_event(tx, event, outcome=outcome, now=clock.now())

    try:
        persistently(once)
    except EventSeen:
        return


def write_payment(
    tx: Transaction,
    news: GatewayPayment,
    *,
    order_id: str,
    customer_id: str | None,
    source: Source,
    now: datetime,
    also: Iterable[Action] = (),
) -> None:
    """Add to the caller's transaction: the payment as Razorpay tells it, and in the lists, if it is
    new or goes forward. Refused with PaymentSeen."""
    is_new = Payment.payment_id.does_not_exist()
    tx.update(
        Payment(news.id, order_id),
        actions=[*_told_by_razorpay(news, customer_id, source, now), *also],
        condition=is_new | ~Payment.status.is_in(*rules.stays_before(news.status)),
        or_else=PaymentSeen(),
    )
    whose = Whose(news.id, order_id, news.method)
    enter_payment(tx, whose, status=news.status, at=news.created_at)


def _told_by_razorpay(
    news: GatewayPayment, customer_id: str | None, source: Source, now: datetime
) -> list[Action]:
    given: list[tuple[Any, object]] = [
        (Payment.razorpay_order_id, news.order_id),
        (Payment.razorpay_payment_id, news.id),
        (Payment.razorpay_signature, source.signature),
        (Payment.customer_id, customer_id),
        (Payment.method, news.method),
        (Payment.email, news.email),
        (Payment.contact, news.contact),
        (Payment.failure_reason, news.error_description or news.error_reason),
        (Payment.fee, news.fee_paise),
        (Payment.tax, news.tax_paise),
        (Payment.detail, news.detail),
        (Payment.captured_at, now if news.status in rules.RECEIVED else None),
    ]
    return [
        Payment.status.set(news.status),
        Payment.amount.set(news.amount_paise),
        Payment.currency.set(news.currency),
        Payment.created_at.set(news.created_at),
        *(attribute.set(value) for attribute, value in given if value not in (None, "")),
    ]
