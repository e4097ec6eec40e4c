"""A row of the file as one product of ours: its fields as text, its key, its first stock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalog.importing import fields
from catalog.importing.fields import BadValue, read
from catalog.importing.filling import fill_in
from catalog.importing.keys import given_key, make_key
from catalog.importing.trade import category_called
from catalog.importing.values import Record, Row, Value
from catalog.importing.variants import WantedVariant, variants_in
from catalog.rules import Category, why_above_mrp
from config import money

READERS: dict[str, Callable[[Value], str]] = {
    "name": fields.line,
    "price": fields.rupees,
    "originalPrice": fields.rupees,
    "brand": fields.line,
    "description": fields.text,
    "image": fields.line,
    "images": fields.texts,
    "isActive": fields.flag,
    "rating": fields.rating,
    "reviewCount": fields.whole,
    "hsn": fields.line,
    "gstRate": fields.percent,
    "countryOfOrigin": fields.line,
    "manufacturer": fields.line,
    "importer": fields.line,
    "netQuantity": fields.line,
    "weightGrams": fields.whole,
    "sizeCm": fields.line,
    "lowLevel": fields.whole,
}
RENAMED = {"reviews": "reviewCount"}
# Read elsewhere, or said better by our own stock.
ASIDE = {"id", "category", "stock", "variants", "specs", "inStock", "productId", "sellerId"}
ASIDE |= {"createdAt", "updatedAt", "source", "version", "sku"}
LARGEST = 100_000  # characters of one product; DynamoDB's item ends at 400 KB


@dataclass(frozen=True)
class Wanted:
    """One product as the file wants it. `fields` is flat: attribute, or `specs.<name>`, → text.

    `source` is list and old id (`blades/1`): by it a later import finds a product whose name was
    changed in the file. `version` is the product's when the file was written.
    """

    line: int
    product_id: str
    seller_id: str | None
    source: str | None
    fields: Mapping[str, str]
    stock: int
    created_at: str | None = None
    variants: Mapping[str, WantedVariant] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    version: int | None = None

    @property
    def skus(self) -> frozenset[str]:
        """Everything of it that can be put into a cart."""
        return frozenset(self.variants) or frozenset({self.product_id})


def product_in(row: Row, *, default_stock: int) -> Wanted:
    """What the row wants; BadValue, naming the field, where it cannot be a product of ours."""
    values = {key: value for key, value in row.values.items() if not fields.is_blank(value)}
    is_ours = "productId" in values  # our own export says all it knows: nothing is added to it
    category = _category(values, row.array)
    found = _fields(values) | _specs(values)
    found["category"] = category.value
    remarks = () if is_ours else fill_in(found, values, category)
    _check(found)
    old_id = read("id", fields.line, values)
    source = read("source", fields.line, values)
    if source is None and old_id and not is_ours:
        source = f"{row.array or category.value}/{old_id}"
    given = read("productId", fields.line, values)
    variants = variants_in(values.get("variants"))
    return Wanted(
        line=row.line,
        product_id=given_key(given) if given else make_key(category, found, old_id),
        seller_id=read("sellerId", fields.line, values),
        source=source,
        fields=found,
        stock=_stock(values, variants, category, default_stock),
        created_at=read("createdAt", fields.moment, values),
        variants=variants,
        remarks=remarks,
        version=_version(values),
    )


def _version(values: Mapping[str, Value]) -> int | None:
    """Of which version the file was written; items of the earlier system are of version 0."""
    said = read("version", fields.whole, values)
    return None if said is None else int(said)


def _category(values: Mapping[str, Value], array: str) -> Category:
    said = read("category", fields.line, values) or array
    if not said:
        raise BadValue("no category")
    found = category_called(said)
    if found is None:
        raise BadValue(f"category: {said!r} is none of ours")
    return found


def _fields(values: Mapping[str, Value]) -> dict[str, str]:
    found = {}
    for key, value in values.items():
        name = RENAMED.get(key, key)
        if name in READERS:
            text = read(key, READERS[name], {key: value})
            if text:
                found[name] = text
    return found


def _specs(values: Mapping[str, Value]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in values.items():
        if key in READERS or key in RENAMED or key in ASIDE or key == "quantity":
            continue
        found |= _spec(fields.spec_name(key), value, key)
    own = values.get("specs")
    for name, value in own.items() if isinstance(own, Record) else ():
        found |= _spec(name, value, f"specs.{name}")
    return {f"specs.{name}": text for name, text in found.items()}


def _spec(name: str, value: Value, key: str) -> dict[str, str]:
    try:
        return fields.specs(name, value)
    except BadValue as error:
        raise BadValue(f"{key}: {error}") from None


def _check(found: Mapping[str, str]) -> None:
    for name in ("name", "price", "brand"):
        if name not in found:
            raise BadValue(f"no {name}")
    mrp = found.get("originalPrice")
    if mrp and (why := why_above_mrp(money.paise(found["price"]), money.paise(mrp))):
        raise BadValue(why.removesuffix("."))
    if sum(len(key) + len(text) for key, text in found.items()) > LARGEST:
        raise BadValue("is too long to be kept as one product")


def _stock(
    values: Mapping[str, Value],
    variants: Mapping[str, WantedVariant],
    category: Category,
    default_stock: int,
) -> int:
    if variants:
        return sum(variant.stock for variant in variants.values())
    said = read("stock", fields.whole, values)
    if said is not None:
        return int(said)
    return 1 if category is Category.PRE_OWNED else default_stock
