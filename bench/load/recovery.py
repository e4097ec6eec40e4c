"""L7: in the middle of L3's wave every process of the server is killed, and started again. One
reconcile and one pass of the worker later, all is as it must be."""

import os
import signal
import threading
import time
from collections.abc import Sequence

from bench.load import pace
from bench.load.buyer import Books, Buyer
from bench.load.flash import ready, stock_of
from bench.load.marks import Mark, Played, exactly, nothing_of, times_of, within
from bench.load.plan import Plan
from bench.load.shop import FLASH, Shop, a_shop, restart
from bench.visitors import tables_of
from config.local.processes import DidNotStart
from tests.invariants import half_done
from tests.journey.house import is_ready
from tests.snapshot import as_they_are

HANDS = 200
KILLED_AFTER = 0.4  # of the wave
DOWN = 1.0  # seconds without any process
NOTHING, MENDED = "nothing to do", "Mended:"
ALL_EXPLAINED = "Every rupee is matched or explained."


def play(plan: Plan) -> Played:
    """The wave, the kill, and what one look of the shop at itself makes of it. Razorpay keeps its
    news, and no worker runs: nothing heals but what is asked to."""
    played = Played("L7", f"kill -9 of all workers in a wave of {plan.wave}", plan.is_whole)
    with a_shop(flash=plan.pieces, has_worker=False) as shop:
        shop.house.sandbox.control("webhooks", mode="hold")
        books = Books()
        crowd = ready(shop.house.url, books, FLASH, range(plan.wave))
        down = _wave_with_a_kill(shop, crowd, plan)
        played.marks += _healed(shop, books, plan)
        played.marks.append(within("from the restart to the first answer", down, 30))
        played.figures |= {
            "paid": f"{len(books.paid)} of {plan.pieces}, of them confirmed by the browser alone"
            f" {books.seen.statuses['callback 303']}",
            "order, p50 / p95 / p99 / longest": times_of(books.seen.taken["order"]),
            "answers of 5xx or none, tried again": "; ".join(books.seen.errors()) or "none",
        }
        shop.house.sandbox.control("webhooks", mode="auto")
        played.marks.append(nothing_of("late news not heard", shop.wait_for_news(180)))
        played.marks.append(shop.judged(books.placed))
    return played


def _wave_with_a_kill(shop: Shop, crowd: Sequence[Buyer], plan: Plan) -> float:
    """Those who get a piece pay at once; seconds from the restart until the shop answers."""
    down: list[float] = []

    def kill() -> None:
        time.sleep(plan.rolling * KILLED_AFTER)
        down.append(_kill_and_restart(shop))

    killer = threading.Thread(target=kill, name="killer")
    killer.start()
    moments = pace.even(plan.wave, plan.wave / plan.rolling)
    pace.at(moments, lambda n, _: _order_and_pay(shop, crowd[n], n), hands=HANDS)
    killer.join()
    return down[0]


def _order_and_pay(shop: Shop, buyer: Buyer, number: int) -> None:
    """Every second one closes the browser after paying: only Razorpay knows then."""
    if buyer.order() and buyer.open_payment():
        buyer.pay(shop.house.sandbox, comes_back=number % 2 == 0)
    buyer.browser.close()


def _kill_and_restart(shop: Shop) -> float:
    server = shop.server
    for number in (server.parent, *server.workers):  # the parent first: it would start others
        os.kill(number, signal.SIGKILL)
    time.sleep(DOWN)
    restart(shop)
    began, port = time.monotonic(), int(shop.house.url.rpartition(":")[2])
    while not is_ready(port):
        if time.monotonic() - began > 120:
            raise DidNotStart("The server did not come back.")
        time.sleep(0.05)
    return time.monotonic() - began


def _healed(shop: Shop, books: Books, plan: Plan) -> list[Mark]:
    """One reconcile and one pass, then the same again."""
    reconcile = ("manage", "reconcile", "--apply")
    once = shop.house.run("reconcile", *reconcile)
    first = shop.house.a_pass()
    again = shop.house.run("reconcile", *reconcile)
    with tables_of(shop.house):
        tables = as_they_are()
        left = [*half_done(tables)]
    confirmed = sum(order.status == "confirmed" for order in tables.orders.values())
    return [
        exactly("orders placed", plan.pieces, len(tables.orders)),
        exactly("pieces left", 0, stock_of(shop, FLASH)),
        exactly("paid orders that are confirmed", len(set(books.paid)), confirmed),
        nothing_of("buyers for whom it went wrong", books.troubles),
        nothing_of(f"half done after one pass ({first}; I9)", left),
        exactly("a second pass (I9)", NOTHING, shop.house.a_pass()),
        Mark("reconcile", ALL_EXPLAINED, _last(once), _last(once) == ALL_EXPLAINED),
        exactly("mended by a second reconcile", 0, again.count(MENDED)),
    ]


def _last(words: str) -> str:
    return words.strip().splitlines()[-1]
