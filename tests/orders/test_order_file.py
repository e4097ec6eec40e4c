"""A list of orders as CSV: the filters of the list, bounded, inert, and nothing of the buyer."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from orders.models import Line
from orders.rules import Status
from orders.staff import order_file
from tests.calls import counted
from tests.orders.test_staff_lists import NOON, many, placed
from tests.staff import a_browser

FILE = "/staff/orders/orders.csv"


def rows(**asked: str) -> list[list[str]]:
    """What stands below the titles."""
    answer: Any = a_browser("manager").get(FILE, asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def ids(**asked: str) -> list[str]:
    return [row[0] for row in rows(**asked)]


def test_the_file_holds_the_list_as_it_is_narrowed() -> None:
    open_one = placed(NOON, payment_method="cod")
    older = placed(NOON - timedelta(days=9))
    over = placed(NOON, status=Status.DELIVERED)
    assert set(ids()) == {open_one.order_id, older.order_id}
    assert ids(payment="cod") == [open_one.order_id]
    assert ids(when="dates", last="2026-11-15") == [older.order_id]
    assert ids(status="delivered") == [over.order_id]
    assert ids(status="attention") == []


def test_e10_no_cell_is_a_formula_and_none_is_of_the_buyer() -> None:
    line = Line(sku="=cmd|' /C calc'!A0", name="Sheet", quantity=2, price=500_50)
    address = {"city": "@SUM(1)", "state": "Goa", "pincode": "403001", "addressLine1": "Lane 9"}
    placed(
        NOON,
        lines=[line],
        shipping_address=address,
        invoice_number="-1",
        customer_name="Asha Rao",
        customer_phone="+919845012345",
    )
    (row,) = rows()
    assert row[1:6] == ["2026-11-23", "12:00", "To pack", "Paid", "'-1"]
    assert row[6:8] == ["2", "2 x =cmd|' /C calc'!A0"]
    assert row[11:15] == ["500", "'@SUM(1)", "Goa", "403001"]
    for hidden in ("Asha", "98450", "example.com", "Lane 9"):
        assert hidden not in str(row)


def test_a_file_ends_where_it_is_said_and_asks_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = many(5)
    for name, number in (("MOST", 5), ("AT_ONCE", 2)):
        monkeypatch.setattr(order_file, name, number)
    assert ids() == wanted
    monkeypatch.setattr(order_file, "MOST", 3)
    assert ids() == [*wanted[:3], order_file.CUT]
    monkeypatch.setattr(order_file, "CALLS", 1)
    monkeypatch.setattr(order_file, "MOST", 99)
    browser: Any = a_browser()
    with counted() as calls:
        answer = browser.get(FILE, {"status": "confirmed", "payment": "cod"})
        assert order_file.CUT.encode() in b"".join(answer.streaming_content)
    assert (calls["Query"], calls["Scan"]) == (2, 0)


def test_an_odd_list_or_day_gives_no_file() -> None:
    browser = a_browser("owner")
    assert browser.get(FILE, {"status": "odd"}).status_code == 404
    assert browser.get(FILE, {"when": "dates", "first": "yesterday"}).status_code == 422


def test_the_file_is_for_those_who_see_the_books() -> None:
    for role, status in (("support", 403), ("packer", 403), ("manager", 200)):
        browser = a_browser(role)
        assert browser.get(FILE).status_code == status
        assert ("orders.csv" in browser.get("/staff/orders/").content.decode()) == (status == 200)
