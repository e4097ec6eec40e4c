"""What staff say of a product: the facts that a form shows and writes, and their texts. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from catalog.models import Product, Variant
from config.money import plain_rupees


class Stays(Enum):
    """In place of a fact of which nothing is said: it stays as it is."""

    STAYS = auto()


STAYS = Stays.STAYS
ON, OFF = "on", ""  # the texts of a tick


@dataclass(frozen=True)
class VariantFacts:
    """What staff say of a variant; a price or an MRP (paise) of None is the product's own, an image
    of '' is none."""

    price: int | None
    is_active: bool
    shelf: str
    low_level: int | Stays | None = STAYS
    image: str | Stays = STAYS
    options: Mapping[str, str] | Stays = STAYS
    original_price: int | Stays | None = STAYS


@dataclass(frozen=True)
class NewVariant:
    """A variant that is not there yet. It begins without stock: pieces are counted in."""

    options: Mapping[str, str]
    price: int | None = None
    shelf: str = ""
    low_level: int | None = None
    original_price: int | None = None


@dataclass(frozen=True)
class Tax:
    """The HSN of a product and its GST rate in percent; None where nobody has said it."""

    hsn: str | None
    gst_rate: str | None


@dataclass(frozen=True)
class Law:
    """What the law wants said of a product, and what its parcel measures; '' and None where
    nobody has said it."""

    country_of_origin: str
    manufacturer: str
    importer: str
    net_quantity: str
    size_cm: str
    weight_grams: int | None


@dataclass(frozen=True)
class ProductFacts:
    """What staff say of a product, prices in paise; variants that are not named stay as they are,
    and so do its tax, its law and its specs where they say nothing of them."""

    name: str
    description: str
    price: int
    original_price: int | None
    is_active: bool
    variants: Mapping[str, VariantFacts] = field(default_factory=dict)
    tax: Tax | None = None
    brand: str | Stays = STAYS
    category: str | Stays = STAYS
    low_level: int | Stays | None = STAYS
    law: Law | None = None
    specs: Mapping[str, str] | None = None
    added: Mapping[str, NewVariant] = field(default_factory=dict)


def facts_of(row: Product) -> ProductFacts:
    """All facts of a product, as they stand in the table."""
    return ProductFacts(
        name=row.name or "",
        description=row.description or "",
        price=row.price,
        original_price=row.original_price,
        is_active=row.is_active,
        variants={sku: _of_variant(v) for sku, v in sorted((row.variants or {}).items())},
        tax=Tax(row.hsn, row.gst_rate),
        brand=row.brand or "",
        category=row.category or "",
        low_level=row.low_level,
        law=Law(
            country_of_origin=row.country_of_origin or "",
            manufacturer=row.manufacturer or "",
            importer=row.importer or "",
            net_quantity=row.net_quantity or "",
            size_cm=row.size_cm or "",
            weight_grams=row.weight_grams,
        ),
        specs=row.specs or {},
    )


def _of_variant(variant: Variant) -> VariantFacts:
    return VariantFacts(
        price=variant.price,
        is_active=variant.is_active,
        shelf=variant.shelf or "",
        low_level=variant.low_level,
        image=variant.image or "",
        options=variant.options or {},
        original_price=variant.original_price,
    )


def texts_of(facts: ProductFacts) -> dict[str, str]:
    """Each fact as the one text by which it is shown and compared, under the name of its field;
    a spec under `spec:<name>`. What is not spoken of is left out, and so are new variants."""
    return dict(_texts(facts))


def variant_field(sku: str, name: str) -> str:
    """The name of a field of a variant: 'v-BTY-1-price'."""
    return f"v-{sku}-{name}"


def option_field(name: str) -> str:
    """The name, within its variant, of the field of an option: 'o-Colour'."""
    return f"o-{name}"


def spec_field(name: str) -> str:
    """Under which name a spec is compared."""
    return f"spec:{name}"


def _texts(facts: ProductFacts) -> Iterator[tuple[str, str]]:
    yield "name", facts.name
    yield "description", _one_kind_of_line_end(facts.description)
    yield "price", _rupees(facts.price)
    yield "original_price", _rupees(facts.original_price)
    yield "is_active", ON if facts.is_active else OFF
    for name in ("brand", "category", "low_level"):
        yield from _said(name, getattr(facts, name))
    if facts.tax is not None:
        yield "hsn", facts.tax.hsn or ""
        yield "gst_rate", facts.tax.gst_rate or ""
    if facts.law is not None:
        for name, value in vars(facts.law).items():
            yield from _said(name, value)
    for spec, text in (facts.specs or {}).items():
        yield spec_field(spec), text
    for sku, variant in facts.variants.items():
        for name, text in _variant_texts(variant):
            yield variant_field(sku, name), text


def _variant_texts(variant: VariantFacts) -> Iterator[tuple[str, str]]:
    yield "price", _rupees(variant.price)
    if not isinstance(variant.original_price, Stays):
        yield "original_price", _rupees(variant.original_price)
    yield "shelf", variant.shelf
    yield "is_active", ON if variant.is_active else OFF
    yield from _said("low_level", variant.low_level)
    yield from _said("image", variant.image)
    if not isinstance(variant.options, Stays):
        for name, choice in variant.options.items():
            yield option_field(name), choice


def _said(name: str, value: object) -> Iterator[tuple[str, str]]:
    if value is not STAYS:
        yield name, "" if value is None else str(value)


def _rupees(amount: int | None) -> str:
    return "" if amount is None else plain_rupees(amount)


def _one_kind_of_line_end(text: str) -> str:
    """Browsers send CR LF for every line's end that they were given."""
    return text.replace("\r\n", "\n").strip()
