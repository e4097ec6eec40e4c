"""An engine that begins with so many products and orders. They are written into the file that it
reads at its start: to send a hundred thousand of them by its door takes minutes."""

import json
import os
import random
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pynamodb.models import Model

from bench import books
from catalog.demo import demo_products
from catalog.demo.loading import _row
from catalog.demo.product import DemoProduct
from catalog.models import Product
from config import clock, dynamo
from config.local.engine import Engine
from orders.rules import Status
from tests.in_process import TABLES

FILE = Path("state") / "dynamodb.json"
FOR_SALE = tuple(f"bench-sale-{n}" for n in range(64))  # skus of which there are plenty
WAITING = max(upto for upto, status in books.UPTO.items() if status is Status.PENDING)
ALONE = "__no_sort__"  # the engine's word for a table without a range key


class Stocked(Engine):
    """An engine that keeps nothing: what it read at its start it need not write at its end."""

    longest = 300.0

    def stop(self) -> None:
        if self.child and self.child.pid and self.child.exit_code is None:
            os.kill(self.child.pid, signal.SIGKILL)
        super().stop()


def stocked(home: Path, *, products: int, orders: int) -> Stocked:
    """An engine in this folder, not started, with the six tables and so much in them."""
    make_tables(home)
    numbers = range(WAITING, WAITING + orders)  # none that Razorpay should know and does not
    write(home, chain(goods(products), books.books_of(numbers, clock.now())))
    return Stocked(state=home)


def make_tables(home: Path) -> None:
    """Leave six empty tables in the file of this folder's engine."""
    before = dynamo.TableMeta.host
    with Engine(state=home) as engine:
        dynamo.use(engine.url)
        try:
            for table in TABLES:
                table.create_table(wait=False)
        finally:
            dynamo.use(before)


def write(home: Path, things: Iterable[Model]) -> None:
    """Add these to what the stopped engine of this folder will read at its start."""
    state = json.loads((home / FILE).read_text())
    tables = {each["TableName"]: each for each in state["payload"]["tables"]["data"].values()}
    for thing in things:
        table, item = tables[thing.Meta.table_name], thing.serialize()
        place = table["items"].setdefault(item[table["pk_name"]]["S"], {})
        place[item[table["sk_name"]]["S"] if table["sk_name"] else ALONE] = item
    (home / FILE).write_text(json.dumps(state))


def goods(count: int) -> Iterator[Product]:
    """The demo's goods; from its last on again and again, each called otherwise, with skus, a price
    and a stock of its own; and some more of which there are plenty."""
    chance, demos = random.Random(7), demo_products()  # noqa: S311 - no secret
    for n in range(count):
        like = demos[n % len(demos)]
        yield _row(like if n < len(demos) else _another(like, n, chance))
    alone = next(each for each in demos if not each.variants and each.is_active)
    for sku in FOR_SALE:
        yield _row(replace(alone, product_id=sku, name=sku.title(), stock=100_000))


def _another(like: DemoProduct, n: int, chance: random.Random) -> DemoProduct:
    mark = f"{chance.choice('ABCDEFGHKLMNPRSTVXZ')}{chance.randrange(1000)}"
    variants = tuple(
        replace(each, sku=f"{each.sku}-{n}", stock=chance.choice((0, 3, 9)))
        for each in like.variants
    )
    return replace(
        like,
        product_id=f"{like.product_id}-{n}",
        name=f"{like.name} {mark}",
        price_paise=like.price_paise + chance.randrange(500) * 100,
        stock=sum(each.stock for each in variants) if variants else 9,
        variants=variants,
    )
