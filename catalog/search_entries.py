"""What the search knows of a product: its words, by how much each says about it. Pure.

They are worked out once and kept as long as the product is called and described the same, so that
a sale, or reading the catalogue again, costs the search next to nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog.rules import KINDS
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


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one product in each field, and its name and title as the search compares them,
    with a space before each word."""

    facts: int  # a digest of all that the words come from
    name: str
    title: str
    short: frozenset[str]  # what players shorten its name to
    said: dict[str, str]


def entry_of(product: ShelfProduct, known: Entry | None = None) -> Entry:
    """The words of the product; those already known if it is still called and described so."""
    facts = _digest(product)
    if known is not None and known.facts == facts:
        return known
    kind = KINDS[product.category]
    name, brand = _spaced(product.name), _spaced(product.brand)
    short = short_forms(product.name)
    skus = words("\n".join(v.sku for v in product.variants))
    return Entry(
        facts,
        name,
        name if name.startswith(brand) else brand + name,
        frozenset(short),
        {
            "name": _unique(words(product.name)),
            "codes": _unique([*short, *skus]),
            "brand": _often(product.brand),
            "kind": _often(f"{product.category.value} {kind.title} {kind.one}"),
            "specs": _unique(word for text in _specs(product) for word in _often(text).split()),
            "about": _unique(spoken(product.description)),
        },
    )


def _digest(product: ShelfProduct) -> int:
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
