"""L2: buyers come faster and faster; most pay, some press twice, some pay when it is too late."""

import random
import time
from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import timedelta

from bench.load import pace
from bench.load.buyer import Books, Buyer
from bench.load.marks import Mark, Played, at_most, nothing_of, times_of, within
from bench.load.plan import SEED, Plan
from bench.load.shop import Shop, a_shop
from bench.load.taken import Machine
from bench.stocked import FOR_SALE
from bench.sums import percentile
from bench.visitors import tables_of
from config import clock
from orders import queries
from orders.models import Order
from orders.rules import Status

HANDS = 250
PAID, LATE, TWICE = 0.60, 0.05, 0.10
NEWS = 600.0  # seconds: the stand-in tells its news one after another
GIVES_UP = 20.0  # seconds; who could not even begin by then is gone
PATIENCE = 120.0  # seconds that somebody waits who will pay too late


@dataclass(frozen=True)
class Mood:
    """What a buyer will do."""

    sku: str
    way: str  # paid, late, or left
    twice: bool


def play(plan: Plan) -> Played:
    """The whole mix, then a look at everything when the news has come."""
    title = f"to {plan.buyers_a_second:g} buyers a second, {plan.buying:g} s"
    played = Played("L2", title, plan.is_whole)
    moments = pace.climbing(plan.buyers_a_second, plan.buying, plan.buying / 5)
    with a_shop(products=plan.products) as shop:
        books, watched = Books(), Machine(shop)
        behind = buying(shop, books, moments)
        played.figures |= watched.since()
        played.marks += settled(shop, books)
        p95 = percentile(books.seen.all, 95)
        played.marks.insert(0, within("p95 of all answers", p95, 1.5))
        played.marks.insert(1, at_most("buyers who never got to begin", len(books.gone), 0))
        played.figures |= figures(books, behind)
    return played


def buying(shop: Shop, books: Books, moments: Sequence[float]) -> list[float]:
    """A buyer at each of these moments; by how many seconds each of them began too late, because
    all hands were busy."""
    dice = random.Random(SEED)  # noqa: S311 - the same run again
    moods = [_mood(dice) for _ in moments]
    behind: list[float] = []

    def come(number: int, due: float) -> None:
        behind.append(time.perf_counter() - due)
        if behind[-1] > GIVES_UP:
            books.gone.append(number)
            return
        buyer = Buyer(shop.house.url, books, number)
        _buy(shop, buyer, moods[number])
        buyer.browser.close()

    with tables_of(shop.house):  # for those who wait too long
        pace.at(moments, come, hands=HANDS)
    return behind


def settled(shop: Shop, books: Books) -> list[Mark]:
    """When all news is in and the worker has passed: nothing is odd, nothing was forgotten."""
    left = shop.wait_for_news(NEWS)
    shop.house.a_pass()
    return [
        nothing_of("news that was not heard", left),
        nothing_of("buyers for whom it went wrong", books.troubles),
        shop.judged(books.placed),
    ]


def figures(books: Books, behind: Sequence[float]) -> dict[str, str]:
    """What else was seen."""
    sizes: dict[str, Sized] = {
        "placed": books.placed,
        "paid": books.paid,
        "refused": books.refused,
        "gone": books.gone,
    }
    taken = {f"{name}, p50 / p95 / p99 / longest": times_of(some)
             for name, some in sorted(books.seen.taken.items())}  # fmt: skip
    return {
        "orders": ", ".join(f"{len(some):,} {name}" for name, some in sizes.items()),
        **taken,
        "answers of 5xx, tried again": "; ".join(books.seen.errors()) or "none",
        "buyers began late by at most": f"{max(behind):.2f} s",
        "seed": str(SEED),
    }


def _mood(dice: random.Random) -> Mood:
    chance = dice.random()
    way = "paid" if chance < PAID else "late" if chance < PAID + LATE else "left"
    return Mood(dice.choice(FOR_SALE), way, dice.random() < TWICE)


def _buy(shop: Shop, buyer: Buyer, mood: Mood) -> None:
    if not (
        buyer.choose(mood.sku, mood.sku) and buyer.order(twice=mood.twice) and buyer.open_payment()
    ):
        return
    if mood.way == "late":
        _wait_too_long(buyer)
    if mood.way != "left":
        buyer.pay(shop.house.sandbox, twice=mood.twice)


def _wait_too_long(buyer: Buyer) -> None:
    """As if a quarter of an hour had gone by: the hold's end is moved into the past, the shop's own
    worker ends it."""
    order = queries.order(buyer.order_id)
    past = Order.hold_expires_at.set(clock.now() - timedelta(minutes=1))
    order.update(actions=[past], condition=Order.status == Status.PENDING)
    deadline = time.monotonic() + PATIENCE
    while queries.order(buyer.order_id).status == Status.PENDING:
        if time.monotonic() > deadline:
            buyer.tell("the worker did not end the hold")
            return
        time.sleep(0.5)
