"""What the catalogue knows without looking anything up: categories, options, words for stock, and
what may be said of a product, whoever says it: a form, a file or a change of many."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from config.money import paise, short_rupees


class Category(StrEnum):
    BLADES = "blades"
    RUBBERS = "rubbers"
    RACKETS = "rackets"
    SHOES = "shoes"
    CLOTHING = "clothing"
    BALLS = "balls"
    TABLES = "tables"
    BAGS = "bags"
    ACCESSORIES = "accessories"
    PRE_OWNED = "pre-owned"


@dataclass(frozen=True)
class Kind:
    """How a category is called and introduced on its pages."""

    title: str
    one: str
    about: str


KINDS: dict[Category, Kind] = {
    Category.BLADES: Kind(
        "Blades",
        "blade",
        "Five plies, seven plies, carbon inside or near the face: the wood decides how a racket"
        " feels. Every blade comes with its handles, weight and our three numbers.",
    ),
    Category.RUBBERS: Kind(
        "Rubbers",
        "rubber",
        "Sheets for looping, hitting, blocking and chopping: smooth, short pips, long pips and"
        " anti. Choose colour and thickness on the page.",
    ),
    Category.RACKETS: Kind(
        "Rackets",
        "racket",
        "Ready to play, from the first real racket to a club player's set.",
    ),
    Category.SHOES: Kind(
        "Shoes", "pair of shoes", "Low, light and grippy, with a sole that lets you turn."
    ),
    Category.CLOTHING: Kind(
        "Clothing", "piece of clothing", "Shirts, shorts and socks that leave the arms free."
    ),
    Category.BALLS: Kind(
        "Balls", "ball", "Three-star balls for matches, training balls by the bag, all 40+."
    ),
    Category.TABLES: Kind(
        "Tables", "table", "Tables, nets and robots for clubs, schools and homes."
    ),
    Category.BAGS: Kind("Bags", "bag", "Racket cases, backpacks and holdalls."),
    Category.ACCESSORIES: Kind(
        "Care and accessories", "accessory", "Glue, cleaner, edge tape and everything small."
    ),
    Category.PRE_OWNED: Kind(
        "Pre-owned",
        "pre-owned racket",
        "Inspected, cleaned and graded by us. Each is one of a kind.",
    ),
}

# The order in which a shopper is asked; options not named here come last, by name.
OPTION_ORDER = ("Colour", "Thickness", "Handle", "Size")
LOW_STOCK = 3
MOST_PIECES = 100_000  # of one count by a person
DEAREST_PAISE = 10_00_000_00
MOST_LEVEL, MOST_GRAMS = 10_000, 500_000
MOST_VARIANTS, MOST_SPECS = 60, 60
# Signs of a text, by the name that the tables have for it.
LONGEST = {
    "name": 150,
    "brand": 60,
    "description": 5000,
    "countryOfOrigin": 60,
    "netQuantity": 60,
    "sizeCm": 60,
    "manufacturer": 300,
    "importer": 300,
    "specName": 60,
    "spec": 1000,
    "sku": 120,
    "shelf": 12,
    "option": 30,
    "choice": 60,
}
_HSN = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{8}", re.ASCII)
_RATE = re.compile(r"(?:[0-9]|[1-3][0-9]|40)(?:\.[0-9]{1,2})?", re.ASCII)
_SIDE = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


def _is_price(text: str) -> bool:
    return 0 < paise(text) <= DEAREST_PAISE


def _is_from(least: int, most: int) -> Callable[[str], bool]:
    return lambda text: bool(_WHOLE.fullmatch(text)) and least <= int(text) <= most


_PRICE_WORDS = "A price is more than ₹0 and at most ₹10,00,000."
_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "price": (_is_price, _PRICE_WORDS),
    "originalPrice": (_is_price, _PRICE_WORDS),
    "hsn": (_HSN.fullmatch, "An HSN has 4, 6 or 8 digits, like 95064000."),
    "gstRate": (_RATE.fullmatch, "Write the rate in percent, like 5 or 18."),
    "sizeCm": (
        lambda text: len(_SIDE.findall(text)) == 3,
        "Write three sides in centimetres, like 19 x 17 x 1.",
    ),
    "lowLevel": (_is_from(0, MOST_LEVEL), "Write a whole number up to 10,000, like 3."),
    "weightGrams": (_is_from(1, MOST_GRAMS), "Write whole grams, like 95."),
    "sku": (_SKU.fullmatch, "Letters, figures, dots and hyphens, like BTY-T05-21-R."),
}


def why_not(field: str, text: str) -> str:
    """Why nobody may say this of a product under this name of the tables; '' where they may."""
    most = LONGEST.get(field)
    if most and len(text) > most:
        return f"It has {len(text)} signs, and may have {most}."
    is_so, words = _RULES.get(field, (None, ""))
    return words if is_so and not is_so(text) else ""


def why_above_mrp(price: int, mrp: int | None) -> str:
    """What is wrong with a price (paise) beside its MRP; '' where nothing is, or there is none."""
    if not mrp or price <= mrp:
        return ""
    return f"{short_rupees(price)} is above its MRP of {short_rupees(mrp)}."


def in_option_order(names: set[str]) -> list[str]:
    """Option names in the order in which they are asked."""
    known = [name for name in OPTION_ORDER if name in names]
    return [*known, *sorted(names.difference(OPTION_ORDER))]


def stock_words(stock: int) -> str:
    """What a shopper reads about stock."""
    if stock <= 0:
        return "Out of stock"
    return f"Only {stock} left" if stock <= LOW_STOCK else "In stock"
