"""Finding products by words: every word of a question must begin a word of the product. Pure.

The words of a product are worked out once and kept as long as the product itself stays on the
shelf, so that a sale, which touches one product, costs the search nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.rules import KINDS
from catalog.shelf import Shelf, ShelfProduct

MOST_WORDS = 12
RATINGS_SOURCE = "ratings source"  # says the same on every product, so it finds nothing
_WORD = re.compile(r"\d+\.\d+|\w+")
_GLUED = re.compile(r"(?<=\w)[-./+'](?=\w)")


@dataclass(frozen=True)
class Entry:
    """A product with the text that is searched: ' evolution mx p mxp tibhar …'."""

    product: ShelfProduct
    name: str
    title: str
    text: str


class Index:
    """The entries of one shelf, in the shelf's order."""

    def __init__(self, shelf: Shelf, older: "Index | None" = None) -> None:
        known: Mapping[str, Entry] = older.entries if older else {}
        self.shelf = shelf
        self.entries: dict[str, Entry] = {
            product_id: _kept(known.get(product_id), product)
            for product_id, product in shelf.products.items()
        }


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
    glued = [_GLUED.sub("", part) for part in plain.split() if _GLUED.search(part)]
    return [*_WORD.findall(plain), *(word for part in glued for word in _WORD.findall(part))]


def plainly(text: str) -> str:
    """The text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def asked_words(question: str) -> list[str]:
    """What is looked for: the first dozen words of the question."""
    return _WORD.findall(plainly(question))[:MOST_WORDS]


def matching(index: Index, question: str) -> list[ShelfProduct]:
    """The products of which every asked word begins a word, the likeliest first; all of them for
    an empty question, none for one without a word in it."""
    if not question.strip():
        return [entry.product for entry in index.entries.values()]
    asked = [f" {word}" for word in asked_words(question)]
    if not asked:
        return []
    found = [e for e in index.entries.values() if all(word in e.text for word in asked)]
    whole = " ".join(word.strip() for word in asked)
    found.sort(key=lambda entry: _rank(entry, whole, asked))
    return [entry.product for entry in found]


def _rank(entry: Entry, whole: str, asked: list[str]) -> tuple[int, bool, str]:
    if whole in (entry.name, entry.title):
        closeness = 0
    elif entry.name.startswith(whole) or entry.title.startswith(whole):
        closeness = 1
    elif all(word in f" {entry.title}" for word in asked):
        closeness = 2
    else:
        closeness = 3
    return closeness, entry.product.stock == 0, entry.name


def _kept(entry: Entry | None, product: ShelfProduct) -> Entry:
    return entry if entry is not None and entry.product is product else _entry(product)


def _entry(product: ShelfProduct) -> Entry:
    kind = KINDS[product.category]
    name = " ".join(_WORD.findall(plainly(product.name)))
    brand = " ".join(_WORD.findall(plainly(product.brand)))
    title = name if name.startswith(brand) else f"{brand} {name}"
    texts: Iterable[str] = (
        product.name,
        product.brand,
        product.category.value,
        kind.title,
        product.product_id,
        *(variant.sku for variant in product.variants),
        *(choice for variant in product.variants for choice in variant.options.values()),
        *(value for key, value in product.specs.items() if key.lower() != RATINGS_SOURCE),
    )
    said = dict.fromkeys(word for text in texts for word in words(text))
    return Entry(product, name, title, f" {' '.join(said)}")
