"""The equipment list: which products, in which order, on which page, with which counts. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.rules import KINDS
from catalog.search import Index, index_of, matching
from catalog.shelf import Shelf, ShelfProduct
from catalog.wanted import SORT_TITLES, Sort, Wanted

PAGE_LENGTH = 24
SHOWN_AT_ONCE = 8  # values of a filter, before 'show more'


@dataclass(frozen=True)
class Offer:
    """One value of a filter or one tab: its count and the question that leads there."""

    value: str
    title: str
    count: int
    is_on: bool
    query: str


@dataclass(frozen=True)
class Found:
    """One page of the answer, with the counts around it."""

    wanted: Wanted
    products: list[ShelfProduct]
    total: int
    before_filters: int
    pages: int
    categories: list[Offer]
    brands: list[Offer]
    in_stock: int


def find(shelf: Shelf, wanted: Wanted) -> Found:
    """The page that was asked for; a page beyond the last has no products."""
    index = index_of(shelf)
    said = matching(index, wanted.q)
    ours = [p for p in said if wanted.category in (None, p.category)]
    priced = [p for p in ours if _is_priced(p, wanted)]
    in_stock = [p for p in priced if p.stock or not wanted.in_stock]
    branded = [p for p in priced if not wanted.brands or p.brand in wanted.brands]
    left = [p for p in in_stock if not wanted.brands or p.brand in wanted.brands]
    start = (wanted.page - 1) * PAGE_LENGTH
    return Found(
        wanted=wanted,
        products=in_order(left, wanted.sort, index)[start : start + PAGE_LENGTH],
        total=len(left),
        before_filters=len(ours),
        pages=max(1, -(-len(left) // PAGE_LENGTH)),
        categories=_categories(said, wanted),
        brands=_brands(in_stock, wanted),
        in_stock=sum(1 for p in branded if p.stock),
    )


def in_order(products: list[ShelfProduct], sort: Sort, index: Index) -> list[ShelfProduct]:
    """Sorted as asked; what is equal keeps its order, and what has no such number comes last."""
    match sort:
        case Sort.BEST:
            return products
        case Sort.PRICE_UP:
            return sorted(products, key=lambda p: p.price)
        case Sort.PRICE_DOWN:
            return sorted(products, key=lambda p: -p.price)
        case Sort.NEWEST:
            return sorted(products, key=lambda p: p.created_at, reverse=True)
        case _:
            name = SORT_TITLES[sort]
            return sorted(
                products, key=lambda p: -(index.entries[p.product_id].numbers[name] or -1)
            )


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages worth a link: first, last and those near; 0 stands for a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int] = []
    for number in near:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _categories(said: Iterable[ShelfProduct], wanted: Wanted) -> list[Offer]:
    counts = Counter(product.category for product in said)
    return [
        Offer(
            category.value,
            kind.title.split(" and ")[0],
            counts[category],
            category is wanted.category,
            Wanted(q=wanted.q, category=category).query(),
        )
        for category, kind in KINDS.items()
    ]


def _brands(products: Iterable[ShelfProduct], wanted: Wanted) -> list[Offer]:
    counts = Counter(product.brand for product in products if product.brand)
    shown = sorted({*counts, *wanted.brands}, key=str.casefold)
    return [Offer(b, b, counts[b], b in wanted.brands, "") for b in shown]


def _is_priced(product: ShelfProduct, wanted: Wanted) -> bool:
    above = wanted.price_from is None or product.price >= wanted.price_from
    return above and (wanted.price_to is None or product.price <= wanted.price_to)
