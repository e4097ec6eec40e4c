"""Finding products by words: the products a question is about, the likeliest first."""

import threading
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from catalog.bits import bits_of
from catalog.facet_sets import Sets
from catalog.kept import Kept
from catalog.search_entries import facts_of
from catalog.search_index import WordIndex
from catalog.search_question import Asked, understood
from catalog.search_rank import LOOKED_AT, ranked
from catalog.search_words import asked as asked_words
from catalog.search_words import plainly
from catalog.shelf import Shelf, ShelfProduct, follow
from catalog.shelf_copy import FEW, NOTHING

GONE = -1
MOST_ANSWERS = 64  # questions whose answers are kept with a shelf


@dataclass(frozen=True, eq=False)
class Answer:
    """What a question found, the likeliest first; what was looked for where that is not what was
    typed; and the words that were let go because nothing has them all."""

    places: Sequence[int]  # among the products by name
    members: int  # the same as a set
    instead: str = ""
    let_go: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Words:
    """What is known of the words, with where each of its entries stands among the products by
    name, GONE where it does not any more: one thing, as a question may be under way when another
    takes its place."""

    known: WordIndex
    places: Sequence[int]


class Index:
    """What can be asked of one shelf. Until its words are ready those of the shelf before answer,
    and in a fresh process the names alone."""

    _is_ready: bool

    def __init__(self, shelf: Shelf, before: "Index | None" = None) -> None:
        self.shelf = shelf
        sold = before.sets.with_stock_of(shelf.products) if before else None
        self.sets: Sets = sold or Sets(
            shelf.products.values()
        )  # what the list's filters are made of
        words = before.words if before else None
        self.asked_with = self._placed(words) if words else None
        # What the words were made from, where they are all those of the shelf before.
        self._worded = before.shelf.products if before and before._is_ready else NOTHING
        self._is_ready = False
        self._answers: Kept[tuple[str, bool], Answer] = Kept(MOST_ANSWERS)

    @property
    def words(self) -> WordIndex | None:
        """The words that answer now."""
        return self.asked_with.known if self.asked_with else None

    def number(self, product: ShelfProduct, name: str) -> int | None:
        """The tenths of speed, spin or control; None where the product has no such number."""
        return self.sets.number(product, name)

    def answer(self, question: str, *, literally: bool = False) -> Answer:
        """The answer to a question: all products, sold out ones last, if it is empty."""
        if not settings.SHELF_REFRESH_SECONDS:
            self.make_ready()  # there is no thread that would
        asked = (question.strip(), literally)
        return self._answers.get(asked, lambda: _answer(self, *asked))

    def make_ready(self) -> None:
        """Bring the words up to this shelf."""
        if not self._is_ready:
            self.asked_with = self._placed(words_of(self.shelf, self.words, self._worded))
            self._is_ready, self._worded = True, NOTHING
            self.forget_answers()

    def forget_answers(self) -> None:
        """Work out anew what is asked from now on."""
        self._answers = Kept(MOST_ANSWERS)

    def _placed(self, words: WordIndex) -> Words:
        places = self.sets.places
        return Words(words, array("l", (places.get(key, GONE) for key in words.keys)))


_latest: Index | None = None
_building = threading.Lock()


def index_of(shelf: Shelf) -> Index:
    """The index of this shelf; the one before until the shelf's thread has made it, so that no
    request does."""
    latest = _latest
    if latest is not None and (latest.shelf is shelf or settings.SHELF_REFRESH_SECONDS):
        return latest
    with _building:
        return _made(shelf)


@follow
def prepare(shelf: Shelf) -> None:
    """Make this shelf ready to be asked: called whenever the tables have been looked at, off the
    path of requests."""
    with _building:
        _made(shelf, is_ready=True)


def _made(shelf: Shelf, *, is_ready: bool = False) -> Index:
    """The one index of this process; it is not seen before it is as it should be."""
    global _latest  # noqa: PLW0603 - one index per process, as there is one shelf
    index = _latest if _latest and _latest.shelf is shelf else Index(shelf, _latest)
    if is_ready:
        index.make_ready()
    _latest = index
    return index


