"""Pieces that come back into stock after they were sold, or whose money goes back: how many of each
line is kept on the order itself, so that nothing comes back twice and nothing paid back is sent."""

from collections.abc import Iterable, Mapping
from functools import reduce

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog.services import stock
from config.dynamo import Transaction
from orders.models import Line, Order
from orders.services.glued import places_glued


def still_held(order: Order) -> list[tuple[Line, int]]:
    """The lines, each with the pieces of it that a cancel puts back: what came back already, was
    paid back without its goods, or may be glued by now, is not there to put back."""
    glued = places_glued(order)
    return [
        (line, line.to_send)
        for place, line in enumerate(order.lines)
        if line.to_send > 0 and place not in glued
    ]


def noted(
    order: Order, *, returned: Mapping[int, int], paid_back: Mapping[int, int]
) -> list[Action]:
    """The actions that write on the order how many pieces (position of the line → pieces) came
    back into stock and were paid back. They go together with `pieces_as_read` and with `put_back`
    in one transaction. Lines of the earlier system, without a sku, are left as they are."""
    ours = {place: line for place, line in enumerate(order.lines) if line.sku}
    back = [
        Order.lines[place]["returned"].set((line.returned or 0) + returned[place])
        for place, line in ours.items()
        if returned.get(place)
    ]
    paid = [
        # A piece whose refund failed may be paid back again; it is one piece all the same.
        Order.lines[place]["paid_back"].set(
            min(line.quantity, (line.paid_back or 0) + paid_back[place])
        )
        for place, line in ours.items()
        if paid_back.get(place)
    ]
    return [*back, *paid]


def pieces_as_read(order: Order) -> Condition:
    """The condition that nothing more has come back, and nothing more was paid back, since the
    order was read."""
    conditions: list[Condition] = [
        _same(place, name, value)
        for place, line in enumerate(order.lines)
        for name, value in (("returned", line.returned), ("paid_back", line.paid_back))
        if line.sku
    ]
    # An order without lines has nothing that could come back.
    return reduce(Condition.__and__, conditions, Order.order_id.exists())


def _same(place: int, name: str, value: int | None) -> Condition:
    path = Order.lines[place][name]
    same: Condition = path.does_not_exist() if value is None else path == value
    return same


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
