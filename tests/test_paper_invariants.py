"""The checks of tax papers: each finds the harm it is there for, and none where all is well."""

from collections.abc import Callable

import pytest

from orders import queries
from orders.credit_rules import ALL
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.rules import Status
from orders.services import numbering
from orders.services.crediting import credit
from orders.services.invoicing import invoice_for
from orders.services.numbering import Series, mark_key
from tests.orders.bills import a_sold_order
from tests.paper_invariants import here
from tests.snapshot import as_they_are


def three_bills() -> list[Order]:
    """Three orders with bills; the first was taken back."""
    orders = [a_sold_order() for _ in range(3)]
    for order in orders:
        invoice_for(order.order_id)
    credit(orders[0].order_id, key="r1", wanted=ALL)
    return [queries.order(order.order_id) for order in orders]


def a_hole(orders: list[Order]) -> None:
    assert orders[1].invoice is not None
    PaperMark(mark_key(Series.INVOICE, orders[1].invoice.number), "#").delete()


def a_twin(orders: list[Order]) -> None:
    orders[1].update(actions=[Order.invoice.set(orders[0].invoice)])


def another_total(orders: list[Order]) -> None:
    orders[1].update(actions=[Order.total_amount.set(1)])


def another_row(orders: list[Order]) -> None:
    invoice = orders[1].invoice
    assert invoice is not None
    invoice.rows[0].cgst += 1
    invoice.rows[0].taxable -= 1
    orders[1].update(actions=[Order.invoice.set(invoice)])


def credited_twice(orders: list[Order]) -> None:
    notes = orders[0].credit_notes or {}
    orders[0].update(actions=[Order.credit_notes["r2"].set(notes["r1"])])


def unpaid(orders: list[Order]) -> None:
    orders[1].update(actions=[Order.status.set(Status.PENDING)])


def test_where_all_is_well_nothing_is_said() -> None:
    three_bills()
    assert list(here(as_they_are())) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (a_hole, "has a hole"),
        (a_hole, "has no mark"),
        (a_twin, "was given twice"),
        (another_total, "costs 1 and was billed 100000"),
        (another_row, "does not add up"),
        (credited_twice, "more is credited than was billed"),
        (unpaid, "is billed and not paid"),
    ],
)
def test_each_harm_is_found(harm: Callable[[list[Order]], None], words: str) -> None:
    harm(three_bills())
    assert any(words in each for each in here(as_they_are()))


def test_the_counter_says_as_many_as_there_are() -> None:
    three_bills()
    assert (
        numbering.last_number(Series.INVOICE, numbering.year_of(three_bills()[0].created_at)) == 6
    )
