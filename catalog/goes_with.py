"""What is played, worn or cared for together: worked out from kinds and words, not from lists that
somebody would have to keep. Pure."""

from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct

MOST = 4
# Of each kind, what it is bought with: a category, and words of which a name has one.
_GLUE = (Category.ACCESSORIES, ("glue",))
_TAPE = (Category.ACCESSORIES, ("tape",))
_CLEANER = (Category.ACCESSORIES, ("cleaner",))
_CASE = (Category.BAGS, ("case", "cover", "wallet"))
_BALLS = (Category.BALLS, ())
_RUBBERS = (Category.RUBBERS, ())
Companion = tuple[Category, tuple[str, ...]]
_TOGETHER: dict[Category, tuple[Companion, ...]] = {
    Category.BLADES: (_RUBBERS, _RUBBERS, _GLUE, _TAPE),
    Category.RUBBERS: ((Category.BLADES, ()), _GLUE, _CLEANER, _TAPE),
    Category.RACKETS: (_CASE, _BALLS, _CLEANER, _TAPE),
    Category.PRE_OWNED: (_CASE, _CLEANER, _TAPE, _BALLS),
    Category.SHOES: ((Category.CLOTHING, ("sock",)), (Category.CLOTHING, ()), _BALLS),
    Category.CLOTHING: ((Category.SHOES, ()), (Category.CLOTHING, ())),
    Category.BALLS: ((Category.RACKETS, ()), (Category.BAGS, ())),
    Category.TABLES: (_BALLS, (Category.TABLES, ("net",)), (Category.RACKETS, ())),
    Category.BAGS: ((Category.RACKETS, ()), _BALLS),
    Category.ACCESSORIES: (_RUBBERS, (Category.BLADES, ())),
}


def goes_with(shelf: Shelf, product: ShelfProduct) -> list[ShelfProduct]:
    """Up to four things in stock that are bought with this one, of its own brand where there are,
    else nearest in price; each once."""
    found: dict[str, ShelfProduct] = {}
    for category, words in _TOGETHER[product.category]:
        fitting = [
            other
            for other in shelf.by_category[category]
            if other.stock
            and other.product_id not in (product.product_id, *found)
            and _has_one_of(other, words)
        ]
        if fitting:
            best = min(fitting, key=lambda o: _distance(o, product))
            found[best.product_id] = best
    return list(found.values())[:MOST]


def _has_one_of(product: ShelfProduct, words: tuple[str, ...]) -> bool:
    name = product.name.lower()
    return not words or any(word in name for word in words)


def _distance(other: ShelfProduct, product: ShelfProduct) -> tuple[bool, int, str]:
    return other.brand != product.brand, abs(other.price - product.price), other.name
