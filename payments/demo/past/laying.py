"""Writing the past: to the vendors' ledgers first, then into the tables, an order's own item last.
Killed anywhere, it is laid again; what is there by then is left as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pynamodb.models import Model

from catalog.demo import demo_products
from catalog.queries import on_shelf_by_sku
from orders.models import Order
from payments.demo.past import figures, money_items, parcel_items
from payments.demo.past.bills import bill_all, counters
from payments.demo.past.order_items import Found, order_of
from payments.demo.past.remembered import remembered
from payments.demo.past.roads import Road, road_of
from payments.demo.past.sales import Sale, past_sales
from payments.demo.past.tables import absent, write_all
from payments.demo.stand_in import StandIn
from payments.models import Payment
from payments.services.listing import entries_of
from shipping.models import Shipment

CHUNK = 25  # orders in one request to the sandbox
_M = TypeVar("_M", bound=Model)


@dataclass
class Book:
    """All that is to be written of one order."""

    sale: Sale
    order: Order
    road: Road | None
    opening: Payment | None = None
    payment: Payment | None = None
    parcel: Shipment | None = None


def lay(as_of: datetime, sandbox: StandIn, *, is_again: bool = False) -> int:
    """Have the weeks before this moment in ledgers and tables; how many orders were missing. Only
    where `is_again` anything of it can be there already."""
    new = absent if is_again else _all
    sales = past_sales(as_of, demo_products())
    found = on_shelf_by_sku(sku for sale in sales for sku in sale.wanted)
    books = [_book(sale, found, as_of) for sale in sales if found.keys() >= sale.wanted.keys()]
    _pay([book for book in books if not book.sale.is_cod], sandbox)
    _send([book for book in books if book.road is not None], sandbox)
    marks = bill_all((b.order, b.road.packed_at) for b in books if b.road is not None)
    orders = [book.order for book in books]
    missing = {order.order_id for order in new(orders)}
    write_all(
        [
            *new(counters(marks)),
            *new(remembered(orders)),
            *(mark for mark in marks if mark.order_id in missing),
            *(item for book in books if book.order.order_id in missing for item in _items(book)),
        ]
    )
    write_all([order for order in orders if order.order_id in missing])
    write_all(new(figures.day_items(orders, as_of)))
    figures.add_months_up(orders)
    return len(missing)


def _book(sale: Sale, found: Found, as_of: datetime) -> Book:
    road = road_of(sale, as_of) if sale.is_sold else None
    goods = {sku: found[sku] for sku in sale.wanted}
    return Book(sale, order_of(sale, goods, road), road)


def _pay(books: Sequence[Book], sandbox: StandIn) -> None:
    """Tell Razorpay of the orders, and us of its payments."""
    told: dict[str, Any] = {}
    for some in _chunks(books):
        facts = [money_items.fact_of(book.sale, book.order) for book in some]
        told |= {each["order_id"]: each for each in sandbox.lay_orders(facts)}
    for book in books:
        book.opening = money_items.opening_of(book.sale, book.order)
        payment = told.get(book.order.razorpay_order_id or "")
        if payment is not None:
            book.payment = money_items.payment_of(book.sale, book.order, payment)


def _send(books: Sequence[Book], sandbox: StandIn) -> None:
    """Tell Shiprocket of the parcels, and us of what it made of them."""
    products = {product.product_id: product for product in demo_products()}
    for some in _chunks(books):
        roads = [(book, book.road) for book in some if book.road is not None]
        parcels = [parcel_items.parcel_of(book.order, road, products) for book, road in roads]
        facts = [
            parcel_items.fact_of(book.order, parcel, road)
            for (book, road), parcel in zip(roads, parcels, strict=True)
        ]
        answers = sandbox.lay_parcels(facts)
        for (book, road), parcel, told in zip(roads, parcels, answers, strict=True):
            parcel_items.take_in(parcel, told, road, sandbox.papers_url)
            book.parcel = parcel


def _items(book: Book) -> Iterator[Model]:
    """What stands beside the order's own item."""
    if book.opening is not None:
        yield book.opening
    if book.payment is not None:
        yield book.payment
        yield from entries_of(book.payment)
    if book.parcel is not None:
        yield book.parcel


def _all(items: Sequence[_M]) -> Sequence[_M]:
    return items


def _chunks(books: Sequence[Book]) -> Iterator[Sequence[Book]]:
    return (books[start : start + CHUNK] for start in range(0, len(books), CHUNK))
