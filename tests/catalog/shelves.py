"""Products on a shelf, without tables: every field that a test does not name is filled in."""

import itertools
from typing import Any

from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct, ShelfVariant

_number = itertools.count(1)
MAY_BE_ABSENT = (
    *("original_price", "image", "rating", "review_count", "hsn", "gst_rate", "net_quantity"),
    *("country_of_origin", "manufacturer", "importer", "weight_grams", "size_cm"),
)


def a_variant(sku: str, stock: int = 5, price: int = 500_00, **options: str) -> ShelfVariant:
    """A variant with these options."""
    return ShelfVariant(sku, options, price, stock, None)


def on_shelf(**given: Any) -> ShelfProduct:
    """A rubber in stock, its own single variant unless variants are given."""
    n = next(_number)
    product_id = given.pop("product_id", f"sheet-{n}")
    price, stock = given.pop("price", 500_00), given.pop("stock", 5)
    absent: dict[str, Any] = dict.fromkeys(MAY_BE_ABSENT)
    fields: dict[str, Any] = {
        "seller_id": "third-ball",
        "name": f"Sheet {n}",
        "category": Category.RUBBERS,
        "brand": "Butterfly",
        "description": "",
        "images": (),
        "specs": {},
        "variants": (ShelfVariant(product_id, {}, price, stock, None),),
        "created_at": "2026-01-01T00:00:00+00:00",
        "updated_at": "",
    }
    return ShelfProduct(product_id=product_id, price=price, **absent | fields | given)


def a_shelf(*products: ShelfProduct) -> Shelf:
    """A shelf of these products, in this order."""
    return Shelf(1, {product.product_id: product for product in products})
