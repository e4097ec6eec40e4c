"""Reading what is on sale from the products table."""

import logging
import marshal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, cast

from pynamodb.exceptions import PynamoDBException

from catalog.models import CatalogueVersion, Product
from catalog.rules import Category
from catalog.shelf_rows import ShelfProduct, on_shelf

log = logging.getLogger(__name__)


def every_product_on_sale(
    known: Mapping[str, ShelfProduct], rows: dict[str, int]
) -> dict[str, ShelfProduct]:
    """All that is on sale by product id, category by category. A product whose row is as it was
    (`rows` has a digest of each, and is brought up to now) is not made anew: it stays the same
    `known` thing in memory. A row that cannot be read is passed over and logged; a table that
    cannot be read is raised."""
    products: dict[str, ShelfProduct] = {}
    digests: dict[str, int] = {}
    for raw in _every_row():
        with _passing_over(raw.get("productId")):
            key, digest = raw["productId"]["S"], hash(marshal.dumps(raw, 2))
            if key in known and rows.get(key) == digest:
                products[key] = known[key]
            else:
                _put_on(products, Product.from_raw_data(raw), known)
            digests[key] = digest
    rows.clear()
    rows.update(digests)  # not before all is read: an unread change must not look read
    return products


def _every_row() -> Iterator[Any]:
    for category in Category:
        rows = Product.by_category.query(category.value)
        rows._map_fn = None  # as DynamoDB sends them, so that one that cannot be read has a name
        yield from cast("Iterator[Any]", rows)


def with_products(
    products: Mapping[str, ShelfProduct], keys: Iterable[tuple[str, str]]
) -> dict[str, ShelfProduct]:
    """`products`, with those of these keys (product id, seller) as the table has them now."""
    anew = dict(keys)
    after = {name: product for name, product in products.items() if name not in anew}
    for row in _rows_of(list(anew.items())):
        _put_on(after, row, products)
    return after


def keys_of(
    product_ids: Iterable[str], known: Mapping[str, ShelfProduct]
) -> Iterator[tuple[str, str]]:
    """The keys of these products (product id, seller); one that is not known is looked for."""
    for product_id in product_ids:
        if product_id in known:
            yield product_id, known[product_id].seller_id
        else:
            for row in Product.query(product_id, consistent_read=True, limit=1):
                yield row.product_id, row.seller_id


def _rows_of(keys: list[tuple[str, str]]) -> list[Product]:
    rows: list[Product] = []
    with _passing_over("one of several"):
        return list(Product.batch_get(keys, consistent_read=True))
    for product_id, seller_id in keys:  # which of them it is shows one by one
        with _passing_over(product_id), suppress(Product.DoesNotExist):
            rows.append(Product.get(product_id, seller_id, consistent_read=True))
    return rows


def _put_on(
    products: dict[str, ShelfProduct], row: Product, known: Mapping[str, ShelfProduct]
) -> None:
    """The product of this row; the very thing that is `known` where it is still so."""
    products.pop(row.product_id, None)
    if row.is_active and row.category in list(Category):
        with _passing_over(row.product_id):
            product, before = on_shelf(row), known.get(row.product_id)
            products[row.product_id] = before if before == product else product


@contextmanager
def _passing_over(product_id: object) -> Iterator[None]:
    try:
        yield
    except PynamoDBException:
        raise  # the table, not the row
    except Exception:  # whatever is wrong with one row, all others must stay on sale
        log.exception("The product %s cannot be read and is not on sale.", product_id)


def catalogue_version() -> int:
    """The number of changes announced so far; 0 in a catalogue that was never changed."""
    try:
        return CatalogueVersion.get(CatalogueVersion.KEY, "#", consistent_read=True).version
    except CatalogueVersion.DoesNotExist:
        return 0
