"""`python -m bench.staff_reads`: how often each page of the staff asks DynamoDB, and for how many
items, with 1,000 orders in the table, with 100,000, and with 2,000 more of them open.

The same shop sells 250 a day for 4 days and for 400: what is old must not be read. An item counts
if DynamoDB looked at it (ScannedCount), or was asked for it by its key, whether it is there or not.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import time_machine  # noqa: E402 - Django first
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from pynamodb.connection.base import Connection  # noqa: E402

from bench import books  # noqa: E402
from catalog import shelf  # noqa: E402
from config import clock, dynamo  # noqa: E402
from config.local.engine import Engine  # noqa: E402
from customers.rules import Role  # noqa: E402
from customers.services import roster  # noqa: E402
from orders.rules import Status  # noqa: E402
from tests.customers.test_complaints import a_complaint  # noqa: E402
from tests.factories import a_product  # noqa: E402
from tests.in_process import TABLES  # noqa: E402
from tests.journey.the_desk import addresses  # noqa: E402
from tests.staff import a_browser, a_colleague  # noqa: E402

FEW, MANY, OPENED = 1_000, int(os.environ.get("ORDERS", "100000")), 2_000
PACKING = range(20, 23)  # numbers of orders to be packed
DELIVERED = 601  # the number of an order that is there from the beginning


@dataclass
class Asked:
    """What one page has asked for."""

    calls: int = 0
    items: int = 0

    def __str__(self) -> str:
        return f"{self.calls} / {self.items}"


def main() -> None:
    """Print the table as Markdown; exit 1 if a page asks more of the longer history."""
    logging.disable(logging.WARNING)  # of acts that are no pages, and of Shiprocket's silence
    with Engine() as engine, time_machine.travel(clock.now(), tick=False):
        dynamo.TableMeta.read_timeout_seconds = 120  # the local engine sorts the whole index
        dynamo.use(engine.url)
        for table in TABLES:
            table.create_table(wait=False)
        settings.SHELF_REFRESH_SECONDS = 3600
        now, browser = clock.now(), a_browser(Role.OWNER)
        known = _things()
        books.write_orders(range(FEW), now)
        pages = [each for each in addresses(known, Role.OWNER) if _is_a_page(browser, each)]
        few = _asked(browser, pages)
        books.write_orders(range(FEW, MANY), now)
        many = _asked(browser, pages)
        books.write_orders(range(MANY, MANY + OPENED), now, Status.CONFIRMED)
        opened = _asked(browser, pages)
    _print(pages, few, many, opened)
    sys.exit(1 if few != many else 0)


@contextmanager
def counted() -> Iterator[Asked]:
    """Inside the block, every request to DynamoDB and the items it was for."""
    asked, send = Asked(), Connection._make_api_call

    def counting(self: Connection, operation: str, sent: dict[str, Any], **given: Any) -> Any:
        answer = send(self, operation, sent, **given)
        asked.calls += 1
        asked.items += _items(sent, answer)
        return answer

    with mock.patch.object(Connection, "_make_api_call", counting):
        yield asked


def _items(sent: dict[str, Any], answer: dict[str, Any]) -> int:
    if "ScannedCount" in answer:
        return int(answer["ScannedCount"])
    tables = sent.get("RequestItems")
    return sum(len(each["Keys"]) for each in tables.values()) if tables else 1


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


def _asked(browser: Client, pages: list[str]) -> list[Asked]:
    shelf.shelf()
    return [_asked_by(browser, address) for address in pages]


def _asked_by(browser: Client, address: str) -> Asked:
    with counted() as asked:
        answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return asked


def _print(pages: list[str], *columns: list[Asked]) -> None:
    heads = f"| page: calls / items | {FEW:,} orders | {MANY:,} | {OPENED:,} more open |"
    rows = (f"| {' | '.join(map(str, row))} |" for row in zip(pages, *columns, strict=True))
    sys.stdout.write("\n".join([heads, "|---|---|---|---|", *rows]) + "\n")


if __name__ == "__main__":
    main()
