"""`make bench`, `python -m bench.run`: all figures of speed, memory and cost in one run.

It prints Markdown and writes var/bench/<date>.json; docs/bench.md is a copy of a run. `BENCH=short`
asks less often and leaves the large shops out; `SIZES="1000/1000 100000/100000"` (products and
orders) and `ROUNDS=1` choose otherwise. Exit 1 where a page answers anything but 200, or a shop
or a sale fails: what went wrong is part of what is printed, and the other figures are there all
the same. An aim that is not met is said and changes nothing.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench import calls  # noqa: E402 - Django first
from bench.aims import SOLD  # noqa: E402
from bench.asking import connections  # noqa: E402
from bench.machine import collect, this_machine  # noqa: E402
from bench.pages import door_of  # noqa: E402
from bench.report import Run, as_json, markdown  # noqa: E402
from bench.selling import sold  # noqa: E402
from bench.sizes import AtSize, Size, a_shop, measure, sizes_in  # noqa: E402
from bench.stocked import FOR_SALE  # noqa: E402
from config import clock, dynamo  # noqa: E402
from config.local.household import AskedToStop, stoppable  # noqa: E402
from config.local.processes import BASE_DIR  # noqa: E402
from tests.journey.house import House  # noqa: E402

FOLDER = BASE_DIR / "var" / "bench"
ENOUGH = 25 * 60.0  # seconds; after so many no further shop is opened


@dataclass(frozen=True)
class Plan:
    """How much is measured: `count` answers and `sales` sales a round."""

    sizes: tuple[Size, ...]
    rounds: int
    count: int
    sales: int

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds of {self.count} answers and {self.sales} sales, at most"
            f" {connections(self.count)} connections, gunicorn with 2 workers;"
            " median (lowest to highest)"
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
    collect()
    with stoppable():
        return go(plan_of(os.environ))


def plan_of(env: Mapping[str, str]) -> Plan:
    """What BENCH, SIZES and ROUNDS ask for; KeyError or ValueError for what cannot be."""
    plan = PLANS[env.get("BENCH") or "whole"]
    sizes = sizes_in(env.get("SIZES", "")) or plan.sizes
    return replace(plan, sizes=sizes, rounds=int(env.get("ROUNDS") or plan.rounds))


def go(plan: Plan) -> int:
    """Print and keep what this plan finds; 1 where something went wrong."""
    began = time.monotonic()
    run = Run(str(plan), f"{clock.now():%Y-%m-%d %H:%M} UTC", this_machine())
    try:
        for size in plan.sizes:
            with run.troubles.of(str(size)):
                if time.monotonic() - began > ENOUGH:
                    raise TimeoutError(f"not opened, the run has taken {ENOUGH / 60:.0f} minutes")
                _measure(run, size, plan)
    except AskedToStop:
        run.troubles.tell("It was asked to stop; what is said was found before.")
    run.seconds = time.monotonic() - began
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{clock.now():%Y-%m-%d-%H%M%S}.json").write_text(as_json(run))
    sys.stdout.write(markdown(run))
    return 1 if run.troubles.told else 0


def _measure(run: Run, size: Size, plan: Plan) -> None:
    sys.stderr.write(f"bench: {size}\n")
    with a_shop(size) as (house, started):
        is_first, seen = not run.sizes, AtSize(size, started)
        run.sizes.append(seen)
        measure(house, seen, run.troubles, rounds=plan.rounds, count=plan.count)
        if is_first:
            _sell(run, house, plan)
        with run.troubles.of(f"what DynamoDB is asked for, {size}"), calls.inside(house):
            run.asked[str(size)] = calls.of_pages(run.troubles)
            run.standing[str(size)] = calls.of_standing_still()
            if is_first:
                run.sale = calls.of_a_sale()


def _sell(run: Run, house: House, plan: Plan) -> None:
    for name, skus in zip(SOLD, (FOR_SALE, FOR_SALE[:1]), strict=True):
        with run.troubles.of(f"sales, {name}"):
            run.sales[name] = sold(door_of(house), skus, rounds=plan.rounds, count=plan.sales)


if __name__ == "__main__":
    sys.exit(main())
