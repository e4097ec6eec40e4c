"""The rows of a run's tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.aims import Aim
from bench.calls import SALE, STANDING
from bench.pages import Compared
from bench.prices import A_MONTH, cost, cost_of_bytes, dollars
from bench.selling import Sales
from bench.sizes import PAGES, AtSize
from bench.sums import Spread, short, spread
from bench.units import Used

VIEWS, SALES = 1_000_000, 100_000
Rows = Iterable[Sequence[object]]
BySize = Mapping[str, Mapping[str, Used]]


def table(heads: Sequence[str], rows: Rows) -> str:
    """A Markdown table."""
    lines = (f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines])


PAGE_HEADS = (
    *("page", "bytes", "pages/s", "p50 ms", "p99 ms", "web CPU ms"),
    *("÷ constant (a)", "÷ template (b)", "CPU ÷ constant's", "asker's CPU ms"),
)
START_HEADS = (
    *("shop", "server's start to first page, s", "fresh process to first page, s"),
    *("parent RSS, MB", "worker RSS", "worker PSS", "all ÷ workers"),
)


def aim(judged: Aim) -> Sequence[object]:
    """One aim, and whether it is met."""
    return judged.what, judged.wanted, judged.found, judged.verdict


def page(named: tuple[str, Compared]) -> Sequence[object]:
    """A page beside its peers."""
    name, seen = named
    ours = seen.ours
    speeds = [spread(each) for each in (ours.per_second, ours.p50, ours.p99, ours.cpu)]
    peers: list[Spread] = [seen.to_constant, seen.to_template, seen.cpu_to_constant]
    return name, f"{ours.size:,}", *speeds, *peers, spread(ours.asker)


def sale(named: tuple[str, Sales]) -> Sequence[object]:
    """How fast was sold, and at what cost."""
    name, seen = named
    return name, spread(seen.per_second), spread(seen.cpu)


def growth(sizes: Sequence[AtSize]) -> tuple[Sequence[str], Rows]:
    """Each page in every shop; empty where it could not be measured."""
    heads = [f"{what}: {each.size}" for what in ("p50 ms", "web CPU ms") for each in sizes]
    rows = [
        [name, *_middles(name, sizes, "p50"), *_middles(name, sizes, "cpu")]
        for name in (each.name for each in PAGES)
    ]
    return ["page", *heads], rows


def _middles(name: str, sizes: Sequence[AtSize], what: str) -> Iterator[str]:
    for each in sizes:
        seen = each.pages.get(name)
        yield short(spread(getattr(seen.ours, what)).middle) if seen else ""


def start(shop: AtSize) -> Sequence[object]:
    """Starts and memory of one shop."""
    held, fresh = shop.memory, spread(shop.fresh) if shop.fresh else ""
    sizes = (
        (held.parent_rss, held.worker_rss, held.worker_pss, held.per_worker) if held else [""] * 4
    )
    return shop.size, short(shop.started), fresh, *sizes


def asked(pages: BySize, standing: BySize, sold: Mapping[str, Used]) -> tuple[Sequence[str], Rows]:
    """Calls and items in every shop, units of the first that says them; then those of a sale."""
    by_size = [{**pages[size], **standing.get(size, {})} for size in pages]
    names = dict.fromkeys(name for each in by_size for name in each)
    rows: list[Sequence[object]] = [
        [name, *(each.get(name, "") for each in by_size), *_units(_first(name, by_size))]
        for name in names
    ]
    blank = [""] * (len(by_size) - 1)
    rows += [[f"a sale: {step}", used, *blank, *_units(used)] for step, used in sold.items()]
    heads = ["page or step", *(f"calls / items: {size}" for size in pages)]
    return [*heads, "read units", "write units"], rows


def _first(name: str, by_size: Sequence[Mapping[str, Used]]) -> Used:
    return next(each[name] for each in by_size if name in each)


def _units(used: Used) -> Sequence[str]:
    return short(used.reads), short(used.writes)


def costs(
    pages: BySize, standing: BySize, sold: Mapping[str, Used], speeds: Mapping[str, Compared]
) -> Iterator[Sequence[object]]:
    """What so many views and sales cost, and a month of standing still."""
    for name, used in next(iter(pages.values())).items():
        seen = speeds.get(name) or speeds.get(f"{name}, kept")
        out = dollars(cost_of_bytes(seen.ours.size, VIEWS)) if seen else ""
        yield f"{VIEWS:,} views: {name}", dollars(cost(used, VIEWS)), out
    if sold:
        confirmed = sum((sold[step] for step in SALE), Used())
        yield f"{SALES:,} sales, cart to `confirmed`", dollars(cost(confirmed, SALES)), ""
        whole = sum(sold.values(), Used())
        yield f"{SALES:,} sales, with thank-you page and mail", dollars(cost(whole, SALES)), ""
    for size, acts in standing.items():
        for name, used in acts.items():
            month = cost(used, A_MONTH / STANDING[name])
            yield f"a month, {size}: {name}, every {STANDING[name]:.0f} s", dollars(month), ""
