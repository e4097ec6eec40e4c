"""Placing an order: the stock of every line and the order itself in one act, or nothing."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from catalog import shelf
from catalog.errors import NotOnSale, OutOfStock, ProductChanged, UnknownSku
from catalog.queries import on_shelf_by_sku
from catalog.services import stock
from catalog.shelf import ShelfProduct
from config.dynamo import Transaction, persistently, transaction
from orders import queries, rules
from orders.errors import (
    AlreadyPlaced,
    BadQuantity,
    EmptyCart,
    NoCod,
    OrderNotFound,
    PriceChanged,
    TooManyLines,
)
from orders.models import Order, PlacedMark
from orders.rules import Totals
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
    also: Parts = nothing_more,
) -> Placed:
    """Take the stock of `wanted` (sku → pieces) and write the order, prices frozen: `pending` and
    held for fifteen minutes, or by cash on delivery `confirmed` at once. The same order id again
    gives the same order, to its owner only; so does the id `unless_placed`, if an order was placed
    under that one. `also` adds parts of the caller's to the write: they are made with
    a new order, and never with an earlier one.

    Raises EmptyCart, TooManyLines, BadQuantity, UnknownSku, OutOfStock and NotOnSale (which name
    the line), NoCod where goods or total do not allow it, PriceChanged when the total is not
    `shown_total_paise`, AlreadyPlaced when the id is somebody else's, Unavailable when the tables
    are too busy. Then nothing was written.
    """
    _check(wanted)
    job = _Job(order_id, buyer, wanted, shown_total_paise, terms, unless_placed, also)
    try:
        return _place(job)
    except (PriceChanged, UnknownSku, OutOfStock, NotOnSale):
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
    also: Parts


def _placed_before(job: _Job) -> Placed | None:
    """The order of an earlier submit. Looked for only where a new one is refused: prices and
    stock have moved on since, for it was that order that took them."""
    for order_id in filter(None, (job.unless_placed, job.order_id)):
        with suppress(OrderNotFound):
            return Placed(queries.order_of(order_id, job.buyer.customer_id), is_new=False)
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
            return Placed(_own(taken.order_id, job.buyer.customer_id), is_new=False)
        except ProductChanged as refusal:
            shelf.look_again({refusal.product_id})
            _say_what_is_short(job.wanted, found)
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _check(wanted: Mapping[str, int]) -> None:
    if not wanted:
        raise EmptyCart
    if len(wanted) > rules.MOST_LINES:
        raise TooManyLines(rules.MOST_LINES)
    if not all(1 <= quantity <= rules.MOST_OF_ONE for quantity in wanted.values()):
        raise BadQuantity(rules.MOST_OF_ONE)


def _look_up(wanted: Mapping[str, int]) -> Found:
    found = on_shelf_by_sku(wanted)
    if len(found) < len(wanted):
        shelf.refresh()
        found = on_shelf_by_sku(wanted)
    for sku in wanted:
        if sku not in found:
            raise UnknownSku(sku)
    return found


def _sums(found: Found, wanted: Mapping[str, int], terms: Terms) -> Totals:
    totals = rules.totals(lines_of(found, wanted), is_cod=terms.is_cod)
    categories = {product.category for product, _ in found.values()}
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
            job.also(tx)  # before the stock: who may not order is told that first
            for product, pieces in _by_product(found, job.wanted):
                stock.take(tx, product, pieces)
        return order

    order = persistently(once)
    shelf.touch({product.product_id for product, _ in found.values()})
    return order


def _by_product(
    found: Found, wanted: Mapping[str, int]
) -> list[tuple[ShelfProduct, dict[str, int]]]:
    grouped: dict[str, tuple[ShelfProduct, dict[str, int]]] = {}
    for sku, quantity in wanted.items():
        product, _ = found[sku]
        grouped.setdefault(product.product_id, (product, {}))[1][sku] = quantity
    return list(grouped.values())


def _own(order_id: str, customer_id: str) -> Order:
    try:
        return queries.order_of(order_id, customer_id)
    except OrderNotFound:
        raise AlreadyPlaced(order_id) from None


def _say_what_is_short(wanted: Mapping[str, int], before: Found) -> None:
    """Name the line that the fresh look finds short or gone; silence means: try again."""
    now = on_shelf_by_sku(wanted)
    for sku, quantity in wanted.items():
        name = before[sku][0].name
        if sku not in now:
            raise NotOnSale(sku, name) from None
        left = now[sku][1].stock
        if left < quantity:
            raise OutOfStock(sku, name, left) from None
