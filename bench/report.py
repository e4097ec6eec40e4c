"""The figures of a run as Markdown tables, and as JSON for other programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.aims import Aim, aims
from bench.calls import SALE, STANDING
from bench.pages import Compared
from bench.prices import (
    A_MONTH,
    AS_OF,
    PER_GB_OUT,
    PER_READ,
    PER_WRITE,
    cost,
    cost_of_bytes,
    dollars,
)
from bench.selling import Sales
from bench.sizes import AtSize
from bench.sums import Spread, short, spread
from bench.units import Used

VIEWS, SALES = 1_000_000, 100_000
Rows = Iterable[Sequence[object]]


@dataclass
class Run:
    """All that a run has found."""

    plan: str
    began: str  # ISO, UTC
    machine: str
    sizes: list[AtSize] = field(default_factory=list)
    asked: dict[str, dict[str, Used]] = field(default_factory=dict)  # by size
    sale: dict[str, Used] = field(default_factory=dict)
    standing: dict[str, dict[str, Used]] = field(default_factory=dict)  # by size
    sales: dict[str, Sales] = field(default_factory=dict)
    seconds: float = 0.0


TITLE = "# What was measured"
HOW = """\
Written by `python -m bench.run > docs/bench.md`; `make bench` prints the same. Read the ratios: the
times are this machine's, and what else runs on it is in them.

- A page takes turns with its two peers under the same gunicorn settings, without middleware: (a) a
  view that returns the page's own bytes, packed as a browser gets them; (b) a plain template that
  draws about as much (`bench/bare.py`). A ratio is of one turn; said is the median of all turns.
- Web CPU is what the worker processes took of the processor for one answer, all threads of theirs.
  It leaves out the local engine, the sandbox and the asker, which run on the same processors.
- While pages are measured the shelf stands still (`bench/still.py`); what it asks for to stay fresh
  is said under DynamoDB, each process for itself.
- Growth is of the p50 beside the constant page's p50 in the same minutes. The local engine's own
  index queries take longer the larger the table is, DynamoDB's do not: for pages that ask DynamoDB
  read web CPU, calls and items.
- A sale is five requests: into the cart, checkout page, order placed and opened at the sandbox's
  Razorpay, payment page, Razorpay's signed event. Buyers sell from a process of their own.
- Capacity units of reads follow from the items' sizes by DynamoDB's rules, those of writes are the
  engine's, indexes included. The mail's row leaves out what the worker's passes ask for anyway.
- A fresh process: both workers are killed, and the next request waits for one that takes their
  place. Of memory, `all ÷ workers` is what parent and workers hold together (PSS), a worker."""


def markdown(run: Run) -> str:
    """The whole run, a table a subject."""
    small = run.sizes[0]
    parts = [
        TITLE,
        f"{run.began}, {run.machine}. {run.plan}. The run took {run.seconds / 60:.0f} minutes.",
        HOW,
        "## Aims",
        table(("aim", "wanted", "found", ""), map(_aim_row, aims(run.sizes, run.sales))),
        f"## Pages ({small.size})",
        table(PAGE_HEADS, (_page_row(name, page) for name, page in small.pages.items())),
        "## Sales, from the cart to `confirmed`",
        table(("sales", "sales/s", "web CPU, ms"), map(_sale_row, run.sales.items())),
        "## Growth",
        table(*_growth(run.sizes)),
        "## Start and memory",
        table(START_HEADS, map(_start_row, run.sizes)),
        "## What DynamoDB is asked for",
        table(*_asked(run)),
        f"## What it costs (list prices of ap-south-1 as of {AS_OF})",
        table(("what", "DynamoDB", "bytes sent, without a CDN"), _costs(run)),
    ]
    return "\n\n".join(parts) + "\n"


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


def _aim_row(aim: Aim) -> Sequence[object]:
    return aim.what, aim.wanted, aim.found, aim.verdict


def _page_row(name: str, page: Compared) -> Sequence[object]:
    ours = page.ours
    speeds = [spread(each) for each in (ours.per_second, ours.p50, ours.p99, ours.cpu)]
    peers: list[Spread] = [page.to_constant, page.to_template, page.cpu_to_constant]
    return name, f"{ours.size:,}", *speeds, *peers, spread(ours.asker)


def _sale_row(sale: tuple[str, Sales]) -> Sequence[object]:
    name, seen = sale
    return name, spread(seen.per_second), spread(seen.cpu)


def _growth(sizes: Sequence[AtSize]) -> tuple[Sequence[str], Rows]:
    heads = [f"{what}: {each.size}" for what in ("p50 ms", "web CPU ms") for each in sizes]
    rows = [
        [name]
        + [short(spread(each.pages[name].ours.p50).middle) for each in sizes]
        + [short(spread(each.pages[name].ours.cpu).middle) for each in sizes]
        for name in sizes[0].pages
    ]
    return ["page", *heads], rows


def _start_row(shop: AtSize) -> Sequence[object]:
    held = shop.memory
    sizes = (held.parent_rss, held.worker_rss, held.worker_pss, held.per_worker)
    return shop.size, short(shop.started), spread(shop.fresh), *sizes


def _asked(run: Run) -> tuple[Sequence[str], Rows]:
    heads = ["page or step", *(f"calls / items: {size}" for size in run.asked)]
    by_size = [{**run.asked[size], **run.standing[size]} for size in run.asked]
    blank = [""] * (len(by_size) - 1)
    rows = [
        *(
            [name, *(each[name] for each in by_size), *_units(used)]
            for name, used in by_size[0].items()
        ),
        *([f"a sale: {name}", used, *blank, *_units(used)] for name, used in run.sale.items()),
    ]
    return [*heads, "read units", "write units"], rows


def _units(used: Used) -> Sequence[str]:
    return short(used.reads), short(used.writes)


def _costs(run: Run) -> Iterator[Sequence[object]]:
    pages = run.sizes[0].pages
    for name, used in next(iter(run.asked.values())).items():
        sent = pages[name].ours.size if name in pages else 0
        out = dollars(cost_of_bytes(sent, VIEWS)) if sent else ""
        yield f"{VIEWS:,} views: {name}", dollars(cost(used, VIEWS)), out
    confirmed = sum((run.sale[step] for step in SALE), Used())
    yield f"{SALES:,} sales, cart to `confirmed`", dollars(cost(confirmed, SALES)), ""
    whole = sum(run.sale.values(), Used())
    yield f"{SALES:,} sales, with thank-you page and mail", dollars(cost(whole, SALES)), ""
    for size, asked in run.standing.items():
        for name, used in asked.items():
            month = cost(used, A_MONTH / STANDING[name])
            yield f"a month, {size}: {name}, every {STANDING[name]:.0f} s", dollars(month), ""


def as_json(run: Run) -> str:
    """The figures of each round, and how the aims were judged."""
    prices = {"as of": AS_OF, "read": PER_READ, "write": PER_WRITE, "GB out": PER_GB_OUT}
    judged = list(aims(run.sizes, run.sales))
    return json.dumps(vars(run) | {"prices": prices, "aims": judged}, indent=1, default=vars)
