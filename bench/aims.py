"""What the shop aims at (each in words, with its limit), and whether a run has met it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.pages import Compared
from bench.selling import Sales
from bench.sizes import PAGES, AtSize
from bench.sums import Spread, short, spread

AT_20_000 = 20_000
KEPT, STAFF = ("list, kept", "product, kept"), "staff orders"
SOLD = ("spread over 64 products", "all of one product")
SEARCHES = ("search, one question again", "search, each another question")


@dataclass(frozen=True)
class Aim:
    """One aim and what was found. `is_met` is None where this run has not looked."""

    what: str
    wanted: str
    found: str
    is_met: bool | None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "**not met**", None: "not looked at"}[self.is_met]


def at_least(what: str, seen: Spread | None, limit: float) -> Aim:
    """Judged by the median."""
    is_met = None if seen is None else seen.middle >= limit
    return Aim(what, f"≥ {short(limit)}", str(seen or ""), is_met)


def at_most(what: str, seen: Spread | None, limit: float) -> Aim:
    """Judged by the median."""
    is_met = None if seen is None else seen.middle <= limit
    return Aim(what, f"≤ {short(limit)}", str(seen or ""), is_met)


def aims(sizes: Sequence[AtSize], sales: Mapping[str, Sales]) -> Iterator[Aim]:
    """All of them, in the order of the issue; of what could not be measured, that it was not."""
    pages = sizes[0].pages if sizes else {}
    for name in KEPT:
        page = pages.get(name)
        constant, template = (page.to_constant, page.to_template) if page else (None, None)
        yield at_least(f"{name}: pages/s to the same bytes as a constant", constant, 0.5)
        yield at_least(f"{name}: pages/s to a bare template", template, 2)
    for name in SEARCHES:
        page = pages.get(name)
        seen = spread(page.ours.per_second) if page else None
        yield at_least(f"{name}: pages/s", seen, 1000)
    page = pages.get(STAFF)
    cpu = spread(page.ours.cpu) if page else None
    yield at_most(f"{STAFF}: web CPU, ms", cpu, 4)
    for name in SOLD:
        sale = sales.get(name)
        cpu, speed = (spread(sale.cpu), spread(sale.per_second)) if sale else (None, None)
        yield at_most(f"a sale, {name}: web CPU, ms", cpu, 12)
        yield at_least(f"a sale, {name}: sales/s", speed, 60)
    for name in (each.name for each in PAGES):
        yield _growth(name, sizes)
    yield from _at_20_000(next((each for each in sizes if each.size.products == AT_20_000), None))


def _growth(name: str, sizes: Sequence[AtSize]) -> Aim:
    what = f"{name}: p50 from the smallest shop to the largest, times"
    seen = [shop.pages[name] for shop in (*sizes[:1], *sizes[1:][-1:]) if name in shop.pages]
    return at_most(what, grown(*seen) if len(seen) == 2 else None, 1.2)


def grown(small: Compared, large: Compared) -> Spread:
    """How often the p50 in the small shop that in the large one is, each beside the constant page
    of its own minutes, so that a machine that has slowed down meanwhile is not held against it."""
    before = median(_to_constant(small))
    return spread([each / before for each in _to_constant(large)])


def _to_constant(page: Compared) -> list[float]:
    return [ours / bare for ours, bare in zip(page.ours.p50, page.constant.p50, strict=True)]


def _at_20_000(shop: AtSize | None) -> Iterator[Aim]:
    fresh = spread(shop.fresh) if shop and shop.fresh else None
    held = spread([shop.memory.per_worker]) if shop and shop.memory else None
    yield at_most("first page of a fresh process at 20,000 products, s", fresh, 1)
    yield at_most(
        "memory at 20,000 products: all that parent and workers hold, a worker, MB", held, 120
    )
