"""The named scenarios of clocks and of workers at once (docs/reliability.md), on the
real server."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from config import clock
from orders.rules import HOLD
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.refunding import give_back
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.faults.sales import (
    LATER,
    Sale,
    a_sale,
    assert_all_is_well,
    at_once,
    received_lines,
    refunded_at,
)

pytestmark = pytest.mark.server
SKU = "sheet"
REFUND = "/razorpay/v1/payments/*/refund"
MOMENTS = {
    "midnight in India": datetime(2027, 3, 14, 18, 29, 59, tzinfo=UTC),
    "midnight in London": datetime(2027, 3, 14, 23, 59, 59, tzinfo=UTC),
    "the clocks change in Europe": datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
    "a leap day begins": datetime(2028, 2, 28, 18, 29, 59, tzinfo=UTC),
    "a leap day ends": datetime(2028, 2, 29, 23, 55, tzinfo=UTC),
    "a month ends": datetime(2027, 4, 30, 18, 25, tzinfo=UTC),
    "the financial year ends": datetime(2027, 3, 31, 18, 25, tzinfo=UTC),
    "a year ends": datetime(2027, 12, 31, 23, 50, tzinfo=UTC),
}


@pytest.fixture
def sale(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, opened at Razorpay."""
    a_product(product_id=SKU, stock=5)
    return a_sale(razorpay, an_order(wanted={SKU: 2}))


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_f1_a_hold_lasts_fifteen_minutes_whatever_the_calendar_says(
    razorpay: RunningSandbox, moment: datetime
) -> None:
    with time_machine.travel(moment, tick=False) as clock_on_the_wall:
        a_product(product_id=SKU, stock=5)
        sale = a_sale(razorpay, an_order(wanted={SKU: 2}))
        clock_on_the_wall.shift(HOLD - timedelta(seconds=1))
        one_pass()
        assert (sale.order.status, stock_of(SKU)) == ("pending", 3)
        clock_on_the_wall.shift(timedelta(minutes=2))
        one_pass()
        assert (sale.order.status, stock_of(SKU)) == ("cancelled", 5)
        assert sale.order.created_at == moment


@pytest.mark.parametrize("skew", [timedelta(minutes=5), timedelta(days=1)], ids=str)
@pytest.mark.parametrize("is_paid", [True, False])
def test_f1_a_worker_whose_clock_is_wrong_loses_no_money(
    sale: Sale, skew: timedelta, is_paid: bool
) -> None:
    if is_paid:
        sale.pay()
    one_pass(now=clock.now() - skew)
    assert (sale.order.status, stock_of(SKU)) == ("pending", 3)  # too early for it to look
    one_pass(now=clock.now() + skew)
    ended = "cancelled" if skew > HOLD else "pending"
    assert sale.order.status == ("confirmed" if is_paid else ended)
    if not is_paid:  # and the money comes all the same
        sale.pay()
        sale.tell()
    assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    assert_all_is_well(sale.razorpay, **{SKU: 5})


def a_busy_evening(razorpay: RunningSandbox) -> dict[str, Sale]:
    """One of each thing that a worker has to do."""
    a_product(product_id=SKU, stock=50)
    names = ("unpaid", "unheard", "refund", "second", "part")
    sales = {name: a_sale(razorpay, an_order(wanted={SKU: 2})) for name in names}
    paid = {name: sale.pay()["id"] for name, sale in sales.items() if name != "unpaid"}
    for name in ("refund", "second", "part"):
        sales[name].tell()
    razorpay.control("faults", path=REFUND, kind="500", times=2)
    cancel_order(sales["refund"].order_id, reason="By telephone.", by="Sneha")
    part = sales["part"]
    give_back(
        part.order_id,
        paid["part"],
        Wanted(lines={0: 1}, back_in_stock=True),
        key="refund-of-one-sheet",
        seen_left_paise=part.order.total_amount,
        reason="Dented.",
        by="Sneha",
    )
    sales["second"].pay(again=True)
    sales["second"].tell()
    return sales


def test_f2_three_workers_do_everything_at_once(
    razorpay: RunningSandbox, mailoutbox: list[Any]
) -> None:
    sales = a_busy_evening(razorpay)
    at_once([partial(one_pass, now=clock.now() + LATER)] * 3)
    one_pass(now=clock.now() + LATER)
    assert {name: str(sale.order.status) for name, sale in sales.items()} == {
        "unpaid": "cancelled",
        "unheard": "confirmed",
        "refund": "cancelled",
        "second": "confirmed",
        "part": "confirmed",
    }
    whole = sales["refund"].order.total_amount
    assert sorted(refunded_at(razorpay)) == sorted([500_00, whole, whole])
    mails = [(mail.to[0], mail.subject) for mail in mailoutbox]
    assert len(mails) == len(set(mails)) >= 4
    assert_all_is_well(razorpay, **{SKU: 50})
