"""Finding products by words: every word of a question must begin a word of the product. Pure.

The words of a product are worked out once and kept as long as it is called and described the
same, so that a sale, or reading the catalogue again, costs the search next to nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

from catalog.rules import KINDS
from catalog.shelf import Shelf, ShelfProduct
from catalog.specs import RATINGS_SOURCE, THREE, tenths

MOST_WORDS = 12
_WORD = re.compile(r"\d+\.\d+|\w+")
_GLUED = re.compile(r"\w+(?:[-./+']\w+)+")
_GLUE = re.compile(r"[-./+']")


@dataclass(frozen=True)
class Entry:
    """What the list asks of a product: its words with a space before each, its three numbers."""

    facts: tuple[object, ...]
    name: str
    title: str
    text: str
    numbers: dict[str, int | None]


class Index:
    """The entries of one shelf, and its products by name."""

    def __init__(self, shelf: Shelf, older: "Index | None" = None) -> None:
        known: dict[str, Entry] = older.entries if older else {}
        self.shelf = shelf
        self.entries: dict[str, Entry] = {
            product_id: _entry(product, known.get(product_id))
            for product_id, product in shelf.products.items()
        }
        self.by_name = sorted(
            shelf.products.values(), key=lambda product: self.entries[product.product_id].name
        )

    def number(self, product: ShelfProduct, name: str) -> int | None:
        """The tenths of speed, spin or control; None where the product has no such number."""
        return self.entries[product.product_id].numbers[name]


_latest: Index | None = None


def index_of(shelf: Shelf) -> Index:
    """The index of this shelf; what has not changed since the last one is taken over."""
    global _latest  # noqa: PLW0603 - one index per process, as there is one shelf
    latest = _latest
    if latest is None or latest.shelf is not shelf:
        latest = _latest = Index(shelf, latest)
    return latest


def words(text: str) -> list[str]:
    """The words of a text without case and accents; 'MX-P' is mx, p and mxp."""
    plain = plainly(text)
    return [*_WORD.findall(plain), *(_GLUE.sub("", part) for part in _GLUED.findall(plain))]


def plainly(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def matching(index: Index, question: str) -> list[ShelfProduct]:
    """The products of which every asked word begins a word, the likeliest first and sold out
    ones last among equals; all of them for an empty question, none for one without a word."""
    if not question.strip():
        return _sold_out_last(index.by_name)
    asked = [f" {word}" for word in _WORD.findall(plainly(question))[:MOST_WORDS]]
    if not asked:
        return []
    entries = index.entries
    found = [p for p in index.by_name if _says(entries[p.product_id].text, asked)]
    whole = "".join(asked)
    return sorted(
        _sold_out_last(found), key=lambda p: _distance(entries[p.product_id], whole, asked)
    )


def _says(text: str, asked: list[str]) -> bool:
    return all(word in text for word in asked)


def _distance(entry: Entry, whole: str, asked: list[str]) -> int:
    if whole in (entry.name, entry.title):
        return 0
    if entry.name.startswith(whole) or entry.title.startswith(whole):
        return 1
    return 2 if _says(entry.title, asked) else 3


def _sold_out_last(products: list[ShelfProduct]) -> list[ShelfProduct]:
    return [p for p in products if p.stock] + [p for p in products if not p.stock]


def _entry(product: ShelfProduct, known: Entry | None) -> Entry:
    specs = [value for key, value in product.specs.items() if key.lower() != RATINGS_SOURCE.lower()]
    kind = KINDS[product.category].title
    facts = (
        *(product.name, product.brand, product.category.value, kind, product.product_id, *specs),
        *(part for v in product.variants for part in (v.sku, *v.options.values())),
    )
    if known and known.facts == facts:
        return known
    name = _spaced(product.name)
    brand = _spaced(product.brand)
    title = name if name.startswith(brand) else brand + name
    said = dict.fromkeys(words("\n".join(facts)))
    numbers = {three: tenths(product, three) for three in THREE}
    return Entry(facts, name, title, "".join(f" {word}" for word in said), numbers)


def _spaced(text: str) -> str:
    return "".join(f" {word}" for word in _WORD.findall(plainly(text)))
