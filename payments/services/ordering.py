"""One checkout page makes one order, to be paid now or at the door, however often it is sent and
in whichever way: an order for cash ends those that wait for money in the write that makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from config.dynamo import BUSY, Transaction, persistently
from config.errors import Unavailable
from customers.digests import digest_of_person
from customers.services.throttling import count
from orders import queries
from orders.errors import NoLongerWaiting
from orders.models import Order
from orders.rackets import keys_of
from orders.rules import Status
from orders.services.drafting import Buyer, Terms
from orders.services.placing import Parts, Placed, nothing_more, place_order
from orders.services.replacing import INSTEAD, may_be_replaced
from payments.attempt import OrderIds
from payments.errors import BeingPaid, PageIsOver
from payments.services.holding import count_held

# They cost nothing to place, so somebody could empty the shelves with them.
MOST_TO_A_PHONE, MOST_FROM_A_NETWORK = 5, 30
TO_A_PHONE, FROM_A_NETWORK = timedelta(days=1), timedelta(hours=1)
TOO_MANY = (  # a day of counting ends at midnight UTC, half past five in the morning here
    "There were several orders for cash on delivery with this mobile number within a day. Please"
    " pay this one now, or order it in the morning."
)
TOO_MANY_HERE = (
    "Many orders for cash on delivery came from your network within the hour, perhaps from other"
    " people. Please pay this one now, or order it in an hour."
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
    cash that stands stays, whatever the page asks for later; orders that wait for money end in the
    write that makes it, and otherwise stay.

    Raises BeingPaid where that money is on its way, PageIsOver where the page's order was
    cancelled, TooMany, and all that place_order raises.
    """
    if wish.terms.is_cod:  # each try may wait for others itself
        placed = persistently(lambda: _for_cash(wish), longest=6.0)
    else:
        placed = _to_be_paid(wish)
    if is_called_off(placed.order):
        raise PageIsOver
    return placed


def _to_be_paid(wish: Wish) -> Placed:
    held = partial(count_held, wish.network, wish.wanted)
    placed = _write(wish, wish.ids.now, unless_placed=wish.ids.cash, also=held)
    if placed.order.cancel_reason == INSTEAD:  # perhaps this very moment, by another press
        cash = queries.order_or_none(wish.ids.cash)
        return placed if cash is None else Placed(cash, is_new=False)
    return placed


def _for_cash(wish: Wish) -> Placed:
    """Held to what is read here: whether the page's other order was placed, and that the orders
    which wait still do. Where that is no longer so, all is looked at again."""
    cash = queries.order_or_none(wish.ids.cash)
    if cash is not None and cash.customer_id == wish.buyer.customer_id:
        return Placed(cash, is_new=False)
    twin = queries.order_or_none(wish.ids.now)
    waiting = _waiting(wish, twin)
    try:
        placed = _write(
            wish,
            wish.ids.cash,
            unless_placed=wish.ids.now if twin is None else None,
            in_place_of=waiting,
            also=partial(_count, wish),
        )
    except NoLongerWaiting as moved_on:
        raise Unavailable(BUSY) from moved_on
    if placed.order.order_id == wish.ids.now:  # it was placed meanwhile, by another press
        raise Unavailable(BUSY)
    return placed


def _waiting(wish: Wish, twin: Order | None) -> list[Order]:
    """What waits for money and would be bought twice: the page's other order, and those of the
    same browser for the same goods. BeingPaid where money for one of them came, or is coming."""
    others = [queries.order_or_none(each) for each in wish.others if each != wish.ids.now]
    same = [order for order in others if order and _is_the_same(order, wish.wanted)]
    found = [twin, *same] if twin else same
    for order in found:
        is_over = order.status is Status.CANCELLED
        if not is_over and not may_be_replaced(order):
            raise BeingPaid(order.order_id)
    return [order for order in found if may_be_replaced(order)]


def is_called_off(order: Order) -> bool:
    """Whether the page made this order and it was ended: for cash, or to be replaced by one."""
    is_for_cash = order.is_cod or order.cancel_reason == INSTEAD
    return order.status is Status.CANCELLED and is_for_cash


def _is_the_same(order: Order, wanted: Mapping[str, int]) -> bool:
    goods = keys_of(order.lines)
    return order.status in (Status.PENDING, Status.CANCELLED) and goods == dict(wanted)


def _write(
    wish: Wish,
    order_id: str,
    *,
    unless_placed: str | None,
    in_place_of: Sequence[Order] = (),
    also: Parts = nothing_more,
) -> Placed:
    return place_order(
        order_id=order_id,
        buyer=wish.buyer,
        wanted=wish.wanted,
        shown_total_paise=wish.shown_total_paise,
        terms=wish.terms,
        unless_placed=unless_placed,
        in_place_of=in_place_of,
        also=also,
    )


def _count(wish: Wish, tx: Transaction) -> None:
    """Count the order for cash, in the write that makes it: what orders nothing costs nobody."""
    count_to_phone(wish.buyer.phone, tx)
    count(tx, f"cash/{wish.network}", MOST_FROM_A_NETWORK, FROM_A_NETWORK, says=TOO_MANY_HERE)


def count_to_phone(phone: str, tx: Transaction) -> None:
    """The same for the number it goes to alone: for whoever takes the order by telephone."""
    key = f"cash-phone/{digest_of_person(phone)}"
    count(tx, key, MOST_TO_A_PHONE, TO_A_PHONE, says=TOO_MANY)
