"""What the catalogue knows without looking anything up: categories, options, words for stock."""

from dataclasses import dataclass
from enum import StrEnum


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


def in_option_order(names: set[str]) -> list[str]:
    """Option names in the order in which they are asked."""
    known = [name for name in OPTION_ORDER if name in names]
    return [*known, *sorted(names.difference(OPTION_ORDER))]


def stock_words(stock: int) -> str:
    """What a shopper reads about stock."""
    if stock <= 0:
        return "Out of stock"
    return f"Only {stock} left" if stock <= LOW_STOCK else "In stock"
