"""What the search knows of a product: its words, by how much each says about it. Pure.

A digest tells whether a product is still called and described the same, so that a sale, or reading
the catalogue again, costs the search next to nothing.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from catalog.kept import KeptOf
from catalog.rules import KINDS, Category
from catalog.search_words import short_forms, spoken, words
from catalog.shelf_rows import ShelfProduct, ShelfVariant
from catalog.specs import RATINGS_SOURCE

# The fields of the index, and how much a word in each of them counts.
BOOSTS: dict[str, float] = {
    "name": 6,
    "codes": 5,
    "brand": 4,
    "kind": 3,
    "specs": 1.5,
    "about": 0.4,
}

MOST_KEPT = 4_000  # entries of hits


class Entry:
    """The words of one product by which hits are compared, each worked out when a comparison comes
    so far; its name and title have a space before each word. What only finds it stands in the
    index alone."""

    def __init__(self, product: ShelfProduct) -> None:
        self._product = product
        self.name = _spaced(product.name)

    @cached_property
    def title(self) -> str:
        brand = _often_spaced(self._product.brand)
        return self.name if self.name.startswith(brand) else brand + self.name

    @cached_property
    def short(self) -> frozenset[str]:
        """What players shorten its name to."""
        return frozenset(short_forms(self._product.name))

    @cached_property
    def named(self) -> frozenset[str]:
        """The words of its name, brand and kind."""
        own = words(self._product.name)
        return frozenset((*own, *_often(self._product.brand).split(), *self.kind))

    @property
    def kind(self) -> frozenset[str]:
        return _kind_words(self._product.category)

    @property
    def specs(self) -> frozenset[str]:
        return frozenset(_specified(self._product).split())


def said_of(product: ShelfProduct) -> dict[str, str]:
    """All words of the product in each field of the index, each once."""
    skus = words("\n".join(v.sku for v in product.variants))
    return {
        "name": _unique(words(product.name)),
        "codes": _unique([*short_forms(product.name), *skus]),
        "brand": _often(product.brand),
        "kind": _kind(product),
        "specs": _specified(product),
        "about": _unique(spoken(product.description)),
    }


def entry_of(product: ShelfProduct) -> Entry:
    """The entry of the product: made for hits alone, and kept for as long as they are asked for."""
    return _entries.get(product, product.product_id, lambda: Entry(product))


_entries: KeptOf[ShelfProduct, str, Entry] = KeptOf(MOST_KEPT)


@lru_cache(maxsize=len(Category))
def _kind_words(category: Category) -> frozenset[str]:
    kind = KINDS[category]
    return frozenset(words(f"{category.value} {kind.title} {kind.one}"))


@lru_cache(maxsize=1_024)
def _often_spaced(text: str) -> str:
    return _spaced(text)


def _kind(product: ShelfProduct) -> str:
    return " ".join(sorted(_kind_words(product.category)))


def _specified(product: ShelfProduct) -> str:
    return _unique(word for text in _specs(product) for word in _often(text).split())


def facts_of(product: ShelfProduct) -> int:
    """A digest of all that the words of a product come from."""
    named = (product.name, product.brand, product.category.value, product.description)
    return hash((named, *product.specs.items(), *map(_chosen, product.variants)))


def _chosen(variant: ShelfVariant) -> tuple[object, ...]:
    return (variant.sku, *variant.options.items())


def _specs(product: ShelfProduct) -> list[str]:
    """What is said of it and can be chosen, each once: names and values."""
    specs = [(k, v) for k, v in product.specs.items() if k.lower() != RATINGS_SOURCE.lower()]
    chosen = [pair for variant in product.variants for pair in variant.options.items()]
    return list(dict.fromkeys(text for pair in (*specs, *chosen) for text in pair))


@lru_cache(maxsize=8_192)
def _often(text: str) -> str:
    """The words of a text that many goods have in common."""
    return _unique(words(text))


def _unique(found: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(found))


def _spaced(text: str) -> str:
    return "".join(f" {word}" for word in spoken(text))
