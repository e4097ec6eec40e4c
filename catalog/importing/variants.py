"""The variants of a product as our own export writes them: sku → options, stock, price …"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.importing import fields
from catalog.importing.fields import BadValue
from catalog.importing.values import Record, Value
from config import money


@dataclass(frozen=True)
class WantedVariant:
    """One variant as the file wants it; its price and MRP (paise) are None where the product's
    hold."""

    options: Mapping[str, str] = field(default_factory=dict)
    stock: int = 0
    price_paise: int | None = None
    image: str | None = None
    is_active: bool = True
    shelf: str | None = None
    low_level: int | None = None
    original_price: int | None = None


def variants_in(value: Value) -> dict[str, WantedVariant]:
    """Every variant by its sku; BadValue names the sku and the field that is wrong."""
    if value is None:
        return {}
    if not isinstance(value, Record):
        raise BadValue("variants: want an object, sku → variant")
    found = {}
    for sku, said in value.items():
        if not isinstance(said, Record) or not sku.strip():
            raise BadValue(f"variants: {sku!r} is no variant")
        try:
            found[sku] = _variant(said)
        except BadValue as error:
            raise BadValue(f"variants: {sku}: {error}") from None
    return found


def _variant(said: Record) -> WantedVariant:
    given = {key: value for key, value in said.items() if not fields.is_blank(value)}
    options = given.get("options", Record(said.line))
    if not isinstance(options, Record):
        raise BadValue("options: want an object, name → choice")
    price, mrp = given.get("price"), given.get("originalPrice")
    image, shelf, low_level = given.get("image"), given.get("shelf"), given.get("lowLevel")
    return WantedVariant(
        options={name: fields.line(choice) for name, choice in options.items()},
        stock=int(fields.whole(given.get("stock", 0))),
        price_paise=None if price is None else money.paise(fields.rupees(price)),
        image=None if image is None else fields.line(image),
        is_active=fields.flag(given.get("isActive", True)) == "true",
        shelf=None if shelf is None else fields.line(shelf),
        low_level=None if low_level is None else int(fields.whole(low_level)),
        original_price=None if mrp is None else money.paise(fields.rupees(mrp)),
    )
