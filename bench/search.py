"""`python -m bench.search [products]`: how long the search and the filtered list take in one
process, at 20,000 products unless another number is given; how long a fresh copy of the shelf takes
to be ready, and what memory that costs. Milliseconds of the processor, so that what else runs on
the machine does not count. Nothing is asked of any table, no socket is opened.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django first

from catalog.listing import find, worked_out  # noqa: E402
from catalog.rules import Category  # noqa: E402
from catalog.search import Index, index_of, prepare  # noqa: E402
from catalog.shelf import Shelf, ShelfProduct  # noqa: E402
from catalog.shelf_rows import ShelfVariant  # noqa: E402
from catalog.suggesting import suggestions  # noqa: E402
from catalog.wanted import Sort, Span, Wanted  # noqa: E402
from tests.catalog.shelves import on_shelf  # noqa: E402
from tests.catalog.test_search import KNOWN, demo  # noqa: E402

_T = TypeVar("_T")
ROUNDS = 9
RED_AND_THICK = (("colour", ("Red",)), ("thickness", ("2.1 mm",)))
LISTS = {
    "all, first page": Wanted(),
    "a category": Wanted(category=Category.RUBBERS),
    "a category by speed, page 40": Wanted(category=Category.RUBBERS, sort=Sort.SPEED, page=40),
    "red, 2.1 mm, in stock": Wanted(
        category=Category.RUBBERS, attributes=RED_AND_THICK, in_stock=True
    ),
    "price and spin": Wanted(price=Span(2_000_00, 9_000_00), numbers=(("Spin", Span(80, 100)),)),
    "search with filters": Wanted(q="tenergy", attributes=RED_AND_THICK),
}


def main() -> None:
    """Print the figures as Markdown."""
    settings.SHELF_REFRESH_SECONDS = 3  # words are made ready by us, as the shelf's thread does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    shelf = Shelf(1, {product.product_id: product for product in _goods(count)})
    before = _resident_mb()
    index, sets_ready = _timed(lambda: index_of(shelf))
    _, words_ready = _timed(lambda: prepare(shelf))
    _print(
        f"{count:,} products, {sum(len(p.variants) for p in shelf.products.values()):,} variants",
        f"- sets of the filters ready: {sets_ready:.0f} ms",
        f"- words ready, off the path of requests: {words_ready:.0f} ms",
        f"- memory of both: {_resident_mb() - before} MB (the shelf itself: before {before} MB)",
    )
    _, after_a_sale = _timed(lambda: prepare(Shelf(2, dict(shelf.products))))
    _print(f"- sets again and words unchanged, after a sale: {after_a_sale:.0f} ms")
    _print("", "| what | p50 ms | p99 ms |", "|---|---|---|")
    _row("search, first time asked", (_asking(index, question) for question in KNOWN))
    _row("suggestions", (partial(suggestions, shelf, question) for question in KNOWN))
    for name, wanted in LISTS.items():
        _row(f"list: {name}", [partial(worked_out, index, wanted, index.answer(wanted.q))])
    _row("list asked again", [partial(find, shelf, LISTS["red, 2.1 mm, in stock"])])


def _goods(count: int) -> Iterator[ShelfProduct]:
    """The demo's goods again and again, each time called a little otherwise."""
    chance, demos = random.Random(7), list(demo().products.values())  # noqa: S311 - no secret
    for n in range(count):
        like = demos[n % len(demos)]
        mark = f"{chance.choice('ABCDEFGHKLMNPRSTVXZ')}{chance.randrange(1000)}"
        variants = tuple(_variant(variant, mark, chance) for variant in like.variants)
        again = "" if n < len(demos) else f" {mark}"
        yield on_shelf(
            product_id=f"{like.product_id}-{n}",
            name=f"{like.name}{again}",
            brand=like.brand,
            category=like.category,
            description=like.description,
            specs=like.specs,
            price=like.price + chance.randrange(500) * 100,
            variants=variants,
        )


def _variant(like: ShelfVariant, mark: str, chance: random.Random) -> ShelfVariant:
    return ShelfVariant(
        f"{like.sku}-{mark}", like.options, like.price, chance.choice((0, 3, 9)), None
    )


def _asking(index: Index, question: str) -> Callable[[], object]:
    def ask() -> object:
        index.forget_answers()
        return index.answer(question).first

    return ask


def _row(name: str, acts: Iterable[Callable[[], object]]) -> None:
    taken = sorted(_timed(act)[1] for act in list(acts) for _ in range(ROUNDS))
    p99 = taken[min(len(taken) - 1, len(taken) * 99 // 100)]
    _print(f"| {name} | {statistics.median(taken):.2f} | {p99:.2f} |")


def _timed(act: Callable[[], _T]) -> tuple[_T, float]:
    began = time.process_time()
    made = act()
    return made, (time.process_time() - began) * 1000


def _resident_mb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
