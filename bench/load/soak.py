"""L5: L2 at half its rate for long, while DynamoDB throttles, has other writers in the way and
loses answers; the web processes must hold no more at the end than they did."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.load import pace
from bench.load.buyer import Books
from bench.load.checkouts import buying, figures, settled
from bench.load.marks import Mark, Played, at_most, slope
from bench.load.plan import SEED, WHOLE, Plan
from bench.load.shop import Shop, a_shop, proxy_of
from bench.load.taken import Held, Machine, held_by
from tests.faults import troubles
from tests.faults.proxy import Proxy

EVERY = 5.0  # seconds between two looks
FORGET_EVERY = 60.0  # seconds; the proxy's own list of calls would grow for ever
WARM = 0.25  # of the run: caches fill, threads are started
LEAST = 600.0  # seconds; in less, one MB more is a steep line, and growth is not judged
MOST_MB_AN_HOUR = 20.0  # of one process; what is lost at each request shows as hundreds
MOST_FILES = 8  # more open at the end than at the beginning: a line to DynamoDB for each thread


@dataclass(frozen=True)
class Look:
    """One process at a moment."""

    at: float
    number: int
    held: Held


def play(plan: Plan) -> Played:
    """Half of L2's buyers, through a wire that fails; then a look at everything without it."""
    rate = plan.buyers_a_second / 2
    played = Played("L5", title_of(plan), plan.is_whole and plan.soaking >= LEAST)
    moments = pace.climbing(rate, plan.soaking, plan.soaking / 20)
    with a_shop(products=plan.products, has_proxy=True) as shop:
        proxy, books, watched = proxy_of(shop), Books(), Machine(shop)
        rules = _plan_troubles(proxy)
        with _looking(shop, proxy) as looks:
            behind = buying(shop, books, moments)
        played.figures |= watched.since()
        proxy.forget_plans()
        played.marks += [*settled(shop, books), *marks(looks)]
        struck = {name: rule.struck for name, rule in rules.items()}
        played.figures["faults"] = ", ".join(f"{n:,} {name}" for name, n in struck.items())
        played.figures |= figures(books, behind) | _held(looks)
    return played


def title_of(plan: Plan) -> str:
    """What is done, and for how much of the time that the plan of the whole gives it."""
    rate, seconds = plan.buyers_a_second / 2, plan.soaking
    return f"{rate:g} buyers a second, {seconds:g} s of {WHOLE.soaking:g}, with faults"


def marks(looks: Sequence[Look]) -> list[Mark]:
    """How resident memory and open files of the web processes went on after they were warm."""
    found = list[Mark]()
    for number, own in _by_process(looks).items():
        growth = slope([(each.at, each.held.rss_mb) for each in own]) * 3600
        files = [each.held.files for each in own]
        quarter = max(1, len(files) // 4)
        more = max(files[-quarter:]) - max(files[:quarter])
        found += [
            at_most(f"RSS of web process {number} grows", growth, MOST_MB_AN_HOUR, " MB an hour"),
            at_most(f"open files of web process {number} grow", more, MOST_FILES),
        ]
    return found


def _by_process(looks: Sequence[Look]) -> dict[int, list[Look]]:
    """The warm looks at each process, which is called 1, 2 …"""
    begin = min(each.at for each in looks)
    warm = begin + (max(each.at for each in looks) - begin) * WARM
    numbers = sorted({each.number for each in looks})
    return {
        n: [each for each in looks if each.number == number and each.at >= warm]
        for n, number in enumerate(numbers, 1)
    }


def _held(looks: Sequence[Look]) -> dict[str, str]:
    said = {}
    for number, own in _by_process(looks).items():
        rss, files = [each.held.rss_mb for each in own], [each.held.files for each in own]
        said[f"web process {number}"] = (
            f"{rss[0]:.0f} MB when warm, {rss[-1]:.0f} MB at the end, {max(rss):.0f} MB at most;"
            f" {files[0]}, {files[-1]} and {max(files)} open files"
        )
    return said


def _plan_troubles(proxy: Proxy) -> dict[str, troubles.Rule]:
    return {
        "throttled": proxy.plan(troubles.throttle, chance=0.05, seed=SEED),
        "in conflict": proxy.plan(
            troubles.conflict, operation="TransactWriteItems", chance=0.05, seed=SEED + 1
        ),
        "answers lost": proxy.plan(troubles.drop_after, chance=0.01, seed=SEED + 2),
    }


@contextmanager
def _looking(shop: Shop, proxy: Proxy) -> Iterator[list[Look]]:
    """Inside the block, a look at every web process each few seconds."""
    looks, over, workers = list[Look](), threading.Event(), shop.server.workers

    def look() -> None:
        cleared = time.monotonic()
        while not over.wait(EVERY):
            now = time.monotonic()
            looks.extend(Look(now, number, held_by(number)) for number in workers)
            if now - cleared > FORGET_EVERY:
                proxy.register.clear()
                cleared = now

    watcher = threading.Thread(target=look, name="looking", daemon=True)
    watcher.start()
    try:
        yield looks
    finally:
        over.set()
        watcher.join()
