"""Between the products table and the flat text of an import: field by field, both ways."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import MAP
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from catalog.importing.merging import SOURCE, Held
from catalog.importing.variants import WantedVariant
from catalog.models import Product, Variant
from config import clock, money

SPECS = "specs."


@dataclass(frozen=True)
class Column:
    """An attribute of the product and how its value is written as text and read back."""

    attribute: str
    to_text: Callable[[Any], str] = str
    from_text: Callable[[str], Any] = str

    @property
    def of_table(self) -> Attribute[Any]:
        """The attribute as the table knows it."""
        return Product.get_attributes()[self.attribute]


def _flag(is_so: bool) -> str:
    return "true" if is_so else "false"


_rupees = (money.plain_rupees, money.paise)

COLUMNS: dict[str, Column] = {
    "name": Column("name"),
    "category": Column("category"),
    "brand": Column("brand"),
    "price": Column("price", *_rupees),
    "originalPrice": Column("original_price", *_rupees),
    "description": Column("description"),
    "image": Column("image"),
    "images": Column("images", json.dumps, json.loads),
    "isActive": Column("is_active", _flag, "true".__eq__),
    "rating": Column("rating"),
    "reviewCount": Column("review_count", str, int),
    "hsn": Column("hsn"),
    "gstRate": Column("gst_rate"),
    "countryOfOrigin": Column("country_of_origin"),
    "manufacturer": Column("manufacturer"),
    "importer": Column("importer"),
    "netQuantity": Column("net_quantity"),
    "weightGrams": Column("weight_grams", str, int),
    "sizeCm": Column("size_cm"),
    "lowLevel": Column("low_level", str, int),
}


def flat(product: Product) -> dict[str, str]:
    """All fields of the product that an import may write, as text; absent ones are left out."""
    found = {}
    for name, column in COLUMNS.items():
        value = getattr(product, column.attribute)
        if value not in (None, "", []):
            found[name] = column.to_text(value)
    return found | {f"{SPECS}{name}": text for name, text in (product.specs or {}).items()}


def held(product: Product) -> Held:
    """The product as the plan compares it."""
    return Held(
        product_id=product.product_id,
        seller_id=product.seller_id,
        fields=flat(product),
        marks=product.imported or {},
        version=product.version,
        skus=frozenset(product.variants or {}) or frozenset({product.product_id}),
        stock=product.stock,
    )


def values(fields: Mapping[str, str]) -> dict[str, Any]:
    """Flat text as the attributes of a new `Product`."""
    found = {
        column.attribute: column.from_text(fields[name])
        for name, column in COLUMNS.items()
        if name in fields
    }
    specs = {name.removeprefix(SPECS): t for name, t in fields.items() if name.startswith(SPECS)}
    return {**found, "specs": specs} if specs else found


def actions(changes: Mapping[str, str | None], present: Mapping[str, str]) -> Iterator[Action]:
    """The changes as parts of an update; `present` are the product's fields before it."""
    for name, text in changes.items():
        if name in COLUMNS:
            column = COLUMNS[name]
            is_gone = text is None
            value = None if text is None else column.from_text(text)
            yield column.of_table.remove() if is_gone else column.of_table.set(value)
    if changes.get("isActive") == "false":  # a change, so it was on sale until now
        yield Product.retired_at.set(clock.now())
    if any(name.startswith(SPECS) for name in changes):
        after = {name: t for name, t in {**present, **changes}.items() if t is not None}
        texts = Product.specs.serialize(values(after).get("specs", {}))
        yield Path(Product.specs).set({MAP: texts})  # typed, or an only spec "S" would be a text


def variant(wanted: WantedVariant) -> Variant:
    """A variant as a new product carries it."""
    return Variant(
        options=dict(wanted.options),
        stock=wanted.stock,
        price=wanted.price_paise,
        original_price=wanted.original_price,
        image=wanted.image,
        is_active=wanted.is_active,
        shelf=wanted.shelf,
        low_level=wanted.low_level,
    )


def source_of(product: Product) -> str | None:
    """The list and the old id that the product was imported from."""
    return (product.imported or {}).get(SOURCE)
