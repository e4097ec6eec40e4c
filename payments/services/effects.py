"""What each verdict does: one transaction each, in which the event's mark, the payment's item and
the order's change stand or fall together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog import shelf
from catalog.errors import OutOfStock
from config import clock
from config.dynamo import Transaction, transaction
from config.money import rupees
from orders.models import Order
from orders.rules import AMOUNT_FLAG, REFUND_FLAG, PaymentStatus, Status
from orders.services import confirming
from orders.services.confirming import Money, PaidLate
from orders.services.story import attention_as_read, flagged, list_for_attention, told
from payments.errors import OrderMovedOn
from payments.listed import Whose
from payments.razorpay_entities import GatewayPayment
from payments.rules import Verdict
from payments.services.listing import enter_refund
from payments.services.refund_parts import intended, refund_id_of
from payments.services.writing import Source, mark_event, write_payment
from payments.words import money_words
from shipping.late_payment import is_late, promise_if_paid


def act(verdict: Verdict, order: Order, news: GatewayPayment, source: Source) -> None:
    """Write what the verdict says. Raises EventSeen, PaymentSeen or OrderMovedOn where another
    writer was first; then nothing was written."""
    match verdict:
        case Verdict.CONFIRM:
            _confirm(order, news, source)
        case Verdict.REVIVE:
            _revive(order, news, source)
        case Verdict.GIVE_BACK:
            _give_back(order, news, source)
        case Verdict.WRONG_AMOUNT:
            _flag_amount(order, news, source)
        case Verdict.AUTHORIZED | Verdict.FAILED:
            _note(verdict, order, news, source)
        case Verdict.KNOWN:
            with _effect(verdict, order, news, source):
                pass


@contextmanager
def _effect(
    verdict: Verdict,
    order: Order,
    news: GatewayPayment,
    source: Source,
    also: Sequence[Action] = (),
) -> Iterator[tuple[Transaction, datetime]]:
    now = clock.now()
    with transaction() as tx:
        if source.event:
            mark_event(tx, source.event, outcome=verdict.value, now=now)
        write_payment(
            tx,
            news,
            order_id=order.order_id,
            customer_id=order.customer_id,
            source=source,
            now=now,
            also=also,
        )
        yield tx, now


def _confirm(order: Order, news: GatewayPayment, source: Source) -> None:
    with _effect(Verdict.CONFIRM, order, news, source) as (tx, now):
        confirming.confirm(tx, order, _money(order, news, source, now), or_else=OrderMovedOn())


def _revive(order: Order, news: GatewayPayment, source: Source) -> None:
    try:
        with _effect(Verdict.REVIVE, order, news, source) as (tx, now):
            confirming.revive(tx, order, _money(order, news, source, now), or_else=OrderMovedOn())
    except OutOfStock:
        _give_back(order, news, source)
    else:
        shelf.touch({line.product_id for line in order.lines if line.product_id})


def _give_back(order: Order, news: GatewayPayment, source: Source) -> None:
    """The money is clearly not ours to keep: an intent to refund it, and the order says so."""
    is_second = order.razorpay_payment_id is not None
    why = "this order was paid already" if is_second else "the order had ended and cannot be filled"
    now = clock.now()
    intent = intended(
        news.id, amount_paise=news.amount_paise, by="Shop", reason=why.capitalize(), at=now
    )
    how = "again" if is_second else "late"
    text = f"{_sum_of(news)} came in {how}: {why}. It goes back to you."
    flag = (
        f"Payment {news.id} is being sent back, because {why}. The shop asks Razorpay until it is"
        " taken; do not refund it there yourself."
    )
    with _effect(Verdict.GIVE_BACK, order, news, source, also=[intent]) as (tx, at):
        tx.update(
            order,
            actions=[
                told(order, text, by=source.by, at=at, event=source.event_name),
                flagged(order, REFUND_FLAG, flag, at=at),
                Order.payment_ids.add({news.id}),
                Order.updated_at.set(at),
            ],
            condition=_as_read(order),
            or_else=OrderMovedOn(),
        )
        list_for_attention(tx, order.order_id)
        whose = Whose(news.id, order.order_id, news.method)
        enter_refund(tx, whose, key=refund_id_of(news.id, 1), at=now)


def _flag_amount(order: Order, news: GatewayPayment, source: Source) -> None:
    flag = (
        f"Payment {news.id} brought {_sum_of(news)}, but the order costs"
        f" {rupees(order.total_amount)}. Nothing is sent. Ask the customer, then give the payment"
        " back on the order's page, or cancel the order, which does both."
    )
    with _effect(Verdict.WRONG_AMOUNT, order, news, source) as (tx, at):
        tx.update(
            order,
            actions=[
                told(order, flag, by=source.by, at=at, event=source.event_name, is_internal=True),
                flagged(order, AMOUNT_FLAG, flag, at=at),
                Order.payment_ids.add({news.id}),
                Order.updated_at.set(at),
            ],
            condition=_as_read(order),
            or_else=OrderMovedOn(),
        )
        list_for_attention(tx, order.order_id)


def _note(verdict: Verdict, order: Order, news: GatewayPayment, source: Source) -> None:
    """Money on its way, or an attempt that failed: told, and the order waits on."""
    if verdict is Verdict.AUTHORIZED:
        status, text = PaymentStatus.AUTHORIZED, "The bank has agreed to the payment."
    else:
        reason = news.error_description or "no reason was given"
        status, text = PaymentStatus.FAILED, f"An attempt to pay failed: {reason}"
    with _effect(verdict, order, news, source) as (tx, at):
        tx.update(
            order,
            actions=[
                Order.payment_status.set(status.value),
                told(order, text, by=source.by, at=at, event=source.event_name, is_internal=True),
                Order.updated_at.set(at),
            ],
            condition=(Order.status == Status.PENDING) & Order.razorpay_payment_id.does_not_exist(),
            or_else=OrderMovedOn(),
        )


def _sum_of(news: GatewayPayment) -> str:
    return money_words(news.amount_paise, news.currency)


def _as_read(order: Order) -> Condition:
    """Still as it was when the verdict was reached: status, flags, and what it was paid by."""
    same: Condition = (Order.status == order.status) & attention_as_read(order)
    paid_by = order.razorpay_payment_id
    if paid_by is None:
        unpaid: Condition = same & Order.razorpay_payment_id.does_not_exist()
        return unpaid
    both: Condition = same & (Order.razorpay_payment_id == paid_by)
    return both


def _money(order: Order, news: GatewayPayment, source: Source, at: datetime) -> Money:
    return Money(
        payment_id=news.id,
        amount_paise=news.amount_paise,
        method=news.method,
        by=source.by,
        event=source.event_name,
        at=at,
        late=_late(order, news.created_at),
    )


def _late(order: Order, paid_at: datetime) -> PaidLate | None:
    if not is_late(order, paid_at):
        return None
    promise = promise_if_paid(order, paid_at)
    return PaidLate(paid_at, promise, is_put_off=promise != (order.promise or {}))
