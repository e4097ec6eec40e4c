"""Pieces that come back into stock after they were sold: how many of each line is kept on the order
itself, so that nothing comes back twice, whoever brings it."""

from collections.abc import Iterable, Mapping
from functools import reduce

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog.services import stock
from config.dynamo import Transaction
from orders.models import Line, Order


def kept(order: Order) -> list[tuple[Line, int]]:
    """The lines, each with the pieces of it that have not come back yet."""
    return [(line, line.kept) for line in order.lines if line.kept > 0]


def noted(order: Order, pieces: Mapping[int, int]) -> list[Action]:
    """The actions that write on the order how many pieces (position of the line → pieces) came
    back. They go together with `pieces_as_read` and with `put_back` in one transaction."""
    return [
        Order.lines[place]["returned"].set((order.lines[place].returned or 0) + count)
        for place, count in pieces.items()
        if count
    ]


def pieces_as_read(order: Order) -> Condition:
    """The condition that nothing more has come back since the order was read."""
    conditions: list[Condition] = [
        Order.lines[place]["returned"].does_not_exist()
        if line.returned is None
        else Order.lines[place]["returned"] == line.returned
        for place, line in enumerate(order.lines)
    ]
    # An order without lines has nothing that could come back.
    return reduce(Condition.__and__, conditions, Order.order_id.exists())


def put_back(
    tx: Transaction, pieces: Iterable[tuple[Line, int]], *, without: Iterable[str] = ()
) -> None:
    """Add to the caller's transaction: these pieces are in stock again. Refused with
    ProductChanged where a product is gone, unless it is named in `without`."""
    for (product_id, seller_id), returned in by_product(pieces).items():
        if product_id not in without:
            stock.give_back(tx, product_id=product_id, seller_id=seller_id, returned=returned)


def by_product(pieces: Iterable[tuple[Line, int]]) -> dict[tuple[str, str], dict[str, int]]:
    """(productId, sellerId) → sku → pieces. Lines of the earlier system name no sku and held no
    stock here."""
    grouped: dict[tuple[str, str], dict[str, int]] = {}
    for line, count in pieces:
        if line.product_id and line.seller_id and line.sku and count:
            of_product = grouped.setdefault((line.product_id, line.seller_id), {})
            of_product[line.sku] = of_product.get(line.sku, 0) + count
    return grouped
