"""What of a payment staff may give back on this page, and what a refund would do, in words."""

from dataclasses import dataclass

from catalog.staff.queries import shelf_places
from orders.models import Order
from orders.rules import Status
from payments.models import Payment
from payments.refund_rules import Preview, delivery_left_paise, pieces_left
from payments.rules import RECEIVED
from payments.services.refunding import ON_THE_BENCH, left_on, paid_on
from payments.staff.words import TIMES, is_disputed, method_words
from payments.words import HOME, money_words


@dataclass(frozen=True)
class OfferedLine:
    """A line of which pieces can still be paid back: its place in the order, what one costs, and
    how many are left."""

    place: int
    name: str
    choice: str
    each_paise: int
    left: int


@dataclass(frozen=True)
class Offer:
    """What can be chosen. Without `has_all` the whole of it goes back by a cancel; `has_stock`:
    some pieces could lie on the shelf again; `has_amount`: it is rupees, which people can write;
    `is_disputed`: the bank may take the money too."""

    order: Order
    payment: Payment
    lines: tuple[OfferedLine, ...]
    delivery_paise: int
    left_paise: int
    has_all: bool
    has_stock: bool
    has_amount: bool
    is_disputed: bool


def can_give_back(order: Order, payment: Payment) -> bool:
    """Whether money of this payment of the order is here that may go back."""
    return payment.status in RECEIVED and left_on(order, payment) > 0


def offer_of(order: Order, payment: Payment) -> Offer:
    """What of this payment may go back, as the order and the payment were read."""
    paid = paid_on(order, payment)
    left = pieces_left(paid)
    lines = [(place, line) for place, line in enumerate(order.lines) if left.get(place)]
    return Offer(
        order=order,
        payment=payment,
        lines=tuple(
            OfferedLine(place, line.name, line.choice, line.price, left[place])
            for place, line in lines
        ),
        delivery_paise=delivery_left_paise(paid),
        left_paise=left_on(order, payment),
        has_all=not (paid.lines and order.status in ON_THE_BENCH),
        has_stock=paid.holds_stock
        and any(line.sku and line.kept and place not in paid.glued for place, line in lines),
        has_amount=payment.currency == HOME,
        is_disputed=is_disputed(payment),
    )


def effects(planned: Preview, offer: Offer) -> list[str]:
    """What this refund would do, each effect as the end of 'This will …'."""
    money, left = (
        money_words(each, offer.payment.currency)
        for each in (planned.money_paise, planned.left_after_paise)
    )
    after = f"leave {left} that can still be refunded"
    if not planned.left_after_paise:
        after = "leave nothing that could still be refunded"
    return [
        f"send {money} to {method_words(offer.payment)}, there in 5 to 7 working days",
        *_stock(planned, offer),
        after,
        "tell the customer why on the order's page, and send a mail",
    ]


def _stock(planned: Preview, offer: Offer) -> list[str]:
    if not planned.stock:
        is_about_stock = planned.lines and offer.order.status is not Status.CANCELLED
        return ["put nothing back in stock"] if is_about_stock else []
    lines = {place: offer.order.lines[place] for place in planned.stock}
    shelves = shelf_places(
        (line.product_id, line.seller_id)
        for line in lines.values()
        if line.product_id and line.seller_id
    )
    return [
        f"put {count} {TIMES} {lines[place].sku} back "
        + (f"on shelf {shelf}" if (shelf := shelves.get(lines[place].sku or "")) else "in stock")
        for place, count in planned.stock.items()
    ]