def words_of(
    shelf: Shelf, older: WordIndex | None, worded: Mapping[str, ShelfProduct] = NOTHING
) -> WordIndex:
    """The words of this shelf: those of an older one if nothing is called otherwise since. The
    older one has the words of the products that are `worded`."""
    products, facts = shelf.products, older.facts if older else {}
    new = [
        product
        for key, product in products.items()
        if worded.get(key) is not product and facts.get(key) != facts_of(product)
    ]
    gone = [worded[key] for key in facts if key not in products and key in worded]
    if older is None or len(facts) - len(gone) > len(products):
        return WordIndex(products)  # some of the older one's are gone, nobody knows which
    if not new and not gone:
        return older
    old = [*gone, *(worded[p.product_id] for p in new if p.product_id in worded)]
    is_known = all(p.product_id in worded or p.product_id not in facts for p in new)
    is_little = len(old) + len(new) <= FEW
    changed = older.changed(old, new) if is_known and is_little else None
    return changed or WordIndex(products)


def matching(index: Index, question: str) -> list[ShelfProduct]:
    """The products that a question is about, the likeliest first."""
    products = index.sets.products
    return [products[place] for place in index.answer(question).places]


def _answer(index: Index, question: str, literally: bool) -> Answer:
    sets, words = index.sets, index.asked_with
    if not question:
        return _these(sets, _sold_out_last(sets, range(sets.size)))
    if words is None:
        named = (n for n, p in enumerate(sets.products) if _is_named(p, question))
        return _these(sets, _sold_out_last(sets, named))
    asked = understood(words.known, question, literally=literally)
    found = _found(sets, words, asked) if asked else ()
    if asked and (found or literally):
        return _these(sets, found, asked)
    return _these(sets, ()) if literally else _with_less(sets, words, question, asked or [])


def _with_less(sets: Sets, words: Words, question: str, asked: list[Asked]) -> Answer:
    """What is found without the words for a kind of goods; where only numbers would be left, as of
    'shoes 42', the kind without the numbers."""
    kept = [word for word in asked if not word.is_kind]
    let_go = [word.typed for word in asked if word.is_kind]
    if not kept or not let_go or all(word.taken_as.isdigit() for word in kept):
        typed = asked_words(question)
        let_go = [word for word in typed if word.isdigit()]
        rest = " ".join(word for word in typed if not word.isdigit())
        kept = (let_go and rest and understood(words.known, rest)) or []
        if not any(word.is_kind for word in kept):
            return _these(sets, (), asked)
    found = _found(sets, words, kept)
    return _these(sets, found, asked, tuple(let_go) if found else ())


def _found(sets: Sets, words: Words, asked: list[Asked]) -> Sequence[int]:
    hits = words.known.ask([word.answers for word in asked])
    here = [(score, place) for score, n in hits if (place := words.places[n]) != GONE]
    likeliest = [(score, sets.products[place]) for score, place in here[:LOOKED_AT]]
    best = ranked(likeliest, asked)
    behind = (place for _, place in here[LOOKED_AT:])
    return [*(sets.places[product.product_id] for product in best), *behind]


def _these(
    sets: Sets,
    places: Iterable[int],
    asked: Sequence[Asked] = (),
    let_go: tuple[str, ...] = (),
) -> Answer:
    found = array("l", places)
    instead = " ".join(w.taken_as for w in asked) if any(w.is_repaired for w in asked) else ""
    return Answer(found, bits_of(found, sets.size), instead, let_go)


def _sold_out_last(sets: Sets, places: Iterable[int]) -> list[int]:
    return sorted(places, key=lambda place: sets.products[place].stock == 0)


def _is_named(product: ShelfProduct, question: str) -> bool:
    named = f" {plainly(product.brand)} {plainly(product.name)}"
    return all(f" {word}" in named for word in plainly(question).split())
