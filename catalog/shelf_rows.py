"""What stands on the shelf, and how it is made from the rows of the products table."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from pynamodb.exceptions import PynamoDBException

from catalog.models import Product
from catalog.own_facts import low_level_of, mrp_of
from catalog.rules import LOW_STOCK, Category, in_option_order, stock_words

log = logging.getLogger(__name__)
AS_STORED = (
    *("product_id", "seller_id", "name", "brand", "image", "rating", "hsn"),
    *("review_count", "gst_rate", "country_of_origin", "manufacturer", "importer"),
    *("net_quantity", "weight_grams", "size_cm"),
)


class NotReadable(Exception):
    """A row in which something is missing that every product on sale must have."""


@dataclass(frozen=True)
class ShelfVariant:
    """What a shopper can choose: prices in paise, tax included."""

    sku: str
    options: Mapping[str, str]
    price: int
    stock: int
    image: str | None
    has_own_price: bool = False  # else it costs what the product costs
    low_level: int = LOW_STOCK  # at which staff are told; its own, else the product's
    original_price: int | None = None  # its MRP, else the product's

    @property
    def choice(self) -> str:
        """'Red, 2.1 mm': the options as a person says them."""
        return ", ".join(self.options.values())

    @property
    def stock_words(self) -> str:
        return stock_words(self.stock)


@dataclass(frozen=True)
class ShelfProduct:
    """A product on sale, with the variants that are on sale, in the order they are offered."""

    product_id: str
    seller_id: str
    name: str
    category: Category
    brand: str
    price: int  # of the cheapest variant
    original_price: int | None  # the MRP of the one that costs this
    description: str
    image: str | None
    images: tuple[str, ...]
    specs: Mapping[str, str]
    variants: tuple[ShelfVariant, ...]
    rating: str | None
    review_count: int | None
    hsn: str | None
    gst_rate: str | None
    country_of_origin: str | None
    manufacturer: str | None
    importer: str | None
    net_quantity: str | None
    weight_grams: int | None
    size_cm: str | None
    created_at: str
    updated_at: str
    image_words: Mapping[str, str] = field(default_factory=dict)  # digest of a picture → words

    @cached_property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)

    @property
    def stock_words(self) -> str:
        return stock_words(self.stock)

    @property
    def saving(self) -> int:
        """How many paise below the MRP, never negative."""
        return max(0, (self.original_price or 0) - self.price)

    @cached_property
    def option_names(self) -> list[str]:
        """The questions asked on the product page: Colour, Thickness …"""
        return in_option_order({name for v in self.variants for name in v.options})

    def variant(self, sku: str) -> ShelfVariant | None:
        """The variant of this sku, None where it is not (or no longer) one of ours."""
        return next((variant for variant in self.variants if variant.sku == sku), None)


def every_product_on_sale() -> dict[str, ShelfProduct]:
    """All that is on sale by product id, category by category. A row that cannot be read is
    passed over and logged; a table that cannot be read is raised."""
    products: dict[str, ShelfProduct] = {}
    for category in Category:
        rows = Product.by_category.query(category.value)
        rows._map_fn = None  # as DynamoDB sends them, so that one that cannot be read has a name
        for raw in cast("Iterator[Any]", rows):
            with _passing_over(raw.get("productId")):
                _put_on(products, Product.from_raw_data(raw))
    return products


def with_products(
    products: Mapping[str, ShelfProduct], keys: Iterable[tuple[str, str]]
) -> dict[str, ShelfProduct]:
    """`products`, with those of these keys (product id, seller) as the table has them now."""
    keys = list(keys)
    after = {name: product for name, product in products.items() if name not in dict(keys)}
    for row in _rows_of(keys):
        _put_on(after, row)
    return after


def _rows_of(keys: list[tuple[str, str]]) -> list[Product]:
    rows: list[Product] = []
    with _passing_over("one of several"):
        return list(Product.batch_get(keys, consistent_read=True))
    for product_id, seller_id in keys:  # which of them it is shows one by one
        with _passing_over(product_id), suppress(Product.DoesNotExist):
            rows.append(Product.get(product_id, seller_id, consistent_read=True))
    return rows


def _put_on(products: dict[str, ShelfProduct], row: Product) -> None:
    products.pop(row.product_id, None)
    if row.is_active and row.category in list(Category):
        with _passing_over(row.product_id):
            products[row.product_id] = on_shelf(row)


@contextmanager
def _passing_over(product_id: object) -> Iterator[None]:
    try:
        yield
    except PynamoDBException:
        raise  # the table, not the row
    except Exception:  # whatever is wrong with one row, all others must stay on sale
        log.exception("The product %s cannot be read and is not on sale.", product_id)


def on_shelf(row: Product) -> ShelfProduct:
    """The product as shoppers see it, if it were on sale. Raises NotReadable, and whatever a row
    that is not as it should be makes of itself."""
    variants = _variants(row)
    cheapest = min(variants, key=lambda v: (v.price, v.original_price or 0), default=None)
    return ShelfProduct(
        **{name: getattr(row, name) for name in AS_STORED},
        category=Category(row.category),
        price=cheapest.price if cheapest else row.price,
        original_price=cheapest.original_price if cheapest else row.original_price,
        description=row.description or "",
        images=tuple(str(image) for image in row.images or ()),
        specs=dict(row.specs or {}),
        variants=variants,
        created_at=row.created_at.isoformat() if row.created_at else "",
        updated_at=row.updated_at.isoformat() if row.updated_at else "",
        image_words=dict(row.image_words or {}),
    )


def _variants(row: Product) -> tuple[ShelfVariant, ...]:
    variants = tuple(
        ShelfVariant(
            sku=sku,
            options=_in_order(variant.options or {}),
            price=variant.price if variant.price is not None else row.price,
            stock=max(0, variant.stock),
            image=variant.image,
            has_own_price=variant.price is not None,
            low_level=low_level_of(row, variant),
            original_price=mrp_of(row, variant),
        )
        for sku, variant in sorted((row.variants or {}).items())
        if variant.is_active
    )
    if not row.variants:
        only = ShelfVariant(row.product_id, {}, row.price, max(0, row.stock), row.image)
        variants = (replace(only, low_level=low_level_of(row), original_price=mrp_of(row)),)
    if None in {row.name, row.brand} or any(variant.price <= 0 for variant in variants):
        raise NotReadable("No name, no brand or no price.")
    return variants


def _in_order(options: Mapping[str, str]) -> dict[str, str]:
    return {name: options[name] for name in in_option_order(set(options))}
