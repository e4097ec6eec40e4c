"""What a product's specifications say on a card: three numbers and two short lines. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog.rules import Category
from catalog.shelf import ShelfProduct

THREE = ("Speed", "Spin", "Control")
RATINGS_SOURCE = "Ratings source"
OF_MAKER = {name: f"Maker {name.lower()}" for name in THREE}  # a maker's own number
_TENTHS = re.compile(r"(10|[0-9])(?:\.([0-9]))?(?:\s*/\s*10)?")
_ON_A_SCALE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:/|of|out of)\s*([0-9]+)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# Orders that the alphabet does not know.
_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL")
_COLOURS = ("Red", "Black", "Blue", "Green", "Pink", "Violet")
_HANDLES = ("FL", "ST", "AN")
_FIRST_LINE: dict[Category, tuple[str, ...]] = {
    Category.BLADES: ("Plies", "Composition"),
    Category.RUBBERS: ("Surface", "Type", "Sponge hardness", "Hardness"),
    Category.RACKETS: ("Level", "Composition", "Type"),
    Category.SHOES: ("Sole", "Material"),
    Category.CLOTHING: ("Material",),
    Category.PRE_OWNED: ("Condition", "Blade condition"),
}
_SECOND_LINE: dict[Category, tuple[str, ...]] = {
    Category.BLADES: ("Thickness", "Handle"),
    Category.RUBBERS: ("Thickness",),
    Category.SHOES: ("Size",),
    Category.CLOTHING: ("Size",),
    Category.PRE_OWNED: ("Rubber condition",),
}
_NOT_FOR_A_LINE = {
    *(name.lower() for name in (*THREE, *OF_MAKER.values(), RATINGS_SOURCE)),
    "grade",
}


@dataclass(frozen=True)
class Meter:
    """One of the three numbers: its text ('8.6'), its tenths (86), and what the maker says of it on
    a scale of its own ('13.5 of 15'), '' where that is not known."""

    name: str
    text: str
    tenths: int
    maker: str = ""


def spec(product: ShelfProduct, name: str) -> str:
    """The value under this name however it is capitalised, '' where there is none."""
    if name in product.specs:
        return product.specs[name]
    wanted = name.lower()
    return next((value for key, value in product.specs.items() if key.lower() == wanted), "")


def tenths(product: ShelfProduct, name: str) -> int | None:
    """A number on the scale of ten as tenths; None where there is none, or on another scale."""
    return _tenths_in(spec(product, name))


@lru_cache(maxsize=1024)
def _tenths_in(text: str) -> int | None:
    found = _TENTHS.fullmatch(text.strip())
    if found is None:
        return None
    value = int(found[1]) * 10 + int(found[2] or 0)
    return value if value <= 100 else None


def meters(product: ShelfProduct) -> list[Meter]:
    """Speed, spin and control, in this order; those that the product does not have are left out."""
    found = [(name, tenths(product, name)) for name in THREE]
    return [
        Meter(name, f"{value // 10}.{value % 10}", value, makers(product, name))
        for name, value in found
        if value is not None
    ]


def makers(product: ShelfProduct, name: str) -> str:
    """The maker's own number with its scale ('13.5 of 15'), '' where there is none: a number is
    worth nothing beside ours without the scale that it is on."""
    found = _ON_A_SCALE.fullmatch(spec(product, OF_MAKER[name]).strip())
    return f"{found[1]} of {found[2]}" if found else ""


def told_by_meters(product: ShelfProduct) -> set[str]:
    """The names of specifications, in small letters, that the three numbers tell already."""
    told = meters(product)
    names = {meter.name for meter in told} | {OF_MAKER[m.name] for m in told if m.maker}
    return {name.lower() for name in (*names, *([RATINGS_SOURCE] if told else []))}


def lines(product: ShelfProduct) -> list[str]:
    """At most two short lines that tell this product from its neighbours."""
    first, second = _FIRST_LINE.get(product.category, ()), _SECOND_LINE.get(product.category, ())
    found = [_joined(product, first[:4]), _joined(product, second)]
    if not any(found):
        found = [value for key, value in product.specs.items() if _fits(key, value)]
    return [line for line in found if line][:2]


def card_names(product: ShelfProduct) -> list[str]:
    """What the two lines of its card may speak of: names of its specifications and options."""
    if product.category in _FIRST_LINE:
        return [*_FIRST_LINE[product.category], *_SECOND_LINE.get(product.category, ())]
    return [key for key, value in product.specs.items() if _fits(key, value)][:2]


def span(values: Iterable[str]) -> str:
    """Many values as one: '1.7-2.1 mm' for thicknesses, 'S-XL' for sizes, 'FL / ST' for words."""
    ordered = in_value_order(values)
    if len(ordered) < 2:
        return "".join(ordered)
    first, last = ordered[0], ordered[-1]
    low, high = _NUMBER.search(first), _NUMBER.search(last)
    if low and high:
        return f"{first[: low.end()]}–{last[high.start() :]}"  # noqa: RUF001 - a range's dash
    if all(value in _SIZES for value in ordered):
        return f"{first}–{last}"  # noqa: RUF001 - a range's dash
    return " / ".join(ordered)


def in_value_order(values: Iterable[str]) -> list[str]:
    """Values of one option as a person expects them: by number, by size, else as they came."""
    unique = list(dict.fromkeys(values))
    if all(_NUMBER.search(value) for value in unique):
        return sorted(unique, key=_number)
    for known in (_SIZES, _COLOURS, _HANDLES):
        if all(value in known for value in unique):
            return sorted(unique, key=known.index)
    return unique


def _number(value: str) -> tuple[int, int]:
    found = _NUMBER.search(value)
    whole, _, part = (found[0] if found else "0").partition(".")
    return int(whole), int(part.ljust(4, "0")[:4] or 0)


def _joined(product: ShelfProduct, names: tuple[str, ...]) -> str:
    parts = [_value(product, name) for name in names]
    return " · ".join([part for part in parts if part][:2])


def _value(product: ShelfProduct, name: str) -> str:
    offered = [v.options[name] for v in product.variants if name in v.options]
    return span(offered) if offered else spec(product, name)


def _fits(key: str, value: str) -> bool:
    return key.lower() not in _NOT_FOR_A_LINE and len(value) <= 40
