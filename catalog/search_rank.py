"""Which of the products that have all the asked words was probably meant. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.rules import KINDS, Category
from catalog.search_entries import Entry, entry_of
from catalog.search_question import Asked
from catalog.search_words import one_word_for, spoken
from catalog.shelf_rows import ShelfProduct

_KIND_NAMES = {
    category: {tuple(spoken(text)) for text in (category.value, kind.title, kind.one)}
    for category, kind in KINDS.items()
}
_IN_THE_SHOPS_ORDER = {category: n for n, category in enumerate(KINDS)}
BEGUN = 4  # the tier of names that begin with what is still being typed
Place = tuple[float, ...]


def ranked(
    hits: Sequence[tuple[float, ShelfProduct]], asked: Sequence[Asked]
) -> list[ShelfProduct]:
    """The products of the hits: what is called exactly so first, then what begins so, then by how
    much of the question stands in the name; sold out ones last among equals."""
    question = _question(asked)
    hits = sorted(hits, key=lambda hit: _place(question, hit, entry_of(hit[1])))
    return [product for _, product in hits]


@dataclass(frozen=True)
class _Question:
    """The words of a question as the names of the goods are compared with it."""

    whole: str
    words: tuple[str, ...]
    groups: tuple[frozenset[str], ...]  # of each word, all that answer it
    kinds: frozenset[Category]  # that it names as a whole
    parts_of_kinds: frozenset[str]  # words of it that name a kind


def _question(asked: Sequence[Asked]) -> _Question:
    words = tuple(one_word_for(word.taken_as) for word in asked)
    return _Question(
        whole="".join(f" {word}" for word in words),
        words=words,
        groups=tuple(frozenset(word.answers) for word in asked),
        kinds=frozenset(c for c, names in _KIND_NAMES.items() if words in names),
        parts_of_kinds=frozenset(one_word_for(w.taken_as) for w in asked if w.is_kind),
    )


def _place(question: _Question, hit: tuple[float, ShelfProduct], entry: Entry) -> Place:
    score, product = hit
    tier = _tier(question, product, entry)
    missed = len(question.parts_of_kinds.difference(entry.kind))
    is_it = question.whole in (entry.name, entry.title)
    is_used = product.category is Category.PRE_OWNED and Category.PRE_OWNED not in question.kinds
    is_gone = not is_it and not product.stock
    among_equals = len(entry.name.split()) if tier in {1, 2} else 0
    if tier == BEGUN:
        among_equals = _IN_THE_SHOPS_ORDER[product.category]
    return (tier, missed, is_used, is_gone, among_equals, -score)


def _tier(question: _Question, product: ShelfProduct, entry: Entry) -> int:
    if question.whole in (entry.name, entry.title) or product.category in question.kinds:
        return 0
    is_short_form = len(question.words) == 1 and question.words[0] in entry.short
    if is_short_form or f"{entry.name} ".startswith(f"{question.whole} "):
        return 1
    if entry.named.issuperset(question.words):
        return 2  # without its short forms, which take longest to work out
    named = entry.named | entry.short
    if named.union(entry.specs).issuperset(question.words):
        return 2 if named.issuperset(question.words) else 3
    if entry.name.startswith(question.whole):
        return BEGUN
    return BEGUN + 1 if all(named & group for group in question.groups) else BEGUN + 2
