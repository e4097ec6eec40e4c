"""What an order is told of its refunds: a line in its story, the mail that it owes, how much of it
is paid, and a flag where a person is needed."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from orders.models import Order
from orders.rules import REFUND_FAILED_FLAG, REFUNDED_THERE_FLAG, PaymentStatus, Status
from orders.services.paper_dues import list_as_due
from orders.services.story import attention_as_read, flagged, list_for_attention, told
from payments.errors import LookAgain
from payments.models import Payment, Refund
from payments.refund_rules import AT_RAZORPAY, RefundStatus, lost_paise
from payments.services.writing import Source
from payments.words import money_words

_BEFORE_IT_LEAVES = " Cancel the order, or send what is still paid for."
_NEXT_STEP = dict.fromkeys((Status.PENDING, Status.CONFIRMED, Status.PROCESSING), _BEFORE_IT_LEAVES)


@dataclass(frozen=True)
class Telling:
    """How far a refund of a payment has come: as it was (None: nobody knew of it) and as it is,
    what of the payment goes back in all, in paise, and the refund of ours that it took the place
    of, if it did."""

    payment: Payment
    before: Refund | None
    refund: Refund
    given_paise: int
    at: datetime
    twin: Refund | None = None

    @property
    def was_on_its_way(self) -> bool:
        return self.before is not None and is_on_its_way(self.before)

    @property
    def money(self) -> str:
        """The refund's sum in words, in the currency that was paid."""
        return money_words(self.refund.amount, self.payment.currency)


def tell_order(tx: Transaction, order: Order, news: Telling, *, source: Source) -> None:
    """Add to the caller's transaction: the order knows how far this refund has come. Refused with
    LookAgain where the order was changed meanwhile."""
    text, is_internal = _words(news)
    by, event = source.by, source.event_name
    actions: list[Action] = [
        told(order, text, by=by, at=news.at, event=event, is_internal=is_internal),
        Order.updated_at.set(news.at),
        *_paid_state(order, news),
    ]
    if is_on_its_way(news.refund) and not news.was_on_its_way:
        actions.append(_owes_mail(order, news))
    condition = _given_back_as_read(order)
    if flag := _flag(order, news):
        actions.append(flagged(order, *flag, at=news.at))
        condition = condition & attention_as_read(order)
        list_for_attention(tx, order.order_id)
    if news.refund.status == RefundStatus.PROCESSED:
        list_as_due(tx, order.order_id)
    tx.update(order, actions=actions, condition=condition, or_else=LookAgain())


def is_on_its_way(refund: Refund) -> bool:
    """Whether Razorpay has taken it on."""
    return refund.status in AT_RAZORPAY


def _words(news: Telling) -> tuple[str, bool]:
    """The line of the story, and whether it is for staff alone."""
    money, there = news.money, news.refund.gateway_id
    if news.refund.status == RefundStatus.FAILED:
        return f"Your bank sent {money} back to us ({there}). We write to you about it.", False
    if news.was_on_its_way:
        return f"Razorpay has paid out the refund of {money} ({there}).", True
    return f"{money} is on its way back to you. Banks take 5 to 7 working days.", False


def _paid_state(order: Order, news: Telling) -> list[Action]:
    """Only the payment that paid for an order says how much of the order is paid. An order that
    nothing paid for and that has ended is refunded when its late money is."""
    gone = news.given_paise + lost_paise(news.payment.disputes or {})
    is_whole = gone >= news.payment.amount
    if order.razorpay_payment_id != news.payment.payment_id:
        is_late = order.razorpay_payment_id is None and order.status is Status.CANCELLED
        return [Order.payment_status.set(PaymentStatus.REFUNDED)] if is_late and is_whole else []
    if is_whole:
        status = PaymentStatus.REFUNDED
    elif gone:
        status = PaymentStatus.PARTIALLY_REFUNDED
    else:
        status = PaymentStatus.CAPTURED
    return [Order.payment_status.set(status.value)]


def _owes_mail(order: Order, news: Telling) -> Action:
    """The sum as the mail will name it. An order has no such map before its first refund."""
    if order.given_back is None:
        return Order.given_back.set({news.refund.key: news.money})
    return Order.given_back[news.refund.key].set(news.money)


def _given_back_as_read(order: Order) -> Condition:
    same: Condition = (
        Order.given_back.does_not_exist() if order.given_back is None else Order.given_back.exists()
    )
    return same


def _flag(order: Order, news: Telling) -> tuple[str, str] | None:
    money, there = news.money, news.refund.gateway_id
    if news.refund.status == RefundStatus.FAILED:
        return REFUND_FAILED_FLAG, (
            f"The refund of {money} ({there}) failed: the bank sent it back, and the money is"
            " here. Ask the customer where it shall go, give it back again, then press Settled."
        )
    if news.twin is not None:
        return REFUNDED_THERE_FLAG, (
            f"{money} was given back in Razorpay's dashboard ({there}) while the shop was sending"
            " the same sum, which it has stopped. If both were meant, give it back once more."
            " Then press Settled."
        )
    if news.before is None and order.status is not Status.CANCELLED:
        return REFUNDED_THERE_FLAG, (
            f"{money} was given back in Razorpay's dashboard ({there}). Stock has not changed."
            f"{_NEXT_STEP.get(order.status, '')} Then press Settled."
        )
    return None
