"""From what staff say of a product to the parts of an update: only what differs is written, path by
path, so that whatever the form does not know stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.constants import BOOLEAN, MAP, NUMBER, STRING
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from catalog.facts import STAYS, ProductFacts, Stays, VariantFacts
from catalog.models import Product, Variant
from config import clock

Wanted = tuple[Any, object, object]  # an attribute, what it is, what it is to be; None: nothing


def changes_of(row: Product, facts: ProductFacts) -> list[Action]:
    """What of the product differs from these facts, as actions."""
    texts = [*_of_product(row, facts), *_of_tax_and_law(row, facts)]
    return [
        *(_set(attribute, new) for attribute, old, new in texts if new is not STAYS and old != new),
        *_of_specs(row, facts),
        *_of_variants(row, facts),
        *([Product.retired_at.set(clock.now())] if row.is_active and not facts.is_active else []),
    ]


def _set(attribute: Any, value: object) -> Action:
    action: Action = attribute.remove() if value is None else attribute.set(value)
    return action


def _of_product(row: Product, facts: ProductFacts) -> list[Wanted]:
    return [
        (Product.name, row.name, facts.name),
        (Product.description, row.description or None, facts.description or None),
        (Product.price, row.price, facts.price),
        (Product.original_price, row.original_price, facts.original_price),
        (Product.is_active, row.is_active, facts.is_active),
        (Product.brand, row.brand, facts.brand),
        (Product.category, row.category, facts.category),
        (Product.low_level, row.low_level, facts.low_level),
    ]


def _of_tax_and_law(row: Product, facts: ProductFacts) -> list[Wanted]:
    wanted: list[Wanted] = []
    if (tax := facts.tax) is not None:
        wanted += [
            (Product.hsn, row.hsn or None, tax.hsn),
            (Product.gst_rate, row.gst_rate, tax.gst_rate),
        ]
    if facts.law is not None:
        wanted += [
            (getattr(Product, name), getattr(row, name) or None, value or None)
            for name, value in vars(facts.law).items()
        ]
    return wanted


def _of_specs(row: Product, facts: ProductFacts) -> Iterator[Action]:
    if facts.specs is None:
        return
    present = row.specs
    if present is None:
        if facts.specs:  # typed, or specs of nothing but an "S" would be taken for a text
            yield Path(Product.specs).set({MAP: _texts(facts.specs)})
        return
    for name in present.keys() - facts.specs.keys():
        yield _Verbatim(["specs", name]).remove()
    for name, text in facts.specs.items():
        if present.get(name) != text:
            yield _Verbatim(["specs", name]).set({STRING: text})


def _of_variants(row: Product, facts: ProductFacts) -> Iterator[Action]:
    present: Mapping[str, Variant] = row.variants or {}
    for sku, wanted in facts.variants.items():
        if sku in present:
            yield from _of_variant(Product.variants[sku], present[sku], wanted)


def _of_variant(path: Path, old: Variant, new: VariantFacts) -> Iterator[Action]:
    if new.price != old.price:
        yield _typed(path["price"], NUMBER, new.price and Product.price.serialize(new.price))
    mrp = new.original_price
    if not isinstance(mrp, Stays) and mrp != old.original_price:
        yield _typed(path["originalPrice"], NUMBER, mrp and Product.price.serialize(mrp))
    if new.is_active != old.is_active:
        yield path["isActive"].set({BOOLEAN: new.is_active})
    if new.shelf != (old.shelf or ""):
        yield _typed(path["shelf"], STRING, new.shelf)
    if not isinstance(new.low_level, Stays) and new.low_level != old.low_level:
        level = None if new.low_level is None else str(new.low_level)
        yield _typed(path["lowLevel"], NUMBER, level)
    if not isinstance(new.image, Stays) and new.image != (old.image or ""):
        yield _typed(path["image"], STRING, new.image)
    if not isinstance(new.options, Stays) and new.options != (old.options or {}):
        yield path["options"].set({MAP: _texts(new.options)})


def _typed(path: Path, kind: str, value: object) -> Action:
    action: Action = path.set({kind: value}) if value else path.remove()
    return action


def _texts(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {STRING: text} for name, text in texts.items()}


class _Verbatim(Path):
    """A path whose names are just names: 'Weight [g]' is a spec, and no place in a list."""

    def _serialize_value(
        self, value: list[str], names: dict[str, str], _values: dict[str, str]
    ) -> str:
        return ".".join(names.setdefault(each, f"#{len(names)}") for each in value)
