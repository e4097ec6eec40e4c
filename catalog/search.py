"""Finding products by words: the products a question is about, the likeliest first."""

import threading
from array import array
from collections.abc import Sequence
from functools import cached_property

from django.conf import settings

from catalog.bits import among, bits_of, places_of
from catalog.facet_sets import Sets
from catalog.kept import Kept
from catalog.search_answers import FIRST, GONE, Answer, Words
from catalog.search_index import WordIndex, words_of
from catalog.search_question import Asked, understood
from catalog.search_rank import ranked
from catalog.search_words import asked as asked_words
from catalog.search_words import plainly
from catalog.shelf import Shelf, ShelfProduct, follow
from catalog.shelf_copy import NOTHING

MOST_ANSWERS = 256  # questions whose answers are kept with a shelf


class Index:
    """What can be asked of one shelf. Until its words are ready those of the shelf before answer,
    and in a fresh process the names alone."""

    _is_ready: bool
    asked_with: Words | None

    def __init__(self, shelf: Shelf, before: "Index | None" = None) -> None:
        self.shelf = shelf
        sold = before.sets.with_stock_of(shelf.products) if before else None
        self.sets: Sets = sold or Sets(
            shelf.products.values()
        )  # what the list's filters are made of
        words = before.words if before else None
        self.asked_with = self._placed(words, before.asked_with) if before and words else None
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
            words = words_of(self.shelf.products, self.words, self._worded)
            self.asked_with = self._placed(words, self.asked_with)
            self._is_ready, self._worded = True, NOTHING
            _ = self.everything
            self.forget_answers()

    def forget_answers(self) -> None:
        """Work out anew what is asked from now on."""
        self._answers = Kept(MOST_ANSWERS)

    @cached_property
    def everything(self) -> Answer:
        """All products by name, sold out ones last."""
        sets, there = self.sets, self.sets.in_stock.anyhow()
        order = array("l", (*places_of(there), *places_of(sets.all ^ there)))
        return Answer(sets.all, lambda most: order[:most])

    def _placed(self, words: WordIndex, before: Words | None) -> Words:
        return Words(words, self.sets.places, self.sets.size, before)


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


def matching(index: Index, question: str) -> list[ShelfProduct]:
    """The products that a question is about, the likeliest first."""
    products = index.sets.products
    return [products[place] for place in index.answer(question).places]


def _answer(index: Index, question: str, literally: bool) -> Answer:
    sets, words = index.sets, index.asked_with
    if not question:
        return index.everything
    if words is None:
        named = (n for n, p in enumerate(sets.products) if _is_named(p, question))
        return _by_name(index, bits_of(named, sets.size))
    asked = understood(words.known, question, literally=literally)
    found = _found(sets, words, asked, asked) if asked else None
    if found is not None and (len(found) or literally):
        return found
    return _by_name(index, 0) if literally else _with_less(index, words, question, asked or [])


def _with_less(index: Index, words: Words, question: str, asked: list[Asked]) -> Answer:
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
            return Answer(0, lambda _: (), _instead(asked))
    found = _found(index.sets, words, kept, asked, tuple(let_go))
    return found if len(found) else Answer(0, lambda _: (), _instead(asked))


def _found(
    sets: Sets,
    words: Words,
    asked: list[Asked],
    typed: list[Asked],
    let_go: tuple[str, ...] = (),
) -> Answer:
    """What has all the asked words, of those that were typed."""
    groups = [word.answers for word in asked]

    def order(most: int | None) -> Sequence[int]:
        hits = words.known.ask(groups, most)
        here = [(score, place) for score, n in hits if (place := words.places[n]) != GONE]
        likeliest = [(score, sets.products[place]) for score, place in here[:FIRST]]
        best = (sets.places[product.product_id] for product in ranked(likeliest, asked))
        return array("l", (*best, *(place for _, place in here[FIRST:])))

    return Answer(words.having(groups), order, _instead(typed), let_go)


def _instead(asked: Sequence[Asked]) -> str:
    return " ".join(w.taken_as for w in asked) if any(w.is_repaired for w in asked) else ""


def _by_name(index: Index, members: int) -> Answer:
    order = array("l", among(index.everything.places, members))
    return Answer(members, lambda most: order[:most])


def _is_named(product: ShelfProduct, question: str) -> bool:
    named = f" {plainly(product.brand)} {plainly(product.name)}"
    return all(f" {word}" in named for word in plainly(question).split())
