"""What holds when the order or the series has changed since it was read: the write is refused, and
no number is gone."""

from collections.abc import Callable

import pytest

from config import clock
from config.dynamo import transaction
from orders import queries
from orders.credit_rules import ALL, Wanted
from orders.errors import PaperChanged
from orders.models import Order
from orders.paper_marks import PaperCounter, PaperMark
from orders.rules import Status
from orders.services import crediting, invoicing, numbering
from orders.services.crediting import credit
from orders.services.invoicing import invoice_for
from orders.services.numbering import Next, Series
from tests.orders.bills import a_sold_order, marks


def billed(order: Order) -> None:
    invoice_for(order.order_id)


def cancelled(order: Order) -> None:
    Order(order.order_id, order.customer_id).update(
        actions=[Order.status.set(Status.CANCELLED)], condition=Order.order_id.exists()
    )


def delivered(order: Order) -> None:
    Order(order.order_id, order.customer_id).update(
        actions=[Order.status.set(Status.DELIVERED)], condition=Order.order_id.exists()
    )


def refunded(order: Order) -> None:
    Order(order.order_id, order.customer_id).update(
        actions=[Order.given_back.set({"refund-1": "₹1.00"})], condition=Order.order_id.exists()
    )


@pytest.mark.parametrize("meanwhile", [billed, cancelled, delivered, refunded])
def test_a_bill_is_not_made_of_an_order_that_has_changed(
    meanwhile: Callable[[Order], None],
) -> None:
    a_while_ago = queries.order(a_sold_order().order_id)
    meanwhile(a_while_ago)
    before = [mark.key for mark in marks()]
    with pytest.raises(PaperChanged):
        invoicing._issue(a_while_ago, by="Shop")
    assert [mark.key for mark in marks()] == before


def test_a_second_refund_is_told_from_the_first() -> None:
    a_while_ago = queries.order(a_sold_order(given_back={"refund-1": "₹1.00"}).order_id)
    Order(a_while_ago.order_id, a_while_ago.customer_id).update(
        actions=[Order.given_back["refund-2"].set("₹2.00")]
    )
    with pytest.raises(PaperChanged):
        invoicing._issue(a_while_ago, by="Shop")


@pytest.mark.parametrize("has_note", [False, True])
def test_a_note_is_not_made_beside_one_that_nobody_knew_of(has_note: bool) -> None:
    order = a_sold_order()
    billed(order)
    if has_note:
        credit(order.order_id, key="r0", wanted=Wanted(amount_paise=100))
    a_while_ago = queries.order(order.order_id)
    credit(order.order_id, key="r1", wanted=ALL)
    with pytest.raises(PaperChanged):
        crediting._issue(a_while_ago, "r2", ALL, "Shop")
    assert len(marks(Series.CREDIT_NOTE)) == 1 + has_note


def give(number: int) -> None:
    """Write a mark under this number, as a paper does."""
    year = numbering.year_of(clock.now())
    given = Next(Series.INVOICE, year, number)
    mark = PaperMark(
        numbering.mark_key(Series.INVOICE, given.text),
        "#",
        order_id="TB-X",
        at=clock.now(),
        place_of_supply="Goa",
        is_inter_state=False,
        rows=[],
    )
    with transaction() as tx:
        numbering.give(tx, given, mark)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_only_the_number_after_the_last_is_given(number: int) -> None:
    give(1)
    give(2)
    with pytest.raises(PaperChanged):
        give(number)
    give(3)
    assert len(marks()) == 3


def test_a_number_that_stands_for_a_paper_is_not_given_again_whatever_the_counter_says() -> None:
    give(1)
    counter = PaperCounter(f"#counter/invoice/{numbering.year_of(clock.now())}", "#")
    counter.delete()
    with pytest.raises(PaperChanged):
        give(1)
