"""The facts of variants as flat text, `variants.<sku>.<field>`, and back into the table. Stock is
none of them: it changes by differences."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.expressions.update import Action

from catalog.importing.columns import Column
from catalog.importing.variants import WantedVariant
from catalog.models import Product, Variant
from config import money

PREFIX = "variants."


@dataclass(frozen=True)
class VariantColumn(Column):
    """As a column of the product, but of its variants."""

    @property
    def of_table(self) -> Attribute[Any]:
        return Variant.get_attributes()[self.attribute]


def _options(said: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(said.items())), ensure_ascii=False)


COLUMNS: dict[str, VariantColumn] = {
    "options": VariantColumn("options", _options, json.loads),
    "price": VariantColumn("price", money.plain_rupees, money.paise),
    "originalPrice": VariantColumn("original_price", money.plain_rupees, money.paise),
    "image": VariantColumn("image"),
    "isActive": VariantColumn("is_active", lambda is_so: str(is_so).lower(), "true".__eq__),
    "shelf": VariantColumn("shelf"),
    "lowLevel": VariantColumn("low_level", str, int),
}


def name_of(sku: str, field: str) -> str:
    """'variants.TEN-R-21.price'."""
    return f"{PREFIX}{sku}.{field}"


def sku_and_field(name: str) -> tuple[str, str]:
    """The sku, which may have dots in it, and the field of such a name."""
    sku, _, field = name.removeprefix(PREFIX).rpartition(".")
    return sku, field


def flat(variants: Mapping[str, Variant | WantedVariant]) -> dict[str, str]:
    """All facts of these variants; absent ones are left out."""
    found = {}
    for sku, variant in variants.items():
        for field, column in COLUMNS.items():
            value = _value(variant, column.attribute)
            if value not in (None, "", {}):
                found[name_of(sku, field)] = column.to_text(value)
    return found


def actions(changes: Mapping[str, str | None]) -> Iterator[Action]:
    """The changes of variants among these, as parts of an update."""
    for name, text in changes.items():
        if not name.startswith(PREFIX):
            continue
        sku, field = sku_and_field(name)
        attribute = COLUMNS[field].of_table
        path = Product.variants[sku][attribute.attr_name]
        if text is None:
            yield path.remove()
            continue
        value = attribute.serialize(COLUMNS[field].from_text(text))
        yield path.set({attribute.attr_type: value})


def made(fields: Mapping[str, str | None], stock: Mapping[str, int]) -> dict[str, Variant]:
    """The variants of a new product."""
    said: dict[str, dict[str, Any]] = {}
    for name, text in fields.items():
        if name.startswith(PREFIX) and text is not None:
            sku, field = sku_and_field(name)
            column = COLUMNS[field]
            said.setdefault(sku, {})[column.attribute] = column.from_text(text)
    return {
        sku: Variant(**{"options": {}} | facts, stock=stock.get(sku, 0))
        for sku, facts in said.items()
    }


def _value(variant: Variant | WantedVariant, attribute: str) -> Any:
    """A variant of a file names its price after what it is counted in."""
    if attribute == "price" and isinstance(variant, WantedVariant):
        return variant.price_paise
    return getattr(variant, attribute)
