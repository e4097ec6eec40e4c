"""The named scenarios of money that comes late, twice, wrong or after it went back, on the real
server."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from catalog import shelf
from catalog.models import Product
from config import clock
from orders.models import Order
from orders.queries import needing_a_person
from orders.rules import Status
from orders.services.cancelling import end_hold
from payments.sandbox.process import RunningSandbox
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.faults.sales import (
    LATER,
    Sale,
    a_sale,
    after_the_hold,
    assert_all_is_well,
    assert_paid_once,
    at_once,
    received_lines,
    refunded_at,
    tell,
)

pytestmark = pytest.mark.server
SKU = "sheet"


@pytest.fixture
def sale(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, opened at Razorpay."""
    a_product(product_id=SKU, stock=5)
    return a_sale(razorpay, an_order(wanted={SKU: 2}))


def test_a6_captured_after_the_hold_with_the_goods_still_there(sale: Sale) -> None:
    after_the_hold(sale)
    sale.pay()
    at_once([sale.tell] * 3)
    assert_paid_once(sale, **{SKU: 5})


def test_a7_captured_after_the_hold_with_the_goods_gone(sale: Sale, mailoutbox: list[Any]) -> None:
    after_the_hold(sale)
    an_order(wanted={SKU: 4})
    sale.pay()
    at_once([sale.tell] * 3)
    assert_all_is_well(sale.razorpay, **{SKU: 5})
    assert (sale.order.status, stock_of(SKU)) == ("cancelled", 1)
    assert refunded_at(sale.razorpay) == [sale.order.total_amount]
    told = [line.text for line in sale.order.timeline or [] if not line.is_internal]
    assert any("goes back to you" in text for text in told)
    assert [mail.to for mail in mailoutbox].count([sale.order.customer_email]) >= 1


@pytest.mark.timeout(900)
def test_a8_the_hold_ends_in_the_moment_of_the_money(
    razorpay: RunningSandbox, all_faults: bool
) -> None:
    a_product(product_id=SKU, stock=500)
    for _ in range(200 if all_faults else 6):
        sale = a_sale(razorpay, an_order(wanted={SKU: 1}))
        sale.pay()
        (event,) = sale.events("payment.captured")
        end = partial(end_hold, sale.order, now=clock.now() + LATER)
        both: list[Callable[[], object]] = [end, partial(tell, event)]
        at_once(both)
        assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    assert_all_is_well(razorpay, **{SKU: 500})


ODD: list[dict[str, Any]] = [
    {"amount": -1},
    {"amount": 1},
    {"amount": -50_00},
    {"currency": "USD"},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_a9_a10_odd_money_is_kept_and_flagged_and_pays_for_nothing(
    sale: Sale, odd: dict[str, Any]
) -> None:
    if "amount" in odd:
        odd = {"amount": sale.order.total_amount + odd["amount"]}
    sale.pay(**odd)
    assert {tell(event) for event in sale.events()} == {200}
    assert (sale.order.status, needing_a_person()) == ("pending", [sale.order_id])
    assert [(row.order_id, row.status) for row in sale.payments] == [(sale.order_id, "captured")]
    assert [flag.kind for flag in sale.order.attention or []] == ["amount"]


def test_a10_a_payment_of_a_cheap_order_does_not_pay_for_a_dear_one(sale: Sale) -> None:
    cheap = a_sale(sale.razorpay, an_order(wanted={a_product(price=10_00).product_id: 1}))
    cheap.pay()
    (event,) = cheap.events("payment.captured")
    moved = event | {"body": event["body"].replace(cheap.opened_id, sale.opened_id)}
    assert tell(moved) == 200
    assert (sale.order.status, cheap.order.status) == ("pending", "pending")


def test_a12_an_old_capture_after_the_money_went_back(sale: Sale) -> None:
    paid = sale.pay()
    sale.tell()
    sale.razorpay.control(f"payments/{paid['id']}/refund")
    assert_all_is_well(sale.razorpay, **{SKU: 5})
    before = (sale.order.serialize(), stock_of(SKU))
    for number, event in enumerate(sale.events()):
        assert (tell(event), tell(event, event_id=f"again{number}")) == (200, 200)
    assert (sale.order.serialize(), stock_of(SKU)) == before


def test_a13_two_tabs_pay_twice(sale: Sale) -> None:
    sale.pay()
    sale.pay(again=True)
    at_once([partial(tell, event) for event in sale.events()])
    assert_paid_once(sale, **{SKU: 5})
    assert refunded_at(sale.razorpay) == [sale.order.total_amount]


def test_a22_the_price_changes_between_the_cart_and_the_money(sale: Sale) -> None:
    frozen = sale.order.total_amount
    Product(SKU, "third-ball").update(actions=[Product.price.set(999_00)])
    shelf.announce([SKU])
    sale.pay()
    sale.tell()
    (at_razorpay,) = sale.razorpay.ledger()["payments"]
    assert (sale.order.total_amount, at_razorpay["amount"]) == (frozen, frozen)
    assert_paid_once(sale, **{SKU: 5})


def test_a24_an_order_to_be_paid_at_the_door_that_is_paid_online_as_well(sale: Sale) -> None:
    """An order that is confirmed without a payment: money that comes in online goes back, once.
    How it comes to two orders of one page is in test_scenarios_cod."""
    at_the_door = [Order.status.set(Status.CONFIRMED), Order.payment_method.set("cod")]
    sale.order.update(actions=[*at_the_door, Order.hold_expires_at.remove()])
    sale.pay()
    at_once([sale.tell] * 4)
    one_pass()
    assert (sale.order.status, sale.order.payment_method) == ("confirmed", "cod")
    assert (sale.order.razorpay_payment_id, stock_of(SKU)) == (None, 3)
    assert refunded_at(sale.razorpay) == [sale.order.total_amount]
