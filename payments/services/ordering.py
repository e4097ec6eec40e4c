"""One checkout page makes one order, to be paid now or at the door, however often it is sent and
in whichever way. Of two that were written at the same moment one is given up again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from config.errors import TooMany
from customers.services.throttling import hit
from orders import queries
from orders.errors import AlreadyPlaced, WrongMoment
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.cancelling import (
    HOLD_RAN_OUT,
    cancel_unpaid,
    cancel_unsent,
    end_for_good,
)
from orders.services.drafting import Buyer, Terms
from orders.services.placing import Placed, place_order
from payments.attempt import OrderIds
from payments.errors import BeingPaid

# They cost nothing to place, so somebody could empty the shelves with them.
MOST_TO_A_PHONE, MOST_FROM_A_NETWORK = 5, 30
TO_A_PHONE, FROM_A_NETWORK = timedelta(days=1), timedelta(hours=1)
INSTEAD = "Cash on delivery instead."
TOO_MANY = (
    "There were several orders for cash on delivery from you already. Please pay this one now, or"
    " order it tomorrow."
)


@dataclass(frozen=True)
class Wish:
    """What a checkout page asks for. `network` is where it comes from, `others` are orders that
    the same browser placed before and has not paid yet."""

    ids: OrderIds
    buyer: Buyer
    wanted: Mapping[str, int]
    shown_total_paise: int
    terms: Terms
    network: str
    others: tuple[str, ...] = ()


def place(wish: Wish) -> Placed:
    """Place the order that the page asks for, or find the one that it made before. An order for
    cash that stands stays, whatever the page asks for later; one that waits for money is given up
    for it.

    Raises BeingPaid where that money is on its way, TooMany, and all that place_order raises.
    """
    return _for_cash(wish) if wish.terms.is_cod else _write(wish, wish.ids.now, wish.ids.cash)


def _for_cash(wish: Wish) -> Placed:
    cash, is_new = _cash_order(wish), False
    if cash is None:
        for order in _waiting(wish):
            _give_up(order)
        _count(wish)
        cash, is_new = _write(wish, wish.ids.cash)
    return Placed(_only_one(queries.order_or_none(wish.ids.now), cash), is_new)


def _write(wish: Wish, order_id: str, unless_placed: str | None = None) -> Placed:
    return place_order(
        order_id=order_id,
        buyer=wish.buyer,
        wanted=wish.wanted,
        shown_total_paise=wish.shown_total_paise,
        terms=wish.terms,
        unless_placed=unless_placed,
    )


def _cash_order(wish: Wish) -> Order | None:
    """The order for cash that this page made, if it stands."""
    order = queries.order_or_none(wish.ids.cash)
    if order is None or order.status is Status.CANCELLED:
        return None
    if order.customer_id != wish.buyer.customer_id:
        raise AlreadyPlaced(order.order_id)
    return order


def _waiting(wish: Wish) -> list[Order]:
    """What waits for money and would be bought twice: the order of this page, and those of the
    same browser for the same goods."""
    found = [queries.order_or_none(order_id) for order_id in {wish.ids.now, *wish.others}]
    return [
        order
        for order in found
        if order is not None
        and (order.order_id == wish.ids.now or _is_the_same(order, wish.wanted))
    ]


def _is_the_same(order: Order, wanted: Mapping[str, int]) -> bool:
    goods = {line.sku: line.quantity for line in order.lines}
    return order.status in (Status.PENDING, Status.CANCELLED) and goods == dict(wanted)


def _only_one(to_be_paid: Order | None, cash: Order) -> Order:
    """Of a page's two orders the one for cash, unless money for the other is on its way."""
    if to_be_paid is not None:
        try:
            _give_up(to_be_paid)
        except BeingPaid:
            cancel_unsent(cash, reason="It is being paid online.", by="Shop")
            raise
    return cash


def _give_up(order: Order) -> None:
    """End an order that waits for money, or that late money would revive; BeingPaid where the bank
    has agreed to it or it came."""
    if order.status is Status.PENDING and order.payment_status != PaymentStatus.AUTHORIZED:
        try:
            order = cancel_unpaid(order.order_id, reason=INSTEAD, by="Customer")
        except WrongMoment:
            order = queries.order(order.order_id)
    is_over = order.status is Status.CANCELLED
    if is_over and order.cancel_reason == HOLD_RAN_OUT:
        is_over = end_for_good(order, reason=INSTEAD)
    if not is_over:
        raise BeingPaid(order.order_id)


def _count(wish: Wish) -> None:
    """Count an order for cash against the limits of its network and its telephone."""
    phone = hashlib.sha256(wish.buyer.phone.encode()).hexdigest()[:32]
    try:
        hit(f"cash/{wish.network}", MOST_FROM_A_NETWORK, FROM_A_NETWORK)
        hit(f"cash-phone/{phone}", MOST_TO_A_PHONE, TO_A_PHONE)
    except TooMany as refusal:
        raise TooMany(TOO_MANY, retry_after=refusal.retry_after) from refusal
