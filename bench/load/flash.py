"""L3: many want the last pieces, all at once and as a wave; and the same without the condition on
stock, to see that the run would notice."""

import time
from collections.abc import Sequence

from bench.load import pace
from bench.load.buyer import Books, Buyer
from bench.load.marks import Mark, Played, exactly, nothing_of, times_of, within
from bench.load.plan import Plan
from bench.load.shop import FLASH, LAST, OVERSOLD, Shop, a_shop
from bench.sums import percentile
from bench.visitors import tables_of
from catalog.models import Product
from config.local.processes import LOOPBACK, free_port
from tests.journey.house import is_ready

HANDS = 200


def play(plan: Plan) -> Played:
    """Both crowds and the look at everything; then the negative control, which leaves a shop that
    nobody needs any more."""
    title = f"{plan.crowd} at once on {plan.last}; {plan.wave} in {plan.rolling:g} s on"
    played = Played("L3", f"{title} {plan.pieces}", plan.is_whole)
    with a_shop(last=plan.last, flash=plan.pieces) as shop:
        sell_out(shop, plan, played)
        played.marks.append(_control(shop, plan))
    return played


def sell_out(shop: Shop, plan: Plan, played: Played) -> None:
    """The crowd and the wave in this shop."""
    at_once, wave = Books(), Books()
    played.marks += _crowd(shop, plan, at_once)
    played.marks += _wave(shop, plan, wave)
    played.marks.append(shop.judged(at_once.placed + wave.placed))
    played.marks.append(nothing_of("other answers than yes or sold out", _odd(at_once, wave)))
    played.figures |= _figures("at once", at_once) | _figures("wave", wave)


def ready(url: str, books: Books, sku: str, numbers: Sequence[int]) -> list[Buyer]:
    """So many people with the sku in their carts and the form filled in, a few at a time."""
    crowd = [Buyer(url, books, number) for number in numbers]
    pace.at([0.0] * len(crowd), lambda n, _: crowd[n].fill_in(sku), hands=8)
    return crowd


def ordering(crowd: Sequence[Buyer], moments: Sequence[float] | None = None) -> float:
    """All of them press the button, at these moments or else in the same one; seconds from when
    the last one pressed to the last answer."""
    pressed: list[float] = []

    def press(number: int, due: float) -> None:
        pressed.append(due)
        crowd[number].order()
        crowd[number].browser.close()

    if moments is None:
        pace.at_once(len(crowd), press)
    else:
        pace.at(moments, press, hands=HANDS)
    return time.perf_counter() - max(pressed)


def stock_of(shop: Shop, sku: str) -> int:
    """What the table says is left."""
    with tables_of(shop.house):
        (product,) = Product.query(sku, consistent_read=True)
        return int(product.stock)


def _crowd(shop: Shop, plan: Plan, books: Books) -> list[Mark]:
    crowd = ready(shop.house.url, books, LAST, range(plan.crowd))
    drained = ordering(crowd)
    return _sold_out(shop, f"{plan.crowd} at once", LAST, plan.last, books, drained)


def _wave(shop: Shop, plan: Plan, books: Books) -> list[Mark]:
    numbers = range(plan.crowd, plan.crowd + plan.wave)
    crowd = ready(shop.house.url, books, FLASH, numbers)
    drained = ordering(crowd, pace.even(plan.wave, plan.wave / plan.rolling))
    return _sold_out(shop, f"wave of {plan.wave}", FLASH, plan.pieces, books, drained)


def _sold_out(
    shop: Shop, name: str, sku: str, pieces: int, books: Books, drained: float
) -> list[Mark]:
    return [
        exactly(f"{name}: orders placed", pieces, len(set(books.placed))),
        exactly(f"{name}: pieces left", 0, stock_of(shop, sku)),
        within(f"{name}: drained after the last press", drained, 10),
        within(f"{name}: p99 of an order's answer", percentile(books.seen.taken["order"], 99), 5),
    ]


def _odd(*of: Books) -> list[str]:
    return [each for books in of for each in books.troubles]


def _figures(name: str, books: Books) -> dict[str, str]:
    return {
        f"{name}: order, p50 / p95 / p99 / longest": times_of(books.seen.taken["order"]),
        f"{name}: refused as sold out": str(len(books.refused)),
        f"{name}: answers of 5xx, tried again": "; ".join(books.seen.errors()) or "none",
    }


def _control(shop: Shop, plan: Plan) -> Mark:
    """A second server of the same shop with the condition taken out."""
    port, books = free_port(), Books()
    command = ["gunicorn", "--config", "config/gunicorn.py", f"--bind={LOOPBACK}:{port}"]
    server = shop.house.household.start("careless", [*command, "tests.journey.careless"])
    server.wait_until(lambda: is_ready(port), longest=120)
    url = f"http://{LOOPBACK}:{port}"
    numbers = range(plan.crowd + plan.wave, 2 * plan.crowd + plan.wave)
    ordering(ready(url, books, OVERSOLD, numbers))
    sold = len(set(books.placed))
    found = f"{sold} sold, {stock_of(shop, OVERSOLD)} left"
    wanted = f"more than {plan.last} sold"
    return Mark("negative control, no condition on stock", wanted, found, sold > plan.last)
