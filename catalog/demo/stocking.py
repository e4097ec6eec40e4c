"""How much of everything there is and where it lies; and the cases that a page must bear."""

from collections.abc import Sequence

from catalog.demo.product import Choice, DemoVariant, draw_lots
from catalog.rules import Category

SHELVES = dict(zip(Category, "ABCDEFGHJK", strict=True))
SOLD_OUT = {"cornilleau-sport-100-indoor-table", "BUT-ZJS"}
TWO_LEFT = {"donic-persson-125-table", "NIT-ACO-AN"}
SKUS_SOLD_OUT = {"TIB-MXP-B-23", "BUT-T05-R-17", "STI-CLI-ST", "ASI-GB7-UK11"}
NOT_ON_SALE = {"joola-rhyzen-zgr"}


def on_shelves(code: str, category: Category, choices: Sequence[Choice]) -> tuple[DemoVariant, ...]:
    """The variants with their stock and their places, side by side on one shelf."""
    place = draw_lots(code, 40) + 1
    return tuple(
        DemoVariant(
            sku=f"{code}-{choice.suffix}",
            options=choice.options,
            stock=0 if code in SOLD_OUT else stock_of(f"{code}-{choice.suffix}", category),
            shelf=f"{SHELVES[category]}{place}-{number}",
            price_paise=choice.price_paise,
        )
        for number, choice in enumerate(choices, 1)
    )


def stock_of(sku: str, category: Category) -> int:
    """How many of it the demo begins with. A pre-owned racket is one of a kind."""
    if sku in SOLD_OUT or sku in SKUS_SOLD_OUT:
        return 0
    if sku in TWO_LEFT:
        return 2
    if category == Category.PRE_OWNED:
        return 1
    return 3 + draw_lots(sku, 18)
