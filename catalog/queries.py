"""What pages and other rooms ask of the catalogue."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from catalog.errors import ProductNotFound
from catalog.models import Product
from catalog.rules import Category
from catalog.shelf import ShelfProduct, ShelfVariant, shelf

LONGEST_ID = 300  # DynamoDB refuses a key over 2 KB, which would read as "busy"


def product_on_shelf(product_id: str) -> ShelfProduct:
    """A product on sale; ProductNotFound where there is none. Asks no table when warm."""
    found = shelf().products.get(product_id)
    if found is None:
        raise ProductNotFound
    return found


def on_shelf_by_sku(skus: Iterable[str]) -> dict[str, tuple[ShelfProduct, ShelfVariant]]:
    """The product and variant of each sku that is on sale. Asks no table when warm."""
    by_sku = shelf().by_sku
    return {sku: by_sku[sku] for sku in skus if sku in by_sku}


def product(product_id: str) -> Product:
    """The item as it stands in the table, for staff; ProductNotFound where there is none."""
    if product_id and len(product_id) <= LONGEST_ID and not product_id.startswith("#"):
        for row in Product.query(product_id, consistent_read=True, limit=1):
            return row
    raise ProductNotFound


def skus_in_use(skus: Iterable[str]) -> set[str]:
    """Those of these skus that a product or a variant has, on sale or not. It looks through the
    index of every category, so it is for the few moments in which a sku is given."""
    wanted = set(skus)
    if not wanted:
        return set()
    is_there = [Product.product_id.is_in(*wanted), *(Product.variants[s].exists() for s in wanted)]
    rows = (
        row
        for category in Category
        for row in Product.by_category.query(category.value, filter_condition=reduce(or_, is_there))
    )
    return {sku for row in rows for sku in wanted & {row.product_id, *(row.variants or ())}}
