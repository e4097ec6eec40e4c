"""L1: people look around."""

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.load.browser import Browser, Seen
from bench.load.marks import Mark, Played, nothing_of, times_of, within
from bench.load.plan import SEED, Plan
from bench.load.shop import Shop, a_shop
from bench.load.taken import Machine
from bench.questions import fresh_searches
from bench.stocked import goods
from bench.sums import percentile
from catalog.rules import Category

PAUSE = (0.2, 0.8)  # seconds between two pages: people are slower
KINDS = {"product": 45, "list": 30, "search": 15, "home": 10}  # in a hundred


def play(plan: Plan) -> Played:
    """As many people as planned, for so long."""
    title = f"{plan.users} people, {plan.browsing:g} s, {plan.products:,} products"
    played = Played("L1", title, plan.is_whole)
    with a_shop(products=plan.products) as shop:
        watched = Machine(shop)
        seen = people(shop, plan.users, plan.browsing, addresses(plan.products))
        played.figures |= watched.since()
    played.marks += marks(seen)
    played.figures |= {
        "pages": f"{len(seen.all):,}, {len(seen.all) / plan.browsing:.0f} a second",
        **{f"{name}, p50 / p95 / p99 / longest": times_of(some)
           for name, some in sorted(seen.taken.items())},
        "seed": str(SEED),
    }  # fmt: skip
    return played


def addresses(products: int) -> dict[str, list[str]]:
    """What there is to look at, by its kind."""
    lists = [f"/equipment?category={name}" for name in Category]
    on_sale = (each.product_id for each in goods(products) if each.is_active)
    return {
        "home": ["/"],
        "list": [*lists, "/equipment", "/equipment?page=2"],
        "search": fresh_searches(0, 300),
        "product": [f"/equipment/{each}" for each in on_sale],
    }


def people(shop: Shop, count: int, seconds: float, pages: dict[str, list[str]]) -> Seen:
    """What they saw. Each waits for a page before asking for the next."""
    seen, over = Seen(), threading.Event()
    with ThreadPoolExecutor(count) as crowd:
        looking = [
            crowd.submit(_look_around, Browser(shop.house.url, seen, n), n, pages, over)
            for n in range(count)
        ]
        time.sleep(seconds)
        over.set()
        for each in looking:
            each.result()
    return seen


def marks(seen: Seen) -> list[Mark]:
    """What is wanted of it."""
    wrong = [f"{count} of {name}" for name, count in seen.statuses.items() if " 200" not in name]
    return [
        within("p95 of all pages", percentile(seen.all, 95), 0.3),
        nothing_of("answers other than 200", wrong),
    ]


def _look_around(
    browser: Browser, number: int, pages: dict[str, list[str]], over: threading.Event
) -> None:
    dice = random.Random(SEED + number)  # noqa: S311 - the same run again
    kinds: Sequence[str] = list(KINDS)
    while not over.wait(dice.uniform(*PAUSE)):
        (kind,) = dice.choices(kinds, list(KINDS.values()))
        browser.get(dice.choice(pages[kind]), kind)
    browser.close()
