"""`python -m bench.staff_reads`: how often each page of the staff asks DynamoDB, and for how many
items, with 1,000 orders in the table, with 100,000, and with 2,000 more of them open.

The same shop sells 250 a day for 4 days and for 400: what is old must not be read.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import time_machine  # noqa: E402 - Django first
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from bench import books  # noqa: E402
from bench.stocked import Stocked, make_tables, write  # noqa: E402
from bench.units import Used, counted  # noqa: E402
from catalog import shelf  # noqa: E402
from config import clock, dynamo, staff_numbers  # noqa: E402
from config.local.engine import Engine  # noqa: E402
from config.local.processes import free_port  # noqa: E402
from customers.rules import Role  # noqa: E402
from customers.services import roster  # noqa: E402
from orders.rules import Status  # noqa: E402
from tests.customers.test_complaints import a_complaint  # noqa: E402
from tests.factories import a_product  # noqa: E402
from tests.journey.the_desk import addresses  # noqa: E402
from tests.staff import a_browser, a_colleague  # noqa: E402

FEW, MANY, OPENED = 1_000, int(os.environ.get("ORDERS", "100000")), 2_000
PACKING = range(20, 23)  # numbers of orders to be packed
DELIVERED = 601  # the number of an order that is there from the beginning


def main() -> None:
    """Print the table as Markdown; exit 1 if a page asks more of the longer history."""
    logging.disable(logging.WARNING)  # of acts that are no pages, and of Shiprocket's silence
    settings.SHELF_REFRESH_SECONDS = 3600
    dynamo.TableMeta.read_timeout_seconds = 120  # the local engine sorts the whole index
    with TemporaryDirectory() as folder, time_machine.travel(clock.now(), tick=False):
        home, now = Path(folder), clock.now()
        make_tables(home)
        with _running(Engine(free_port(), state=home)):
            browser, known = a_browser(Role.OWNER), _things()
        write(home, books.books_of(range(FEW), now))
        with _running(Stocked(free_port(), state=home)):
            pages = [each for each in addresses(known, Role.OWNER) if _is_a_page(browser, each)]
        with _running(Stocked(free_port(), state=home)):  # what those looks wrote is forgotten
            few = _asked(browser, pages)
        write(home, books.books_of(range(FEW, MANY), now))
        with _running(Stocked(free_port(), state=home)):
            many = _asked(browser, pages)
        write(home, books.books_of(range(MANY, MANY + OPENED), now, Status.CONFIRMED))
        with _running(Stocked(free_port(), state=home)):
            opened = _asked(browser, pages)
    _print(pages, few, many, opened)
    sys.exit(1 if list(map(str, few)) != list(map(str, many)) else 0)


@contextmanager
def _running(engine: Engine) -> Iterator[None]:
    """Inside the block, all reads and writes go to this engine."""
    with engine:
        dynamo.use(engine.url)
        shelf.forget()
        yield


def _things() -> dict[str, str]:
    """Ids of things that are there, by their name in addresses."""
    a_product(product_id=books.SKU, stock=1_000)
    for _ in range(30):
        a_product()
    return {
        "product_id": books.SKU,
        "order_id": books.id_of(DELIVERED),
        "shipment_id": books.parcel_of(DELIVERED),
        "payment_id": f"pay_{DELIVERED}",
        "customer_id": f"buyer{DELIVERED}@example.com",
        "ticket": a_complaint().ticket,
        "member_id": roster.member_id_of(a_colleague(Role.PACKER).customer_id),
        "orders": ",".join(books.id_of(number) for number in PACKING),
    }


def _is_a_page(browser: Client, address: str) -> bool:
    answer = browser.get(address)
    return answer.status_code == 200 and "text/html" in answer["Content-Type"]


def _asked(browser: Client, pages: list[str]) -> list[Used]:
    shelf.shelf()
    staff_numbers.count_all(clock.now())  # as the worker does every 15 seconds
    return [_asked_by(browser, address) for address in pages]


def _asked_by(browser: Client, address: str) -> Used:
    with counted() as asked:
        answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return asked


def _print(pages: list[str], *columns: list[Used]) -> None:
    heads = f"| page: calls / items | {FEW:,} orders | {MANY:,} | {OPENED:,} more open |"
    rows = (f"| {' | '.join(map(str, row))} |" for row in zip(pages, *columns, strict=True))
    sys.stdout.write("\n".join([heads, "|---|---|---|---|", *rows]) + "\n")


if __name__ == "__main__":
    main()
