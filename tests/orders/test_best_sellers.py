"""What is bought most stands on the front, and no page asks a table for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pynamodb.exceptions import QueryError

from catalog import shelf
from catalog.models import Product
from config import clock
from orders import best_sellers
from orders.day_models import DayPieces, pieces_json
from orders.day_queries import key_of
from orders.day_rules import day_of
from tests.calls import counted
from tests.catalog.reading import text_of
from tests.factories import a_product

HEADING = "Bought most in the last thirty days"


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    best_sellers.forget()
    yield
    best_sellers.forget()


def sold(days_ago: int = 0, **pieces: int) -> None:
    now = clock.now()
    key = key_of(day_of(now) - timedelta(days=days_ago))
    DayPieces(key, DayPieces.RANGE, counted_at=now, pieces=pieces_json(pieces)).save()


def looked_at() -> None:
    """As the shelf's own thread does."""
    shelf.shelf()
    shelf.tell()


def five_products() -> dict[str, Product]:
    """The first is sold out."""
    return {
        name: a_product(product_id=name, name=f"Thing-{name}", stock=0 if name == "a" else 5)
        for name in "abcde"
    }


def test_the_most_bought_in_stock_come_first(client: Client) -> None:
    b = five_products()["b"]
    sold(a=90, b=1, c=2, d=3)
    sold(days_ago=29, e=1, b=9)
    sold(days_ago=30, e=90)
    looked_at()
    strip = text_of(client, "/").split(HEADING)[1]
    places = [strip.index(f"Thing-{name}") for name in "bdce"]
    assert places == sorted(places)
    assert "Thing-a" not in strip.split("rubbers in stock")[0]
    assert HEADING in text_of(client, "/equipment?q=qqqqq")
    b.update(actions=[Product.stock.set(0)])
    shelf.forget()
    assert HEADING not in text_of(client, "/")  # three are left


def test_nothing_is_said_while_fewer_than_four_were_bought(client: Client) -> None:
    five_products()
    sold(b=1, c=2, d=3, e=0)
    looked_at()
    assert HEADING not in text_of(client, "/")


def test_no_page_asks_for_it_and_the_thread_only_now_and_then(client: Client) -> None:
    five_products()
    sold(b=1, c=2, d=3, e=4)
    assert HEADING not in text_of(client, "/")  # not looked at yet
    looked_at()
    with counted() as asked:
        assert HEADING in text_of(client, "/")
        shelf.tell()
    assert not asked


def test_a_table_that_does_not_answer_leaves_the_last_figures(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    five_products()
    sold(b=1, c=2, d=3, e=4)
    looked_at()

    def fails(*_: object) -> None:
        raise QueryError

    monkeypatch.setattr(best_sellers, "KEPT_SECONDS", 0)
    monkeypatch.setattr(best_sellers, "pieces_sold", fails)
    shelf.tell()
    assert HEADING in text_of(client, "/")
