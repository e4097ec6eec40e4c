"""What a planned change of one product is made of in the table: actions, conditions, a new item."""

from collections.abc import Iterator

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog.bulk import Change
from catalog.importing import columns, variant_columns
from catalog.models import Product, StockChange
from catalog.services.counting import KEPT_CHANGES
from catalog.services.editing import stamp
from config import clock

FIRST_COUNT = "First count"


def facts(row: Product, change: Change, by: str) -> list[Action]:
    """Texts, prices and activity make a new version; a count does not, as elsewhere."""
    if not change.fields:
        return []
    own = {k: v for k, v in change.fields.items() if not k.startswith(variant_columns.PREFIX)}
    present = columns.flat(row)
    return [
        *columns.actions(own, present),
        *variant_columns.actions(change.fields),
        *stamp(row, by),
    ]


def stock(row: Product, change: Change, by: str, reason: str) -> list[Action]:
    """The differences, and who made them and why."""
    if not change.stock:
        return []
    lines = [
        StockChange(at=clock.now(), by=by, sku=sku, change=pieces, reason=reason)
        for sku, pieces in change.stock.items()
    ]
    return [
        Product.stock.add(sum(change.stock.values())),
        Product.stock_history.set((Product.stock_history | []).append(lines)),
        *(_of_variant(sku, pieces) for sku, pieces in change.stock.items() if row.variants),
    ]


def _of_variant(sku: str, pieces: int) -> Action:
    there = Product.variants[sku]["stock"]
    action: Action = there.set((there | 0) + pieces)
    return action


def enough(row: Product, change: Change) -> Condition:
    """With variants if it had any, and what is taken off is there."""
    return _all([Product.product_id.exists(), *_conditions(row, change)])


def _conditions(row: Product, change: Change) -> Iterator[Condition]:
    taken = {sku: pieces for sku, pieces in change.stock.items() if pieces < 0}
    counted = set(change.stock) - set(taken) if row.variants else set()
    for sku in sorted(skus_of(change) | counted):
        yield Product.variants[sku].exists()
    for sku, pieces in taken.items():
        left = Product.variants[sku]["stock"] if row.variants else Product.stock
        yield left >= -pieces


def _is_of_variant(name: str) -> bool:
    return name.startswith(variant_columns.PREFIX)


def _all(conditions: list[Condition]) -> Condition:
    first, *others = conditions
    for each in others:
        first = first & each
    return first


def skus_of(change: Change) -> set[str]:
    """The variants of which facts change."""
    return {variant_columns.sku_and_field(n)[0] for n in change.fields if _is_of_variant(n)}


def new_product(change: Change, by: str) -> Product:
    """The product that a file wants and nobody has made yet."""
    own = {n: t for n, t in change.fields.items() if t is not None and not _is_of_variant(n)}
    now, counts = clock.now(), change.stock
    lines = [
        StockChange(at=now, by=by, sku=sku, change=pieces, reason=FIRST_COUNT)
        for sku, pieces in counts.items()
        if pieces
    ]
    return Product(
        change.product_id,
        change.seller_id,
        **columns.values(own),
        stock=sum(counts.values()),
        variants=variant_columns.made(change.fields, counts) or None,
        created_at=clock.from_text(change.created_at) if change.created_at else now,
        updated_at=now,
        stock_history=lines[:KEPT_CHANGES],
        version=1,
    )
