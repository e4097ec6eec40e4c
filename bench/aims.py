"""What the shop aims at (each in words, with its limit), and whether a run has met it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.pages import Compared
from bench.selling import Sales
from bench.sizes import AtSize
from bench.sums import Spread, short, spread

AT_20_000 = 20_000
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


def at_least(what: str, seen: Spread, limit: float) -> Aim:
    """Judged by the median."""
    return Aim(what, f"≥ {short(limit)}", str(seen), seen.middle >= limit)


def at_most(what: str, seen: Spread, limit: float) -> Aim:
    """Judged by the median."""
    return Aim(what, f"≤ {short(limit)}", str(seen), seen.middle <= limit)


def aims(sizes: Sequence[AtSize], sales: Mapping[str, Sales]) -> Iterator[Aim]:
    """All of them, in the order of the issue."""
    small = sizes[0]
    for name in ("list", "product"):
        page = small.pages[name]
        yield at_least(f"{name}: pages/s to the same bytes as a constant", page.to_constant, 0.5)
        yield at_least(f"{name}: pages/s to a bare template", page.to_template, 2)
    for name in SEARCHES:
        yield at_least(f"{name}: pages/s", spread(small.pages[name].ours.per_second), 1000)
    yield at_most("staff orders: web CPU, ms", spread(small.pages["staff orders"].ours.cpu), 4)
    for name, sale in sales.items():
        yield at_most(f"a sale, {name}: web CPU, ms", spread(sale.cpu), 12)
        yield at_least(f"a sale, {name}: sales/s", spread(sale.per_second), 60)
    for name in small.pages:
        yield _growth(name, small, sizes[-1])
    yield from _at_20_000(next((each for each in sizes if each.size.products == AT_20_000), None))


def _growth(name: str, small: AtSize, large: AtSize) -> Aim:
    what = f"{name}: p50 from the smallest shop to the largest, times"
    if small is large:
        return Aim(what, "≤ 1.20", "", None)
    return at_most(what, grown(small.pages[name], large.pages[name]), 1.2)


def grown(small: Compared, large: Compared) -> Spread:
    """How often the p50 in the small shop that in the large one is, each beside the constant page
    of its own minutes, so that a machine that has slowed down meanwhile is not held against it."""
    before = median(_to_constant(small))
    return spread([each / before for each in _to_constant(large)])


def _to_constant(page: Compared) -> list[float]:
    return [ours / bare for ours, bare in zip(page.ours.p50, page.constant.p50, strict=True)]


def _at_20_000(shop: AtSize | None) -> Iterator[Aim]:
    first = "first page of a fresh process at 20,000 products, s"
    memory = "memory at 20,000 products: all that parent and workers hold, a worker, MB"
    if shop is None:
        yield Aim(first, "≤ 1.00", "", None)
        yield Aim(memory, "≤ 120", "", None)
        return
    yield at_most(first, spread(shop.fresh), 1)
    yield at_most(memory, spread([shop.memory.per_worker]), 120)
