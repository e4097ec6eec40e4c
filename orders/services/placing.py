"""Placing an order: the stock of every line and the order itself in one act, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from catalog import shelf
from catalog.errors import NotOnSale, OutOfStock, ProductChanged, UnknownSku
from catalog.queries import on_shelf_by_sku
from config.dynamo import Transaction, persistently, transaction
from orders import queries, rackets, rules
from orders.errors import (
    AlreadyPlaced,
    BadQuantity,
    EmptyCart,
    IllegalRacket,
    NoCod,
    NoSuchRacket,
    OrderNotFound,
    PriceChanged,
    TooManyLines,
)
from orders.models import Order, PlacedMark
from orders.rules import Totals
from orders.services import replacing
from orders.services.drafting import PREPAID, Buyer, Found, Terms, draft, lines_of

TRIES = 3
Parts = Callable[[Transaction], None]
MARK_LIFE = timedelta(days=60)  # far longer than a checkout page can be sent again


def nothing_more(tx: Transaction) -> None:
    """No further parts."""


class Placed(NamedTuple):
    """The order, and whether this call made it: False if an earlier one with the same id did."""

    order: Order
    is_new: bool


def place_order(
    *,
    order_id: str,
    buyer: Buyer,
    wanted: Mapping[str, int],
    shown_total_paise: int | None = None,
    terms: Terms = PREPAID,
    unless_placed: str | None = None,
    in_place_of: Sequence[Order] = (),
    also: Parts = nothing_more,
) -> Placed:
    """Take the stock of `wanted` (sku or racket → pieces) and write the order, prices frozen:
    `pending` and held as long as its terms say, or by cash on delivery `confirmed` at once. The
    same order id again gives the same order, to its owner only; so does the id `unless_placed`, if
    an order was placed under that one. `in_place_of` are orders that wait for money: they end, and
    what they held is there for this one, in the same write. `also` adds parts of the caller's to
    the write: they are made with a new order, and never with an earlier one.

    Raises EmptyCart, TooManyLines, BadQuantity, UnknownSku, OutOfStock and NotOnSale (which name
    the line), NoSuchRacket and IllegalRacket, NoCod where goods or total do not allow it,
    PriceChanged when the total is not `shown_total_paise`, AlreadyPlaced when the id is somebody
    else's, NoLongerWaiting, Unavailable when the tables are too busy. Then nothing was written.
    """
    _check(wanted)
    job = _Job(
        order_id, buyer, wanted, shown_total_paise, terms, unless_placed, tuple(in_place_of), also
    )
    try:
        return _place(job)
    except (PriceChanged, UnknownSku, OutOfStock, NotOnSale, NoSuchRacket, IllegalRacket):
        placed = _placed_before(job)
        if placed is None:
            raise
        return placed


class _Job(NamedTuple):
    order_id: str
    buyer: Buyer
    wanted: Mapping[str, int]
    shown_total_paise: int | None
    terms: Terms
    unless_placed: str | None
    in_place_of: tuple[Order, ...]
    also: Parts


def _placed_before(job: _Job) -> Placed | None:
    """The order of an earlier submit. Looked for only where a new one is refused: prices and
    stock have moved on since, for it was that order that took them."""
    for order_id in filter(None, (job.unless_placed, job.order_id)):
        with suppress(AlreadyPlaced):
            return Placed(_own(order_id, job.buyer), is_new=False)
    return None


def _place(job: _Job) -> Placed:
    for attempt in range(TRIES):
        found = _look_up(job.wanted)
        totals = _sums(found, job.wanted, job.terms)
        if job.shown_total_paise not in {None, totals.total_paise}:
            shown_paise = job.shown_total_paise or 0
            raise PriceChanged(shown_paise=shown_paise, now_paise=totals.total_paise)
        try:
            return Placed(_write(job, found, totals), is_new=True)
        except AlreadyPlaced as taken:
            return Placed(_own(taken.order_id, job.buyer), is_new=False)
        except ProductChanged as refusal:
            shelf.look_again({refusal.product_id})
            _say_what_is_short(job, found)
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _check(wanted: Mapping[str, int]) -> None:
    if not wanted:
        raise EmptyCart
    if rackets.count_lines(wanted) > rules.MOST_LINES:
        raise TooManyLines(rules.MOST_LINES)
    if not all(1 <= quantity <= rules.MOST_OF_ONE for quantity in wanted.values()):
        raise BadQuantity(rules.MOST_OF_ONE)


def _look_up(wanted: Mapping[str, int]) -> Found:
    skus = rackets.skus_in(wanted)
    found = on_shelf_by_sku(skus)
    if len(found) < len(skus):
        shelf.refresh()
        found = on_shelf_by_sku(skus)
    for sku in skus:
        if sku not in found:
            raise UnknownSku(sku)
    rackets.check_legal(shelf.shelf(), wanted)
    return found


def _sums(found: Found, wanted: Mapping[str, int], terms: Terms) -> Totals:
    totals = rules.totals(lines_of(found, wanted), is_cod=terms.is_cod)
    categories = {str(product.category) for product, _ in found.values()}
    categories |= {rackets.BUILT for key in wanted if rackets.parts_in(key)}
    if terms.is_cod and (no := rules.why_no_cod(categories, totals.total_paise)):
        raise NoCod(no)
    return totals


def _write(job: _Job, found: Found, totals: Totals) -> Order:
    def once() -> Order:
        lines = lines_of(found, job.wanted)
        order = draft(job.order_id, job.buyer, lines, totals, job.terms)
        key, taken = f"#placed/{job.order_id}", AlreadyPlaced(job.order_id)
        mark = PlacedMark(key, "#", expires_at=order.created_at + MARK_LIFE)
        absent = PlacedMark.key.does_not_exist()
        with transaction() as tx:
            if job.unless_placed:
                instead = AlreadyPlaced(job.unless_placed)
                other = f"#placed/{job.unless_placed}"
                tx.check(PlacedMark, other, "#", condition=absent, or_else=instead)
            tx.put(mark, condition=absent, or_else=taken)
            tx.put(order, condition=Order.order_id.does_not_exist(), or_else=taken)
            # Before the stock: who may not order is told that first.
            for waiting in job.in_place_of:
                replacing.end(tx, waiting, by="Customer")
            job.also(tx)
            pieces = rackets.by_sku(job.wanted)
            replacing.take_stock(tx, found, pieces, in_place_of=job.in_place_of)
        return order

    order = persistently(once)
    lines = [line for each in (order, *job.in_place_of) for line in each.lines]
    shelf.touch({line.product_id for line in lines if line.product_id})
    return order


def _own(order_id: str, buyer: Buyer) -> Order:
    with suppress(OrderNotFound):
        order = queries.order_of(order_id, buyer.customer_id)
        if buyer.is_whose(order):
            return order
    raise AlreadyPlaced(order_id)


def _say_what_is_short(job: _Job, before: Found) -> None:
    """Name the line that the fresh look finds short or gone; silence means: try again."""
    pieces = rackets.by_sku(job.wanted)
    now, held = on_shelf_by_sku(pieces), replacing.held_by(job.in_place_of)
    for sku, quantity in pieces.items():
        name, part = before[sku][0].name, rackets.role_words_in(job.wanted, sku)
        name = f"{name}, {part}" if part else name
        if sku not in now:
            raise NotOnSale(sku, name) from None
        left = now[sku][1].stock + held[sku]
        if left < quantity:
            raise OutOfStock(sku, name, left) from None
