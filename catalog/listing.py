"""The equipment list: which products, in which order, on which page, with which counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from catalog.bits import among, places_of
from catalog.facet_sets import Sets
from catalog.facets import Facets, Passings, facets_of
from catalog.kept import Kept
from catalog.rules import KINDS
from catalog.search import Index, index_of
from catalog.search_answers import Answer
from catalog.search_words import asked, one_word_for, spoken
from catalog.shelf import Shelf, ShelfProduct, ShelfVariant
from catalog.wanted import SORT_TITLES, Sort, Wanted

PAGE_LENGTH = 24
MOST_KEPT = 256  # answers kept with a shelf
FEW_OF = 16  # what is less than this part of all is sorted by itself, not looked for in all


@dataclass(frozen=True)
class Offer:
    """One tab: a category, its count and the question that leads there."""

    value: str
    title: str
    count: int
    is_on: bool
    query: str


@dataclass(frozen=True)
class Found:
    """One page of the answer, with the counts around it."""

    wanted: Wanted
    answer: Answer
    products: list[ShelfProduct]
    total: int
    before_filters: int
    pages: int
    categories: list[Offer]
    facets: Facets
    skus: Mapping[str, str]  # of the variants that were meant, by product id

    @property
    def cards(self) -> list[tuple[ShelfProduct, str]]:
        """The products, each with the sku of the variant that its card shows; '' for the usual."""
        return [(product, self.skus.get(product.product_id, "")) for product in self.products]


def find(shelf: Shelf, wanted: Wanted) -> Found:
    """The page that was asked for; a page beyond the last has no products."""
    index = index_of(shelf)
    answer = index.answer(wanted.q, literally=wanted.as_typed)
    return _kept_of(index).lists.get((wanted, answer), lambda: worked_out(index, wanted, answer))


class _KeptLists:
    """The lists of one index that were asked for lately, and its products sorted."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.lists: Kept[tuple[Wanted, Answer], Found] = Kept(MOST_KEPT)
        self.orders: Kept[Sort, Sequence[int]] = Kept(len(Sort))


_latest: _KeptLists | None = None


def _kept_of(index: Index) -> _KeptLists:
    global _latest  # noqa: PLW0603 - of the one index that a process has
    latest = _latest
    if latest is None or latest.index is not index:
        latest = _latest = _KeptLists(index)
    return latest


def worked_out(index: Index, wanted: Wanted, answer: Answer) -> Found:
    """The page from the sets, nothing of it remembered."""
    sets, said = index.sets, answer.members
    ours = said & sets.categories.get(wanted.category, 0) if wanted.category else said
    passings = Passings(sets, wanted, ours)
    facets = facets_of(sets, wanted, ours, passings)
    total = facets.left.bit_count()
    start = (wanted.page - 1) * PAGE_LENGTH
    shown = _shown(index, wanted.sort, answer, facets.left, start)
    return Found(
        wanted=wanted,
        answer=answer,
        products=[sets.products[place] for place in shown],
        total=total,
        before_filters=ours.bit_count(),
        pages=max(1, -(-total // PAGE_LENGTH)),
        categories=_categories(sets, said, wanted),
        facets=facets,
        skus=_meant(sets, wanted, shown, passings),
    )


def _shown(index: Index, sort: Sort, answer: Answer, left: int, start: int) -> list[int]:
    """A page of the places that are left. The order of all is asked for only where those that come
    first do not fill it."""
    if sort is not Sort.BEST and left.bit_count() * FEW_OF < index.sets.size:
        return in_order(index.sets, sort, places_of(left))[start : start + PAGE_LENGTH]
    if sort is not Sort.BEST:
        return _page_of(_in_order(index, sort), left, start)
    shown = _page_of(answer.first, left, start)
    is_full = len(shown) == min(PAGE_LENGTH, left.bit_count() - start)
    return shown if is_full else _page_of(answer.places, left, start)


def _page_of(order: Sequence[int], left: int, start: int) -> list[int]:
    return list(islice(among(order, left), start, start + PAGE_LENGTH))


def _meant(sets: Sets, wanted: Wanted, shown: Sequence[int], passings: Passings) -> dict[str, str]:
    """Who asks for red or for a price, by filters or in words, is shown the red one that passes all
    filters, by product id: what has most of the words first, one in stock before others, the
    cheapest first."""
    is_chosen_by = bool(passings.varying - {"in_stock"})
    words = {one_word_for(word) for word in asked(wanted.q)} if wanted.q else set()
    if not is_chosen_by and not words:
        return {}
    found: dict[str, str] = {}
    for place in shown:
        product = sets.products[place]
        passing = [
            variant
            for k, variant in enumerate(product.variants)
            if passings.all.lets_pass(place, k)
        ]
        said = {variant.sku: _said(words, product, variant) for variant in passing}
        is_chosen = is_chosen_by or any(said.values())
        if len(product.variants) > 1 and passing and is_chosen:
            best = min(passing, key=lambda v: (-said[v.sku], not v.stock, v.price))
            found[product.product_id] = best.sku
    return found


def _said(words: set[str], product: ShelfProduct, variant: ShelfVariant) -> int:
    """How many of the words are of this variant alone and not of the product's name."""
    if not words:
        return 0
    own = words.difference(_words_of(product.name))
    return sum(len(own & _words_of(value)) for value in variant.options.values())


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(spoken(text))


def _in_order(index: Index, sort: Sort) -> Sequence[int]:
    sets = index.sets
    return _kept_of(index).orders.get(sort, lambda: in_order(sets, sort, range(sets.size)))


def in_order(sets: Sets, sort: Sort, places: Iterable[int]) -> list[int]:
    """Places sorted as asked; what is equal stands by name, what has no such number last."""
    products = sets.products
    match sort:
        case Sort.PRICE_UP:
            return sorted(places, key=lambda n: products[n].price)
        case Sort.PRICE_DOWN:
            return sorted(places, key=lambda n: -products[n].price)
        case Sort.NEWEST:
            return sorted(places, key=lambda n: products[n].created_at, reverse=True)
        case Sort.SPEED | Sort.SPIN | Sort.CONTROL:
            known = sets.numbers(SORT_TITLES[sort])
            return sorted(places, key=lambda n: -known.get(n, -1))
        case Sort.BEST:
            return sorted(places)


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages worth a link: first, last and those near; 0 stands for a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int] = []
    for number in near:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _categories(sets: Sets, said: int, wanted: Wanted) -> list[Offer]:
    return [
        Offer(
            category.value,
            kind.title.split(" and ")[0],
            (sets.categories.get(category, 0) & said).bit_count(),
            category is wanted.category,
            Wanted(q=wanted.q, as_typed=wanted.as_typed, category=category).query(),
        )
        for category, kind in KINDS.items()
    ]
