"""What the trade knows and the old files leave out: categories, brands, tax, countries."""

import re

from catalog import gst
from catalog.rules import Category
from config import clock

# Any spelling, lower case, without plural and punctuation. Longer names are found first.
_CATEGORIES: dict[str, Category] = {
    "blade": Category.BLADES,
    "rubber": Category.RUBBERS,
    "rubber sheet": Category.RUBBERS,
    "racket": Category.RACKETS,
    "racquet": Category.RACKETS,
    "bat": Category.RACKETS,
    "paddle": Category.RACKETS,
    "shoe": Category.SHOES,
    "footwear": Category.SHOES,
    "clothing": Category.CLOTHING,
    "clothe": Category.CLOTHING,
    "apparel": Category.CLOTHING,
    "t shirt": Category.CLOTHING,
    "shirt": Category.CLOTHING,
    "jersey": Category.CLOTHING,
    "short": Category.CLOTHING,
    "sock": Category.CLOTHING,
    "tracksuit": Category.CLOTHING,
    "ball": Category.BALLS,
    "table": Category.TABLES,
    "bag": Category.BAGS,
    "kit bag": Category.BAGS,
    "backpack": Category.BAGS,
    "case": Category.BAGS,
    "cover": Category.BAGS,
    "racket case": Category.BAGS,
    "racket cover": Category.BAGS,
    "accessory": Category.ACCESSORIES,
    "accessorie": Category.ACCESSORIES,
    "glue": Category.ACCESSORIES,
    "cleaner": Category.ACCESSORIES,
    "edge tape": Category.ACCESSORIES,
    "net": Category.ACCESSORIES,
    "robot": Category.ACCESSORIES,
    "pre owned": Category.PRE_OWNED,
    "preowned": Category.PRE_OWNED,
    "pre owned racket": Category.PRE_OWNED,
    "preowned racket": Category.PRE_OWNED,
    "pre owned bat": Category.PRE_OWNED,
    "used racket": Category.PRE_OWNED,
    "second hand racket": Category.PRE_OWNED,
}
_PREFIX = re.compile(r"^(?:table tennis|tt) ")

_BRANDS = (
    *("Double Fish", "Double Happiness", "Dr. Neubauer", "Dr Neubauer", "Friendship 729"),
    *("Der Materialspezialist", "Milky Way", "Sauer & Tröger", "Sauer & Troeger"),
    *("Adidas", "Andro", "Armstrong", "Asics", "Avalox", "Barna", "Butterfly", "Cornilleau"),
    *("DHS", "Donic", "Gambler", "Gewo", "GKI", "Hallmark", "JOOLA", "Juic", "Killerspin"),
    *("Li-Ning", "Metco", "Mizuno", "Nittaku", "Palio", "Sanwei", "Spinlord", "Stag", "Stiga"),
    *("Sunflex", "Tibhar", "TSP", "Victas", "Xiom", "Yasaka", "Yinhe"),
)

_COUNTRIES = {
    country.lower(): country
    for country in (
        *("Austria", "Bangladesh", "Belgium", "Cambodia", "China", "England", "France"),
        *("Germany", "Hungary", "India", "Indonesia", "Italy", "Japan", "Malaysia"),
        *("North Korea", "Pakistan", "Poland", "Portugal", "Singapore", "South Korea", "Spain"),
        *("Sweden", "Switzerland", "Taiwan", "Thailand", "United Kingdom", "United States"),
        "Vietnam",
    )
}

# All that is played with or on is one number; bags are known to their heading.
_OF_MANY_KINDS = {Category.SHOES, Category.CLOTHING, Category.ACCESSORIES}
_HSN = {
    **dict.fromkeys(set(Category) - _OF_MANY_KINDS, "95064000"),
    Category.BAGS: "4202",
}


def category_called(text: str) -> Category | None:
    """Our category for any spelling of one ('Pre-Owned Racket', 'TT Shoes'); None if unknown."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.strip())
    words = " ".join(re.findall(r"[a-z]+", spaced.lower()))
    words = _PREFIX.sub("", words)
    return _CATEGORIES.get(words) or _CATEGORIES.get(words.removesuffix("s"))


def brand_in(name: str) -> str:
    """The brand with which a rubber's name begins: its first word, save a known longer one."""
    return known_brand_in(name) or name.partition(" ")[0]


def known_brand_in(name: str) -> str | None:
    """The brand with which a name begins, None where we do not know it for a brand."""
    for brand in _BRANDS:
        if name.lower().startswith(f"{brand.lower()} "):
            return brand
    return None


def country_in(text: str) -> str | None:
    """The country of 'Made in Japan' or 'japan'; None where the text names no single country."""
    words = re.sub(r"^made in ", "", text.strip().rstrip("."), flags=re.IGNORECASE)
    return _COUNTRIES.get(words.lower())


def hsn_and_rate(category: Category, price_paise: int) -> tuple[str | None, str | None]:
    """HSN and today's GST rate where the goods leave no doubt, None where a person must decide.

    Shoes and clothing have a rate by price, and between the two limits neither fits; their HSN is
    a matter of material. Accessories are glue, nets, tape and towels: each its own.
    """
    today, likely = gst.day_of(clock.now()), gst.likely_hsn(category)
    return _HSN.get(category), gst.rate_on(today, hsn=likely, price_paise=price_paise)
