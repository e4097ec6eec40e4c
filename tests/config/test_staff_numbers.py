"""The numbers of the staff's pages: counted by the worker, never older than one's own act."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import cast
from unittest import mock

import pytest
import time_machine
from django.test import Client
from pynamodb.exceptions import GetError, UpdateError

from config import bulkhead, clock, dynamo, staff_numbers
from config.memo import a_page
from config.staff_numbers import Numbers, count_all, number
from orders.models import Order
from orders.rules import Status
from tests.calls import counted
from tests.factories import an_order
from tests.staff import a_browser

TO_PACK = "orders.confirmed"
LISTS = ["", "?status=confirmed", "?status=delivered", "?payment=cod", "?status=attention"]
PAGE = "/staff/products/"


@pytest.fixture(autouse=True)
def _a_worker_of_its_own() -> None:
    staff_numbers.forget()


def one_to_pack() -> None:
    one_in(Status.CONFIRMED)


def one_in(status: Status) -> None:
    an_order().update(actions=[Order.status.set(status)])


def dict_of_counters() -> dict[str, Callable[[], int]]:
    return cast("dict[str, Callable[[], int]]", staff_numbers.counters())


def shown(browser: Client) -> int:
    """The number beside "Orders" in the menu."""
    page = browser.get(PAGE).content.decode()
    found = re.search(r'>(\d+)<span class="visually-hidden"> to pack', page)
    return int(found[1]) if found else 0


def test_a_page_shows_what_the_worker_counted_and_asks_for_nothing_else() -> None:
    one_to_pack()
    browser = a_browser("owner")
    staff_numbers.look()
    one_to_pack()
    assert shown(browser) == 1
    with counted() as asked:
        assert number(TO_PACK) == 1
    assert dict(asked) == {"GetItem": 1}


def test_after_an_act_of_the_staff_the_page_counts_anew() -> None:
    browser = a_browser("owner")
    count_all(clock.now())
    one_to_pack()
    assert shown(browser) == 0
    browser.post("/staff/orders/nowhere/packing/")
    assert shown(browser) == 1


def test_an_act_amid_the_count_leaves_the_count_old() -> None:
    def counts_while_somebody_acts() -> int:
        staff_numbers.mark_old()
        return 7

    with mock.patch.dict(dict_of_counters(), {TO_PACK: counts_while_somebody_acts}):
        count_all(clock.now())
    assert number(TO_PACK) == 0
    count_all(clock.now())
    one_to_pack()
    assert number(TO_PACK) == 0


def test_a_count_that_nobody_renews_is_not_shown() -> None:
    count_all(clock.now())
    one_to_pack()
    with time_machine.travel(clock.now() + staff_numbers.GOOD_FOR + timedelta(seconds=1)):
        assert number(TO_PACK) == 1


def test_a_number_that_the_item_lacks_is_counted() -> None:
    count_all(clock.now())
    Numbers(Numbers.KEY, "#").update(actions=[Numbers.counts.set({})])
    one_to_pack()
    assert number(TO_PACK) == 1
    with pytest.raises(KeyError):
        number("orders.nothing")


def test_an_item_that_cannot_be_read_or_marked_stops_nobody() -> None:
    one_to_pack()
    with mock.patch.object(Numbers, "get", side_effect=GetError()):
        assert number(TO_PACK) == 1
    with mock.patch.object(Numbers, "update", side_effect=UpdateError()):
        assert a_browser("owner").post("/staff/orders/nowhere/packing/").status_code == 404


def test_where_every_place_is_taken_the_act_stands_and_no_number_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count_all(clock.now())
    monkeypatch.setattr(bulkhead, "PATIENCE", 0.0)
    dynamo.PLACES.hold_to(1)
    try:
        with dynamo.PLACES.place():
            staff_numbers.mark_old()
            assert not staff_numbers._kept()
    finally:
        dynamo.PLACES.hold_to(None)
    assert staff_numbers._kept()


def test_the_worker_counts_every_fifteen_seconds_and_bears_trouble() -> None:
    with mock.patch.object(Numbers, "update", side_effect=UpdateError()):
        staff_numbers.look()
    with counted() as asked:
        staff_numbers.look()
    assert not asked
    staff_numbers.forget()
    staff_numbers.look()
    assert Numbers.get(Numbers.KEY, "#").counts


@pytest.mark.parametrize("narrowed", LISTS)
def test_the_list_of_orders_asks_five_times_at_most(narrowed: str) -> None:
    for status in Status:
        one_in(status)
    browser = a_browser("owner")
    count_all(clock.now())
    with counted() as asked:
        assert browser.get(f"/staff/orders/{narrowed}").status_code == 200
    assert asked["Query"] <= 3, asked
    assert asked.total() <= 5, asked


def test_the_item_is_read_once_a_page() -> None:
    count_all(clock.now())
    with a_page(), counted() as asked:
        for name in staff_numbers.counters():
            number(name)
    assert dict(asked) == {"GetItem": 1}
