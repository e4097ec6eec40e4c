"""What stands on the shelf, and how it is made from the rows of the products table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any

from catalog.models import Product
from catalog.own_facts import low_level_of, mrp_of
from catalog.rules import LOW_STOCK, Category, in_option_order, stock_words

AS_STORED = (
    *("product_id", "seller_id", "name", "brand", "image", "rating", "hsn"),
    *("review_count", "gst_rate", "country_of_origin", "manufacturer", "importer"),
    *("net_quantity", "weight_grams", "size_cm"),
)
NO_WORDS: Mapping[str, str] = MappingProxyType({})
OFTEN_THE_SAME = ("seller_id", "brand", "hsn", "gst_rate", "manufacturer", "importer")


class NotReadable(Exception):
    """A row in which something is missing that every product on sale must have."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    stock: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stock", sum(variant.stock for variant in self.variants))

    @property
    def stock_words(self) -> str:
        return stock_words(self.stock)

    @property
    def saving(self) -> int:
        """How many paise below the MRP, never negative."""
        return max(0, (self.original_price or 0) - self.price)

    @property
    def option_names(self) -> list[str]:
        """The questions asked on the product page: Colour, Thickness …"""
        return in_option_order({name for v in self.variants for name in v.options})

    def variant(self, sku: str) -> ShelfVariant | None:
        """The variant of this sku, None where it is not (or no longer) one of ours."""
        return next((variant for variant in self.variants if variant.sku == sku), None)


def on_shelf(row: Product) -> ShelfProduct:
    """The product as shoppers see it, if it were on sale. Raises NotReadable, and whatever a row
    that is not as it should be makes of itself."""
    variants = _variants(row)
    cheapest = min(variants, key=lambda v: (v.price, v.original_price or 0), default=None)
    return ShelfProduct(
        **{name: _shared(name, getattr(row, name)) for name in AS_STORED},
        category=Category(row.category),
        price=cheapest.price if cheapest else row.price,
        original_price=cheapest.original_price if cheapest else row.original_price,
        description=row.description or "",
        images=tuple(str(image) for image in row.images or ()),
        specs={intern(name): intern(text) for name, text in (row.specs or {}).items()},
        variants=variants,
        created_at=row.created_at.isoformat() if row.created_at else "",
        updated_at=row.updated_at.isoformat() if row.updated_at else "",
        image_words=dict(row.image_words) if row.image_words else NO_WORDS,
    )


def _shared(name: str, told: Any) -> Any:
    """What many goods say alike stands in memory once."""
    return intern(told) if name in OFTEN_THE_SAME and type(told) is str else told


def _variants(row: Product) -> tuple[ShelfVariant, ...]:
    variants = tuple(
        ShelfVariant(
            sku=sku,
            options=_in_order(tuple((variant.options or {}).items())),
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


@lru_cache(maxsize=4_096)  # many variants are chosen by the same words: they share one mapping
def _in_order(chosen: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    options = dict(chosen)
    return {name: options[name] for name in in_option_order(set(options))}
