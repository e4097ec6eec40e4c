"""The figures of a run as Markdown tables, and as JSON for other programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import rows
from bench.aims import aims
from bench.prices import AS_OF, PER_GB_OUT, PER_READ, PER_WRITE
from bench.rows import table
from bench.selling import Sales
from bench.sizes import AtSize
from bench.troubles import Troubles
from bench.units import Used


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
    troubles: Troubles = field(default_factory=Troubles)
    seconds: float = 0.0


TITLE = "# What was measured"
HOW = """\
Written by `python -m bench.run > docs/bench.md`; `make bench` prints the same. Read the ratios: the
times are this machine's, and what else runs on it is in them.

- A page takes turns with its two peers under the same gunicorn settings, without middleware: (a) a
  view that returns the page's own bytes, packed as a browser gets them; (b) a plain template that
  draws about as much (`bench/bare.py`). A ratio is of one turn; said is the median of all turns.
- `kept` is a page that the process has finished before and keeps for five seconds, `drawn anew` the
  same page worked out for every request, from the shelf and from parts of it that are kept.
- Web CPU is what the worker processes took of the processor for one answer, all threads of theirs.
  It leaves out the local engine, the sandbox and the asker, which run on the same processors.
- Of each page and sale so many rounds were made as the plan says. A start of the server and the
  memory are looked at once in each shop, when its pages have been asked for.
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
    """The whole run, a table a subject; what went wrong, if anything did, comes first."""
    judged = table(("aim", "wanted", "found", ""), map(rows.aim, aims(run.sizes, run.sales)))
    head = [
        f"- Begun {run.began}; it took {run.seconds / 60:.1f} minutes.",
        f"- This machine: {run.machine}.",
        f"- {run.plan}.",
    ]
    parts = [TITLE, "\n".join(head), *_troubles(run), HOW, "## Aims", judged, *_tables(run)]
    return "\n\n".join(parts) + "\n"


def _troubles(run: Run) -> Iterator[str]:
    if run.troubles.told:
        yield "## What went wrong"
        yield "\n".join(f"- {each}" for each in run.troubles.told)


def _tables(run: Run) -> Iterator[str]:
    """Those for which there is something to say."""
    for each in run.sizes:
        if each.pages:
            yield f"## Pages ({each.size})"
            yield table(rows.PAGE_HEADS, map(rows.page, each.pages.items()))
    if run.sales:
        yield f"## Sales, from the cart to `confirmed` ({run.sizes[0].size})"
        yield table(("sales", "sales/s", "web CPU, ms"), map(rows.sale, run.sales.items()))
    if run.sizes:
        yield "## Growth"
        yield table(*rows.growth(run.sizes))
        yield "## Start and memory"
        yield table(rows.START_HEADS, map(rows.start, run.sizes))
    if run.asked:
        yield "## What DynamoDB is asked for"
        yield table(*rows.asked(run.asked, run.standing, run.sale))
        yield f"## What it costs (list prices of ap-south-1 as of {AS_OF})"
        heads = ("what", "DynamoDB", "bytes sent, without a CDN")
        yield table(heads, rows.costs(run.asked, run.standing, run.sale, run.sizes[0].pages))


def as_json(run: Run) -> str:
    """The figures of each round, and how the aims were judged."""
    prices = {"as of": AS_OF, "read": PER_READ, "write": PER_WRITE, "GB out": PER_GB_OUT}
    judged = list(aims(run.sizes, run.sales))
    return json.dumps(vars(run) | {"prices": prices, "aims": judged}, indent=1, default=vars)
