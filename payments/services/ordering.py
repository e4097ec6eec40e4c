"""One checkout page makes one order, to be paid now or at the door, however often it is sent and
in whichever way. Of two that were written at the same moment one is given up again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from catalog.errors import OutOfStock
from catalog.queries import on_shelf_by_sku
from config.dynamo import Transaction
from customers.digests import digest_of_person
from customers.services.throttling import count
from orders import queries
from orders.errors import AlreadyPlaced
from orders.models import Order
from orders.rules import Status
from orders.services.drafting import Buyer, Terms
from orders.services.placing import Parts, Placed, nothing_more, place_order
from payments.attempt import OrderIds
from payments.errors import PageIsOver
from payments.services.giving_up import give_up, is_called_off, leave_what_is_paid, only_one

# They cost nothing to place, so somebody could empty the shelves with them.
MOST_TO_A_PHONE, MOST_FROM_A_NETWORK = 5, 30
TO_A_PHONE, FROM_A_NETWORK = timedelta(days=1), timedelta(hours=1)
TOO_MANY = (
    "There were several orders for cash on delivery with this mobile number today. Please pay this"
    " one now, or order it tomorrow."
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
    cash that stands stays, whatever the page asks for later; one that waits for money is given up
    for it, and for nothing less.

    Raises BeingPaid where that money is on its way, PageIsOver where the page's order was
    cancelled, TooMany, and all that place_order raises.
    """
    return _for_cash(wish) if wish.terms.is_cod else _to_be_paid(wish)


def _to_be_paid(wish: Wish) -> Placed:
    placed = _write(wish, wish.ids.now, wish.ids.cash)
    if not is_called_off(placed.order):
        return placed
    present = queries.order_or_none(wish.ids.now)
    if present is None or present.status is Status.CANCELLED:
        raise PageIsOver
    return Placed(queries.order_of(present.order_id, wish.buyer.customer_id), is_new=False)


def _for_cash(wish: Wish) -> Placed:
    cash, is_new = _cash_order(wish), False
    waiting = _waiting(wish, before=cash)
    if cash is None:
        leave_what_is_paid(waiting)
        cash, is_new = _write_for_cash(wish, waiting)
    if cash.status is Status.CANCELLED:
        leave_what_is_paid(_waiting(wish))
        raise PageIsOver
    for order_id in sorted({wish.ids.now, *(order.order_id for order in waiting)}):
        only_one(queries.order_or_none(order_id), cash)
    return Placed(cash, is_new)


def _write_for_cash(wish: Wish, waiting: list[Order]) -> Placed:
    """Where the last pieces are those that the waiting orders hold, these are given up first."""
    counted = partial(_count, wish)
    try:
        return _write(wish, wish.ids.cash, also=counted)
    except OutOfStock:
        holding = [order for order in waiting if order.status is Status.PENDING]
        if not _is_enough(wish.wanted, holding):
            raise
    for order in holding:
        give_up(order)
    return _write(wish, wish.ids.cash, also=counted)


def _is_enough(wanted: Mapping[str, int], holding: list[Order]) -> bool:
    """Whether these pieces are there once what these orders hold is back on the shelf."""
    held = Counter[str]()
    for order in holding:
        held.update({line.sku: line.quantity for line in order.lines if line.sku})
    found = on_shelf_by_sku(wanted)
    return all(
        sku in found and found[sku][1].stock + held[sku] >= pieces for sku, pieces in wanted.items()
    )


def _write(
    wish: Wish, order_id: str, unless_placed: str | None = None, *, also: Parts = nothing_more
) -> Placed:
    return place_order(
        order_id=order_id,
        buyer=wish.buyer,
        wanted=wish.wanted,
        shown_total_paise=wish.shown_total_paise,
        terms=wish.terms,
        unless_placed=unless_placed,
        also=also,
    )


def _cash_order(wish: Wish) -> Order | None:
    """The order for cash that this page made, if it stands."""
    order = queries.order_or_none(wish.ids.cash)
    if order is None or order.status is Status.CANCELLED:
        return None
    if order.customer_id != wish.buyer.customer_id:
        raise AlreadyPlaced(order.order_id)
    return order


def _waiting(wish: Wish, *, before: Order | None = None) -> list[Order]:
    """What waits for money and would be bought twice: the order of this page, and those of the
    same browser for the same goods, if they are older than the order `before`."""
    found = [queries.order_or_none(order_id) for order_id in {wish.ids.now, *wish.others}]
    return [
        order
        for order in found
        if order is not None
        and (
            order.order_id == wish.ids.now
            or (_is_the_same(order, wish.wanted) and _is_older(order, before))
        )
    ]


def _is_older(order: Order, than: Order | None) -> bool:
    return than is None or order.created_at <= than.created_at


def _is_the_same(order: Order, wanted: Mapping[str, int]) -> bool:
    goods = {line.sku: line.quantity for line in order.lines}
    return order.status in (Status.PENDING, Status.CANCELLED) and goods == dict(wanted)


def _count(wish: Wish, tx: Transaction) -> None:
    """Count the order for cash, in the write that makes it: what orders nothing costs nobody."""
    phone = digest_of_person(wish.buyer.phone)
    count(tx, f"cash-phone/{phone}", MOST_TO_A_PHONE, TO_A_PHONE, says=TOO_MANY)
    count(tx, f"cash/{wish.network}", MOST_FROM_A_NETWORK, FROM_A_NETWORK, says=TOO_MANY_HERE)
