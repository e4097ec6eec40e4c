"""An order is paid: parts of the transaction in which the payment is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from catalog.services import stock
from config.dynamo import Transaction
from config.errors import ShopError
from config.money import rupees
from orders.arrival import arrival_words
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services import moving
from orders.services.cancelling import HOLD_RAN_OUT
from orders.services.returning import by_product, still_held
from orders.services.story import told

METHODS = {"upi": "UPI", "card": "card", "netbanking": "net banking", "emi": "card in instalments"}


@dataclass(frozen=True)
class Money:
    """What came in for an order, in paise, and how; `by` and `event` say who brought the news."""

    payment_id: str
    amount_paise: int
    method: str
    by: str
    event: str | None
    at: datetime
    late: "PaidLate | None" = None

    @property
    def words(self) -> str:
        how = METHODS.get(self.method, self.method)
        came = f"{rupees(self.amount_paise)} received{f' by {how}' if how else ''}."
        days = arrival_words(self.late.promise) if self.late and self.late.is_put_off else ""
        return f"{came} Paid now, it arrives {days}." if days else came


@dataclass(frozen=True)
class PaidLate:
    """An order that waited long for its money: when that came, from which its days count, and the
    days of arrival by it; `is_put_off`: they are others than were promised."""

    at: datetime
    promise: Mapping[str, str]
    is_put_off: bool


def confirm(tx: Transaction, order: Order, money: Money, *, or_else: ShopError) -> None:
    """Add to the caller's transaction: `pending → confirmed`, if nothing was paid before and the
    total is exactly this amount."""
    unpaid = Order.razorpay_payment_id.does_not_exist()
    moving.part(
        tx,
        order,
        Status.CONFIRMED,
        actions=[
            *_paid(money),
            told(order, money.words, by=money.by, at=money.at, event=money.event),
        ],
        also=unpaid & (Order.total_amount == money.amount_paise),
        or_else=or_else,
    )


def revive(tx: Transaction, order: Order, money: Money, *, or_else: ShopError) -> None:
    """Add to the caller's transaction: an order whose hold had run out takes its stock again and
    is confirmed after all (design.md 4.6). Refused with OutOfStock where the goods are gone."""
    ended = (Order.status == Status.CANCELLED) & (Order.cancel_reason == HOLD_RAN_OUT)
    unpaid = Order.razorpay_payment_id.does_not_exist()
    text = f"{money.words} It came after its time was over; the goods were still here."
    tx.update(
        order,
        actions=[
            *moving.moved(Status.CONFIRMED, money.at),
            *_paid(money),
            Order.cancel_reason.remove(),
            told(order, text, by=money.by, at=money.at, event=money.event),
        ],
        condition=ended & unpaid & (Order.total_amount == money.amount_paise),
        or_else=or_else,
    )
    for (product_id, seller_id), pieces in by_product(still_held(order)).items():
        stock.take_again(tx, product_id=product_id, seller_id=seller_id, wanted=pieces)


def _paid(money: Money) -> list[Action]:
    actions: list[Action] = [
        Order.payment_status.set(PaymentStatus.CAPTURED.value),
        Order.razorpay_payment_id.set(money.payment_id),
        Order.payment_ids.add({money.payment_id}),
        Order.hold_expires_at.remove(),
    ]
    if money.late:
        actions.append(Order.pack_from.set(money.late.at))
        if money.late.is_put_off:
            actions.append(Order.promise.set(dict(money.late.promise)))
    if money.method:
        actions.append(Order.payment_method.set(money.method))
    return actions
