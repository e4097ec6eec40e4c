"""The bill of an order: made once, its number without hole or twin, its sums those of the order."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from config.errors import Unavailable
from orders import queries
from orders.errors import NoBill, NoRate, OrderNotFound
from orders.models import Order
from orders.services import numbering
from orders.services.invoicing import invoice_for
from orders.services.numbering import Series, year_of
from tests.factories import ADDRESS, a_product
from tests.orders.bills import a_line, a_sold_order, marks


def numbers_of(orders: list[Order]) -> list[str]:
    return sorted(queries.order(order.order_id).invoice_number or "" for order in orders)


def given(count: int) -> list[str]:
    year = year_of(datetime.now(UTC))
    return [numbering.number_text(Series.INVOICE, year, n + 1) for n in range(count)]


def test_the_first_bill_of_the_year_is_number_one() -> None:
    with time_machine.travel("2026-11-23T06:00:00Z", tick=False):
        bill = invoice_for(a_sold_order().order_id)
    assert bill.number == "TB/2627/000001"
    assert len(bill.number) <= 16


def test_asked_again_it_is_the_same_bill() -> None:
    order = a_sold_order()
    first = invoice_for(order.order_id)
    assert invoice_for(order.order_id).number == first.number
    assert len(marks()) == 1


def test_the_year_turns_at_midnight_of_india() -> None:
    with time_machine.travel("2027-03-31T18:29:59Z", tick=False):
        last = invoice_for(a_sold_order().order_id)
    with time_machine.travel("2027-03-31T18:30:00Z", tick=False):
        first = invoice_for(a_sold_order().order_id)
    assert (last.number, first.number) == ("TB/2627/000001", "TB/2728/000001")


def test_a_bill_sums_to_what_the_order_costs_and_says_who_and_where() -> None:
    order = a_sold_order(
        a_line(), a_line(hsn="64041190", gst_rate="18", price=6_499_00), shipping_fee=79_00
    )
    bill = invoice_for(order.order_id)
    assert sum(row.gross for row in bill.rows) == order.total_amount
    assert [(row.name, row.hsn, row.unit, row.rate) for row in bill.rows] == [
        ("Butterfly Sheet", "95064000", "NOS", "5"),
        ("Butterfly Sheet", "64041190", "PRS", "18"),
        ("Delivery", "64041190", "NA", "18"),
    ]
    assert bill.buyer == {"name": "Ananya Rao", **ADDRESS}
    assert (bill.seller["gstin"], bill.seller["state"]) == ("27AAAAA0000A1Z2", "Maharashtra")
    assert (bill.place_of_supply, bill.is_inter_state) == ("Maharashtra", False)


def test_it_stays_as_it_was_made_whatever_changes_later(settings: Settings) -> None:
    order = a_sold_order()
    before = invoice_for(order.order_id)
    settings.SHOP_ADDRESS = "Somewhere else"
    order.update(actions=[Order.customer_name.set("Somebody else")])
    after = invoice_for(order.order_id)
    assert (after.seller["address"], after.buyer["name"]) == (
        before.seller["address"],
        "Ananya Rao",
    )


def test_a_business_is_taxed_where_its_gstin_says() -> None:
    order = a_sold_order(buyer_gstin="29AAGCB7383J1Z4", buyer_company="Baseline Academy")
    bill = invoice_for(order.order_id)
    assert (bill.place_of_supply, bill.is_inter_state) == ("Karnataka", True)
    assert (bill.buyer["company"], bill.buyer["gstin"]) == ("Baseline Academy", "29AAGCB7383J1Z4")
    assert [(row.cgst, row.sgst, row.igst) for row in bill.rows] == [(0, 0, 4762)]


def test_a_shop_without_gstin_charges_no_tax(settings: Settings) -> None:
    settings.SHOP_GSTIN = ""
    bill = invoice_for(a_sold_order().order_id)
    assert [(row.rate, row.taxable, row.gross) for row in bill.rows] == [("0", 100000, 100000)]
    assert bill.seller["state"] == "Maharashtra"


@pytest.mark.parametrize(
    ("status", "why"), [("pending", "not paid yet"), ("cancelled", "cancelled before a bill")]
)
def test_what_is_not_sold_has_no_bill_and_takes_no_number(status: str, why: str) -> None:
    order = a_sold_order(status=status)
    with pytest.raises(NoBill, match=why):
        invoice_for(order.order_id)
    assert marks() == []


def test_an_unknown_order_has_none() -> None:
    with pytest.raises(OrderNotFound):
        invoice_for("TB-NOBODY0000")


def old(**fields: Any) -> Any:
    """A line as the earlier system wrote it."""
    return a_line(sku=None, seller_id=None, hsn=None, gst_rate=None, **fields)


@pytest.mark.parametrize(
    ("sold", "rate"), [("2025-09-21T18:29:00Z", "12"), ("2025-09-21T18:31:00Z", "5")]
)
def test_an_old_line_bears_the_rate_of_the_day_it_was_sold(sold: str, rate: str) -> None:
    a_product(product_id="old-sheet", gst_rate="12")
    order = a_sold_order(
        old(product_id=None, old_id="old-sheet"), created_at=datetime.fromisoformat(sold)
    )
    bill = invoice_for(order.order_id)
    assert [(row.hsn, row.rate) for row in bill.rows] == [("95064000", rate)]


def test_a_line_whose_rate_nobody_knows_calls_a_person_once() -> None:
    order = a_sold_order(old(product_id="gone", name="Old glue"))
    for _ in range(2):
        with pytest.raises(NoRate, match="Old glue"):
            invoice_for(order.order_id)
    [flag] = queries.order(order.order_id).attention or []
    assert "Set HSN and rate on the product" in flag.text
    assert queries.needing_a_person() == [order.order_id]
    assert marks() == []


@pytest.mark.parametrize(("total", "last"), [(1100_00, "Other charges"), (900_00, None)])
def test_an_old_total_that_is_not_the_sum_of_its_lines_is_billed_as_it_was_paid(
    total: int, last: str | None
) -> None:
    order = a_sold_order(a_line(), a_line(price=1), total_amount=total)
    rows = invoice_for(order.order_id).rows
    assert sum(row.gross for row in rows) == total
    assert [row.name for row in rows[2:]] == ([last] if last else [])


def test_who_waits_longer_than_their_patience_is_told_to_come_again() -> None:
    order = a_sold_order()
    with numbering._turn, pytest.raises(Unavailable):
        invoice_for(order.order_id, patience=0.01)
    assert marks() == []


@pytest.mark.server
def test_two_hundred_bills_at_once_leave_no_hole_and_no_twin() -> None:
    orders = [a_sold_order() for _ in range(200)]
    with ThreadPoolExecutor(200) as crowd:
        list(crowd.map(lambda order: invoice_for(order.order_id, patience=60), orders))
    assert numbers_of(orders) == given(200)
    assert {mark.order_id for mark in marks()} == {order.order_id for order in orders}


@pytest.mark.server
def test_twenty_presses_for_one_order_make_one_bill() -> None:
    order = a_sold_order()
    with ThreadPoolExecutor(20) as crowd:
        bills = list(crowd.map(lambda _: invoice_for(order.order_id, patience=60), range(20)))
    assert {bill.number for bill in bills} == set(given(1))
    assert len(marks()) == 1


def child(server: str, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.orders.bills", *arguments]
    return subprocess.Popen(command, env={**os.environ, "TEST_ENGINE": server})  # noqa: S603 - ours


@pytest.mark.server
def test_two_processes_leave_no_hole_and_no_twin_either(server: str) -> None:
    orders = [a_sold_order() for _ in range(40)]
    ids = [order.order_id for order in orders]
    children = [child(server, *ids[:25]), child(server, *reversed(ids[15:]))]
    assert [each.wait(timeout=100) for each in children] == [0, 0]
    assert numbers_of(orders) == given(40)
    assert len(marks()) == 40


@pytest.mark.server
@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_killed_beside_the_write_nothing_is_lost_and_nothing_twice(
    server: str, when: str, made: int
) -> None:
    order = a_sold_order()
    assert child(server, "--die", when, order.order_id).wait(timeout=100) == -signal.SIGKILL
    assert len(marks()) == made
    assert invoice_for(order.order_id).number == given(1)[0]
    assert [mark.order_id for mark in marks()] == [order.order_id]
