"""What is played, worn or cared for together: worked out from kinds and words, not from lists that
somebody would have to keep. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from catalog.kept import KeptOf
from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct
from catalog.shelf_copy import ByPrice

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
        taken = {product.product_id, *found}
        best = _best(_fitting(shelf, category, words), product, taken)
        if best:
            found[best.product_id] = best
    return list(found.values())[:MOST]


_kept: KeptOf[Shelf, Companion, Mapping[str, ByPrice]] = KeptOf(sum(map(len, _TOGETHER.values())))
OF_ANY = ""  # brand under which all stand


def _fitting(shelf: Shelf, category: Category, words: tuple[str, ...]) -> Mapping[str, ByPrice]:
    """What can be had of a kind along its prices, by brand: worked out once for each shelf."""

    def grouped() -> Mapping[str, ByPrice]:
        groups: dict[str, list[ShelfProduct]] = defaultdict(list)
        for other in shelf.by_category[category]:
            if other.stock and _has_one_of(other, words):
                groups[other.brand].append(other)
                if other.brand != OF_ANY:
                    groups[OF_ANY].append(other)
        return {brand: ByPrice(goods) for brand, goods in groups.items()}

    return _kept.get(shelf, (category, words), grouped)


def _best(
    fitting: Mapping[str, ByPrice], product: ShelfProduct, taken: Collection[str]
) -> ShelfProduct | None:
    for brand in (product.brand, OF_ANY):
        near = fitting[brand].around(product.price, but=taken) if brand in fitting else []
        if best := min(near, key=lambda o: _distance(o, product), default=None):
            return best
    return None


def _has_one_of(product: ShelfProduct, words: tuple[str, ...]) -> bool:
    name = product.name.lower()
    return not words or any(word in name for word in words)


def _distance(other: ShelfProduct, product: ShelfProduct) -> tuple[bool, int, str]:
    return other.brand != product.brand, abs(other.price - product.price), other.name
