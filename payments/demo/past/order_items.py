"""A past order as the shop would have kept it, without its bill. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.shelf import ShelfProduct, ShelfVariant
from config import clock
from config.money import rupees
from orders.models import Moment, Order
from orders.rules import PaymentStatus, Status, totals
from orders.services.cancelling import HOLD_RAN_OUT
from orders.services.confirming import Money
from orders.services.drafting import Terms, draft, lines_of
from payments.demo.past.roads import DELIVERED, OUT, PICKED, TRANSIT, Road
from payments.demo.past.sales import Outcome, Sale
from payments.demo.people import MANAGER, PACKER
from shipping.promises import estimate_for
from shipping.rules import ShipmentStatus
from shipping.telling import moved

PAYING = timedelta(minutes=2)  # from the order to its money
HOLDING = timedelta(minutes=16)
CALLING_OFF = timedelta(minutes=75)  # by telephone, before it was packed
NOTING = timedelta(seconds=20)  # until a thing is told: by us, or by a mail
WHY = "The customer had ordered twice by mistake."
STATES = {
    PICKED: ShipmentStatus.PICKED,
    TRANSIT: ShipmentStatus.IN_TRANSIT,
    OUT: ShipmentStatus.OUT_FOR_DELIVERY,
    DELIVERED: ShipmentStatus.DELIVERED,
}
Found = Mapping[str, tuple[ShelfProduct, ShelfVariant]]


def order_of(sale: Sale, found: Found, road: Road | None) -> Order:
    """The order as it was placed, and what became of it without payment; `found`: its goods."""
    lines = lines_of(found, sale.wanted)
    promise = estimate_for(sale.buyer.address["pincode"], now=sale.at).as_text()
    terms = Terms(is_cod=sale.is_cod, promise=promise)
    order = draft(sale.order_id, sale.buyer, lines, totals(lines, is_cod=sale.is_cod), terms)
    order.created_at = order.updated_at = sale.at
    order.hold_expires_at = None
    (placed,) = order.timeline or []
    placed.at = sale.at
    story = _Story(order)
    if sale.outcome in {Outcome.UNPAID, Outcome.FAILED}:
        _ran_out(order, story)
    elif road is not None:
        _sent(order, story, road)
    if sale.is_sold:
        order.remembered_at = sale.at + PAYING
    return order


def take_money(order: Order, *, payment_id: str, at: datetime) -> None:
    """The order was paid at this moment."""
    order.payment_status = PaymentStatus.CAPTURED.value
    order.razorpay_payment_id, order.payment_ids = payment_id, {payment_id}
    order.remembered_at = at
    money = Money(payment_id, order.total_amount, order.payment_method or "", "Razorpay", None, at)
    said = Moment(at=at, text=money.words, by=money.by)
    order.timeline = [*(order.timeline or [])[:1], said, *(order.timeline or [])[1:]]


def give_back(order: Order, *, key: str, at: datetime) -> None:
    """The order was called off at this moment, and all of its money sent back."""
    order.status, order.payment_status = Status.CANCELLED, PaymentStatus.REFUNDED.value
    order.cancel_reason, money = WHY, rupees(order.total_amount)
    order.given_back, order.mails = {key: money}, {f"refund/{key}": clock.to_text(at + NOTING)}
    story = _Story(order)
    story.tell(at, f"Order cancelled: {WHY} {money} goes back to you.", MANAGER)
    words = f"{money} is on its way back to you. Banks take 5 to 7 working days."
    story.tell(at + NOTING, words, "Razorpay")


def _ran_out(order: Order, story: "_Story") -> None:
    order.status, order.cancel_reason = Status.CANCELLED, HOLD_RAN_OUT
    at = order.created_at + HOLDING
    story.tell(at, "Not paid in time, so the order was cancelled.", "Worker")


def _sent(order: Order, story: "_Story", road: Road) -> None:
    order.status = Status.SHIPPED
    order.mails = {
        "confirmed": clock.to_text(order.created_at + PAYING + NOTING),
        "shipped": clock.to_text(road.sent_at + NOTING),
    }
    story.tell(road.packed_at, "We are packing your order.", PACKER)
    first: dict[int, datetime] = {}
    for number, at in road.scans:
        first.setdefault(number, at)
    for number, at in first.items():
        state = STATES[number]
        text = moved(state, number=1, in_all=1)
        story.tell(at + NOTING, text, "Shiprocket", event=f"tracking {state}")
    if road.arrived_at is None:
        return
    order.status, order.delivered_at = Status.DELIVERED, road.arrived_at + NOTING
    order.mails["delivered"] = clock.to_text(road.arrived_at + 2 * NOTING)
    if order.is_cod:
        order.collected, order.collected_at = order.total_amount, road.arrived_at


@dataclass(frozen=True)
class _Story:
    """The order's story in the making."""

    order: Order

    def tell(self, at: datetime, text: str, by: str, *, event: str | None = None) -> None:
        line = Moment(at=at, text=text, by=by, event=event)
        self.order.timeline = [*(self.order.timeline or []), line]
        self.order.updated_at = at
