"""One shop of a size: how it starts, what it holds in memory, how its pages do."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from bench.pages import UNKNOWN, Compared, Page, compared, door_of
from bench.processes import Memory
from bench.questions import fresh_searches, fresh_suggestions
from bench.stocked import stocked
from bench.troubles import Troubles
from bench.visitors import numbers_counted, tables_of, the_owner, with_a_line
from catalog.models import Product
from catalog.rules import Category
from orders.models import Order
from orders.rules import Status
from tests.journey.house import House, eventually, open_house

LONGEST = 900.0  # seconds until a shop with a hundred thousand products is open
LIST, PRODUCT = "/equipment?category=rubbers", "/equipment/tibhar-evolution-mx-p"
SEARCH, SUGGEST = "/equipment?q=tenergy", "/equipment/suggest?q=tene"
PAGES = (
    Page("list, kept", LIST, "list"),
    Page("list, drawn anew", LIST, "list", host=UNKNOWN),
    Page("product, kept", PRODUCT, "product"),
    Page("product, drawn anew", PRODUCT, "product", host=UNKNOWN),
    Page("search, one question again", SEARCH, "list"),
    Page("search, each another question", SEARCH, "list", paths=fresh_searches),
    Page("suggestions, each another", SUGGEST, "basket", paths=fresh_suggestions),
    Page("cart, with a line", "/cart", "basket", visitor="shopper"),
    Page("checkout", "/checkout", "basket", visitor="shopper"),
    Page(
        "staff orders",
        "/staff/orders/?status=confirmed",
        "table",
        visitor="owner",
        before=numbers_counted,
    ),
)


@dataclass(frozen=True, order=True)
class Size:
    """How many products and orders a shop has."""

    products: int
    orders: int

    def __str__(self) -> str:
        return f"{self.products:,} products, {self.orders:,} orders"


@dataclass
class AtSize:
    """What was measured in a shop of a size; what is not there could not be."""

    size: Size
    started: float  # seconds from the start of the server to its first answer
    fresh: list[float] = field(default_factory=list)  # seconds until a new process answered
    memory: Memory | None = None
    pages: dict[str, Compared] = field(default_factory=dict)


@contextmanager
def a_shop(size: Size) -> Iterator[tuple[House, float]]:
    """A shop of this size, and the seconds that its server took to its first answer. Its shelf
    stands still (bench/still.py) and no worker runs beside it; what a worker counts for the pages
    of the staff is counted before they are asked for."""
    began: list[float] = []
    with TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        engine = stocked(home / "engine", products=size.products, orders=size.orders)
        settings = {
            "DJANGO_SETTINGS_MODULE": "bench.still",
            "GUNICORN_CMD_ARGS": f"--timeout={LONGEST:.0f}",
        }
        with open_house(
            home,
            fill=lambda house: began.append(_ready(house)),
            engine=engine,
            has_worker=False,
            longest=LONGEST,
            **settings,
        ) as house:
            yield house, time.monotonic() - began[0]


def _ready(house: House) -> float:
    """Let the engine work out its indexes, which takes it longer than the shop waits for DynamoDB;
    the moment when it has."""
    with tables_of(house):
        for status in Status:
            list(Order.by_status.query(status, limit=1))
        list(Order.by_customer.query("nobody", limit=1))
        for category in Category:
            list(Product.by_category.query(category.value, limit=1))
        list(Product.by_brand.query("nobody", limit=1))
    return time.monotonic()


def measure(house: House, into: AtSize, troubles: Troubles, *, rounds: int, count: int) -> None:
    """All figures of this shop, and what could not be had as troubles."""
    with troubles.of("pages"):
        cookies = {"shopper": with_a_line(house), "owner": the_owner(house)}
        seen = compared(house, PAGES, cookies, troubles, rounds=rounds, count=count)
        into.pages.update(seen)
    with troubles.of("memory"):
        into.memory = door_of(house).server.memory()
    with troubles.of("fresh process"):
        for _ in range(rounds):
            into.fresh.append(_fresh(house))


def _fresh(house: House) -> float:
    """Seconds from the end of all workers to the first page of one that took their place."""
    running = int(house.env["WEB_CONCURRENCY"])
    both = eventually(lambda: _workers_if(house, running), longest=LONGEST)
    for worker in both:
        os.kill(worker, signal.SIGKILL)
    began = time.monotonic()
    requests.get(f"{house.url}/equipment", timeout=LONGEST).raise_for_status()
    return time.monotonic() - began


def _workers_if(house: House, running: int) -> tuple[int, ...]:
    workers = door_of(house).server.workers
    return workers if len(workers) == running else ()


def sizes_in(text: str) -> tuple[Size, ...]:
    """`20000/1000 100000/100000`: products and orders of each shop, from the smallest on. Raises
    ValueError."""
    pairs = (each.split("/") for each in text.split())
    return tuple(sorted(Size(int(products), int(orders)) for products, orders in pairs))
