"""`make bench`, `python -m bench.run`: all figures of speed, memory and cost in one run.

It prints Markdown and writes var/bench/<date>.json; docs/bench.md is a copy of a run. `BENCH=short`
asks less often and leaves the large shops out. Exit 1 where a page answers anything but 200, or a
sale does not come through; an aim that is not met is said and changes nothing.
"""

import logging
import os
import platform
import sys
import time
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench import calls  # noqa: E402 - Django first
from bench.pages import NotServed, door_of  # noqa: E402
from bench.report import Run, as_json, markdown  # noqa: E402
from bench.selling import sold  # noqa: E402
from bench.sizes import Size, a_shop, measured  # noqa: E402
from bench.stocked import FOR_SALE  # noqa: E402
from config import clock, dynamo  # noqa: E402
from config.local.processes import BASE_DIR  # noqa: E402

FOLDER = BASE_DIR / "var" / "bench"


@dataclass(frozen=True)
class Plan:
    """How much is measured: `count` answers and `sales` sales a round."""

    sizes: tuple[Size, ...]
    rounds: int
    count: int
    sales: int

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds of {self.count} answers and {self.sales} sales, 8 connections,"
            " gunicorn with 2 workers; median (lowest to highest)"
        )


PLANS = {
    "whole": Plan((Size(1_000, 1_000), Size(20_000, 1_000), Size(100_000, 100_000)), 5, 400, 120),
    "short": Plan((Size(1_000, 1_000), Size(5_000, 5_000)), 3, 200, 60),
    "tiny": Plan((Size(200, 50),), 1, 16, 8),
}


def main() -> int:
    """Make the run that the environment asks for; what it found is printed."""
    logging.disable(logging.WARNING)  # of what our own process does as one of the shop's
    dynamo.TableMeta.read_timeout_seconds = 120  # the local engine sorts a whole index at once
    return go(PLANS[os.environ.get("BENCH") or "whole"])


def go(plan: Plan) -> int:
    """Print and keep what this plan finds: 0; or 1, and what was not served."""
    began = time.monotonic()
    run = Run(str(plan), f"{clock.now():%Y-%m-%d %H:%M} UTC", _machine())
    try:
        for size in plan.sizes:
            _measure(run, size, plan)
    except (NotServed, LookupError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    run.seconds = time.monotonic() - began
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{clock.now():%Y-%m-%d-%H%M%S}.json").write_text(as_json(run))
    sys.stdout.write(markdown(run))
    return 0


def _measure(run: Run, size: Size, plan: Plan) -> None:
    sys.stderr.write(f"bench: {size}\n")
    with a_shop(size) as (house, started):
        seen = measured(house, size, started, rounds=plan.rounds, count=plan.count)
        is_first, how = not run.sizes, {"rounds": plan.rounds, "count": plan.sales}
        run.sizes.append(seen)
        if is_first:
            run.sales["spread over 64 products"] = sold(door_of(house), FOR_SALE, **how)
            run.sales["all of one product"] = sold(door_of(house), FOR_SALE[:1], **how)
        with calls.inside(house):
            run.asked[str(size)] = calls.of_pages()
            run.standing[str(size)] = calls.of_standing_still()
            if is_first:
                run.sale = calls.of_a_sale()


def _machine() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} processors ({platform.machine()}),"
        f" load at the beginning {load}"
    )


if __name__ == "__main__":
    sys.exit(main())
