"""The rows of the staff's list: read and drawn once for as long as the order is the same."""

import re
from unittest import mock

import time_machine
from django.template.loader import render_to_string
from django.test import Client

from config import clock, staff_numbers
from orders.models import Order
from orders.rules import Status
from orders.staff import reading
from shipping.templatetags import staff_order_rows as rows
from tests.factories import an_order
from tests.staff import a_browser

LIST = "/staff/orders/"


def a_paid_order() -> Order:
    order = an_order()
    paid = {"status": Status.CONFIRMED, "payment_status": "captured", "razorpay_payment_id": "pay"}
    order.update(actions=[getattr(Order, name).set(value) for name, value in paid.items()])
    return order


def drawn_rows(browser: Client, address: str = LIST) -> tuple[str, int]:
    """The page, and how many rows were drawn for it."""
    with mock.patch.object(rows, "render_to_string", wraps=render_to_string) as drawing:
        page = browser.get(address).content.decode()
    return page, drawing.call_count


def test_a_row_is_drawn_once_and_anew_when_its_order_has_changed() -> None:
    browser, first, second = a_browser("owner"), an_order(), an_order()
    assert drawn_rows(browser)[1] == 2
    assert drawn_rows(browser)[1] == 0
    first.update(actions=[Order.customer_name.set("Somebody Else")])
    page, count = drawn_rows(browser)
    assert (count, page.count("Somebody Else")) == (1, 2)  # in its column, and on a telephone
    assert second.order_id in page


def test_a_row_is_not_lent_to_who_may_not_choose_nor_to_another_choice() -> None:
    a_paid_order()
    confirmed = f"{LIST}?status=confirmed"
    may, may_not = a_browser("owner"), a_browser("support")
    assert "data-choose" in drawn_rows(may, confirmed)[0]
    assert " checked" in drawn_rows(may, f"{confirmed}&chosen=all")[0]
    assert " checked" not in drawn_rows(may, confirmed)[0]
    assert "data-choose" not in drawn_rows(may_not, confirmed)[0]


def test_a_row_says_another_day_on_the_next() -> None:
    row = rows.Row(a_paid_order())
    with time_machine.travel(clock.now(), tick=False) as time:
        today = rows.order_rows([row])
        time.shift(20 * 24 * 3600)
        assert "late, " in rows.order_rows([row]) != today


def test_an_order_is_read_once_from_the_same_item_and_none_that_is_not_shown() -> None:
    orders = [an_order() for _ in range(4)]
    with mock.patch.object(Order, "from_raw_data", wraps=Order.from_raw_data) as read:
        for _ in range(2):
            found = reading.read_on(Status.PENDING, None, size=2)
            assert [row.order.order_id for row in found.rows] == [o.order_id for o in orders[:2]]
    assert read.call_count == 2


def test_the_menu_says_where_one_is_and_how_many_wait_now() -> None:
    browser = a_browser("owner")
    for _ in range(2):
        for path in ("/staff/orders/", "/staff/products/"):
            menu = menu_of(browser.get(path).content.decode())
            (here,) = re.findall(r'active" href="([^"]+)" aria-current="page"', menu)
            assert here == path
    assert 'href="/staff/orders/"' in menu_of(browser.get("/staff/no-such-page/").content.decode())
    assert numbers_in(menu_of(browser.get("/staff/orders/").content.decode())) == []
    for waiting in (1, 2):  # to pack, and on the bench
        a_paid_order()
        staff_numbers.mark_old()
        assert numbers_in(menu_of(browser.get("/staff/orders/").content.decode())) == [waiting] * 2


def menu_of(page: str) -> str:
    return page.partition('<nav class="menu"')[2].partition("</nav>")[0]


def numbers_in(menu: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="badge [^"]*">(\d+)<', menu)]
