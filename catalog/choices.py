"""The choices of the product page: which pills there are, and which of them can be had. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from catalog.shelf import ShelfProduct, ShelfVariant
from catalog.specs import in_value_order

FIELD_PREFIX = "choose-"  # before an option's name in the form, so that none hides another field
HINTS = {
    "Thickness": "thicker is faster, thinner steadier",
    "Handle": "FL widens at the end, ST is straight, AN fills the palm",
}
DOTS = {"red", "black", "blue", "green", "pink", "violet"}


@dataclass(frozen=True)
class Pill:
    """One value of an option. `state` is '' for one to be had, 'sold-out', or 'not-made'."""

    value: str
    label: str
    is_chosen: bool
    state: str
    dot: str


@dataclass(frozen=True)
class Group:
    """One question of the page: its name, its field, its pills."""

    name: str
    unit: str
    field: str
    hint: str
    chosen: str
    pills: list[Pill]

    @property
    def has_dots(self) -> bool:
        """Whether every value is a colour that can be shown as a dot."""
        return all(pill.dot for pill in self.pills)


@dataclass(frozen=True)
class Choosing:
    """What the shopper has chosen; `variant` is None for a combination that is not made."""

    options: Mapping[str, str]
    variant: ShelfVariant | None


def choosing(product: ShelfProduct, sku: str, asked: Mapping[str, str]) -> Choosing:
    """What the page shows: the options asked for, else the variant of this sku, else the first
    that is in stock."""
    first = product.variant(sku) or _first(product)
    wanted = {n: asked[n] for n in product.option_names if asked.get(n) in _offered(product, n)}
    options = {**(first.options if first else {}), **wanted}
    return Choosing(options, _having(product, options) if wanted else first)


def groups(product: ShelfProduct, chosen: Choosing) -> list[Group]:
    """One group of pills for each option, in the order in which they are asked."""
    return [_group(product, name, chosen.options) for name in product.option_names]


def _group(product: ShelfProduct, name: str, chosen: Mapping[str, str]) -> Group:
    values = in_value_order(_offered(product, name))
    unit = _unit(values)
    pills = [
        Pill(
            value,
            value.removesuffix(unit).rstrip(),
            value == chosen.get(name),
            _state(_having(product, {**chosen, name: value})),
            value.lower() if name == "Colour" and value.lower() in DOTS else "",
        )
        for value in values
    ]
    return Group(name, unit, FIELD_PREFIX + name, HINTS.get(name, ""), chosen.get(name, ""), pills)


def _unit(values: list[str]) -> str:
    """'mm' where every value is a number of millimetres, so that it need be said once only."""
    units = {value.rpartition(" ")[2] for value in values if value[:1].isdigit() and " " in value}
    return units.pop() if len(units) == 1 and all(" " in value for value in values) else ""


def _offered(product: ShelfProduct, name: str) -> list[str]:
    return [v.options[name] for v in product.variants if name in v.options]


def _first(product: ShelfProduct) -> ShelfVariant | None:
    orders = {name: in_value_order(_offered(product, name)) for name in product.option_names}
    if colours := orders.get("Colour"):
        # Each product opens with a colour of its own, so that a shelf of sheets is not all red.
        turn = crc32(product.product_id.encode()) % len(colours)
        orders["Colour"] = colours[turn:] + colours[:turn]

    def place(variant: ShelfVariant) -> tuple[bool, list[int]]:
        steps = [order.index(variant.options.get(n, order[0])) for n, order in orders.items()]
        return variant.stock == 0, steps

    return min(product.variants, key=place, default=None)


def _having(product: ShelfProduct, options: Mapping[str, str]) -> ShelfVariant | None:
    return next((v for v in product.variants if dict(v.options) == dict(options)), None)


def _state(variant: ShelfVariant | None) -> str:
    if variant is None:
        return "not-made"
    return "" if variant.stock else "sold-out"
