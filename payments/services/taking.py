"""Taking a payment: webhook, callback and worker all come here, and exactly one of them wins.

The effect and the event's mark are one transaction whose conditions are the facts it was decided
on. Whoever is refused looks again; then the work is done and there is nothing left to do.
"""

import logging
from dataclasses import replace

from config.dynamo import persistently
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.queries import order_or_none
from orders.rules import Status
from orders.services.cancelling import HOLD_RAN_OUT
from payments import queries, rules
from payments.errors import EventSeen, LookAgain, OrderMovedOn, PaymentSeen
from payments.models import Payment
from payments.razorpay_entities import GatewayPayment
from payments.rules import OrderFacts, PaymentNews, Verdict
from payments.services import unmatched
from payments.services.effects import act
from payments.services.remembering import remember_buyer
from payments.services.writing import Source, mark_only, without_person

log = logging.getLogger(__name__)


def take_payment(news: GatewayPayment, *, source: Source) -> None:
    """Let news of a payment have its effect, once, whoever brings it and how often.

    Captured and right: the order is confirmed and its buyer remembered. Late, wrong, doubled or
    unknown: the payment is kept, the order flagged, and money that is clearly not ours is sent
    back. Raises Unavailable if the tables are too busy; then the news must come again.
    """
    opened = queries.opened(news.order_id) if news.order_id else None
    if opened is not None:
        persistently(lambda: _decide(opened, news, source))
    elif news.status not in rules.RECEIVED or not _is_earlier(news):
        unmatched.keep(news, source)
    else:
        persistently(lambda: _write_down(news, source))


def _is_earlier(news: GatewayPayment) -> bool:
    """Whether it paid for an order of the earlier system, which stands under Razorpay's own id and
    was confirmed without an item in our payments table."""
    order = order_or_none(news.order_id)
    if order is None or order.razorpay_payment_id is not None:
        return order is not None and order.razorpay_payment_id == news.id
    return order.status not in (Status.PENDING, Status.CANCELLED)


def _write_down(news: GatewayPayment, source: Source) -> None:
    """The earlier system did with its order what was to be done; its payment is only kept."""
    try:
        act(Verdict.KNOWN, order_queries.order(news.order_id), news, source)
    except EventSeen:
        return
    except PaymentSeen:
        mark_only(source, outcome="known")


def _decide(opened: Payment, news: GatewayPayment, source: Source) -> None:
    try:
        order = order_queries.order_of(opened.order_id, opened.customer_id or "")
    except OrderNotFound:
        unmatched.keep(news, source)
        return
    if order.erased_at is not None:
        news = replace(news, email="", contact="", detail={})
        source = without_person(source, order.customer_id)
    verdict = rules.judge(_facts_of(order), _of(news))
    log.info("%s of %s is %s: %s", news.id, order.order_id, news.status, verdict)
    try:
        act(verdict, order, news, source)
    except EventSeen:
        order = _as_it_is_now(order)  # the effect stands; what follows from it perhaps not yet
    except PaymentSeen:
        mark_only(source, outcome="known")
        order = _as_it_is_now(order)
    except OrderMovedOn as refusal:
        raise LookAgain from refusal
    if verdict is Verdict.CONFIRM or order.razorpay_payment_id == news.id:
        remember_buyer(order)


def _as_it_is_now(order: Order) -> Order:
    return order_queries.order_of(order.order_id, order.customer_id)


def _facts_of(order: Order) -> OrderFacts:
    return OrderFacts(
        status=Status(order.status),
        total_paise=order.total_amount,
        paid_by=order.razorpay_payment_id or "",
        hold_ran_out=order.cancel_reason == HOLD_RAN_OUT,
    )


def _of(news: GatewayPayment) -> PaymentNews:
    return PaymentNews(
        payment_id=news.id,
        status=news.status,
        amount_paise=news.amount_paise,
        currency=news.currency,
    )
