"""A shop for one run: its goods, its house, and a look at everything when the run is over."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from pynamodb.models import Model

from bench.load.marks import Mark, nothing_of
from bench.processes import Server, server_on
from bench.stocked import FOR_SALE, Stocked, goods, make_tables, write
from bench.visitors import tables_of
from catalog.demo import demo_products
from catalog.demo.loading import _row
from config.local.processes import LOOPBACK
from tests.faults.proxy import Proxy
from tests.invariants import broken
from tests.journey.house import House, open_house
from tests.money_invariants import Ledger

HANDS = "8"  # events that the stand-in sends at once: it must not be what the shop waits for
PLENTY = 100_000  # pieces of each sku in FOR_SALE
LAST, FLASH, OVERSOLD = "load-last", "load-flash", "load-oversold"
LONGEST = 600.0  # seconds to open


@dataclass(frozen=True)
class Shop:
    """An open shop, and what it had to sell."""

    house: House
    received: Mapping[str, int]  # sku → pieces
    engine: Stocked
    proxy: Proxy | None = None

    @property
    def server(self) -> Server:
        """The gunicorn that runs now."""
        return server_on(int(self.house.url.rpartition(":")[2]))

    def ledger(self) -> Ledger:
        """All that the stand-ins know, however long the list."""
        address = f"{self.house.sandbox.url}/control/ledger"
        found: Ledger = requests.get(address, timeout=300).json()
        return found

    def wait_for_news(self, longest: float) -> list[str]:
        """Until Razorpay has told all it has to tell; sentences about what it could not."""
        deadline = time.monotonic() + longest
        address = f"{self.house.sandbox.url}/control/events/waiting"
        while True:
            left = requests.get(address, timeout=300).json()
            if not left or time.monotonic() > deadline:
                return [f"{each['name']} {each['id']} was not heard" for each in left]
            time.sleep(2)

    def judged(self, placed: Sequence[str]) -> Mark:
        """I1 to I7 over all tables and ledgers, when all news is in; each order that somebody was
        told of is there."""
        with tables_of(self.house):
            found = broken(received=self.received, ledger=self.ledger(), placed=placed)
        return nothing_of("invariants broken (I1 to I7)", found)


@contextmanager
def a_shop(
    *,
    products: int = 0,
    last: int = 10,
    flash: int = 100,
    has_worker: bool = True,
    has_proxy: bool = False,
) -> Iterator[Shop]:
    """A shop with so many products, plenty of FOR_SALE and little of three hot ones; with a proxy,
    if wanted, between it and its tables."""
    received = dict.fromkeys(FOR_SALE, PLENTY) | {LAST: last, FLASH: flash}
    alone = next(each for each in demo_products() if not each.variants and each.is_active)
    few = (
        _row(replace(alone, product_id=sku, name=sku.title(), stock=pieces))
        for sku, pieces in ((LAST, last), (FLASH, flash), (OVERSOLD, last))
    )
    with TemporaryDirectory(prefix="load-") as folder:
        things = chain(goods(products), few)
        with filled(Path(folder), things, has_worker=has_worker, has_proxy=has_proxy) as shop:
            yield replace(shop, received=received)


@contextmanager
def filled(
    home: Path, things: Iterable[Model], *, has_worker: bool, has_proxy: bool = False, **more: str
) -> Iterator[Shop]:
    """A shop in this folder whose tables hold these things when it opens; `more` is added to the
    environment of its processes."""
    make_tables(home / "engine")
    write(home / "engine", things)
    engine = Stocked(state=home / "engine")
    with ExitStack() as stack:
        proxy = stack.enter_context(Proxy(engine.url)) if has_proxy else None
        between = {"SANDBOX_HANDS": HANDS} | ({"DYNAMODB_ENDPOINT": proxy.url} if proxy else {})
        house = stack.enter_context(
            open_house(
                home,
                fill=lambda house: None,
                engine=engine,
                has_worker=has_worker,
                longest=LONGEST,
                **(more | between),
            )
        )
        yield Shop(house, {}, engine, proxy)


def proxy_of(shop: Shop) -> Proxy:
    """The one between it and its tables; LookupError where it was opened without."""
    if shop.proxy is None:
        raise LookupError("This run needs a shop with a proxy.")
    return shop.proxy


def restart(shop: Shop) -> None:
    """Start the server anew, on the port of the one that was killed."""
    server = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    shop.house.household.start("server", server)


def how_busy() -> str:
    """What it runs on, and how busy that is."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load} (1, 5, 15 minutes), everything on {LOOPBACK}"
