"""The named scenarios of DynamoDB that is busy, or whose answers are lost and torn
(docs/reliability.md): through a proxy before the real server."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from catalog import shelf
from config import clock
from config.errors import Unavailable
from payments.models import EventMark
from payments.sandbox.process import RunningSandbox
from tests.factories import a_product, an_order, stock_of
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.faults.sales import (
    Sale,
    a_sale,
    assert_all_is_well,
    received_lines,
)
from tests.faults.troubles import Trouble
from tests.invariants import orders as all_orders
from tests.payments.test_checkout import fill, the_form
from tests.staff import a_browser

pytestmark = pytest.mark.server
SKU = "sheet"
WRITES = "TransactWriteItems"


@pytest.fixture
def sale(razorpay: RunningSandbox, proxy: Proxy) -> Sale:
    """Two of five sheets, opened at Razorpay, behind the proxy."""
    a_product(product_id=SKU, stock=5)
    return a_sale(razorpay, an_order(wanted={SKU: 2}))


def a_form(client: Client, stock: int) -> dict[str, str]:
    """A filled-in checkout over one sheet."""
    a_product(product_id=SKU, stock=stock)
    fill(client, SKU)
    return the_form(client)


@pytest.mark.parametrize("operation", ["*", WRITES])
def test_c1_throttled_all_the_time_is_a_503_and_nothing_half_done(
    client: Client, proxy: Proxy, operation: str
) -> None:
    form = a_form(client, stock=5)
    proxy.plan(troubles.throttle, operation=operation)
    reply = client.post("/checkout", form)
    assert reply.status_code in {422, 503}
    assert "try again" in reply.content.decode()
    proxy.forget_plans()
    assert (all_orders(), stock_of(SKU)) == ([], 5)
    assert client.post("/checkout", form).status_code == 302


def test_c1_a_page_that_cannot_be_read_says_when_to_come_back(proxy: Proxy, sale: Sale) -> None:
    browser = a_browser()
    proxy.plan(troubles.throttle, operation="Query", index="StatusIndex")
    lists = browser.get("/staff/orders/")
    assert (lists.status_code, lists["Retry-After"]) == (503, "5")
    one = browser.get(f"/staff/orders/{sale.order_id}/")  # the order is read by its key
    assert one.status_code in {200, 503}
    sale.pay()
    assert sale.tell() == 200
    assert sale.order.status == "confirmed"


NOW_AND_THEN = [(troubles.throttle, "[GPQTU]*"), (troubles.conflict, "[PTU]*")]


@pytest.mark.parametrize(("trouble", "operation"), NOW_AND_THEN, ids=["throttled", "met"])
def test_c1_c2_now_and_then_in_the_way_sells_all_the_same(
    razorpay: RunningSandbox, proxy: Proxy, trouble: Trouble, operation: str
) -> None:
    a_product(product_id=SKU, stock=9)
    shelf.shelf()
    proxy.plan(trouble, operation=operation, chance=0.25, seed=7)
    sales = [a_sale(razorpay, an_order(wanted={SKU: 1})) for _ in range(3)]
    for sale in sales:
        sale.pay()
        while sale.tell() != 200:  # Razorpay calls again
            pass
    proxy.forget_plans()
    assert [sale.order.status for sale in sales] == ["confirmed"] * 3
    assert_all_is_well(razorpay, **{SKU: 9})


def test_c2_always_in_the_way_is_refused_and_nothing_written(sale: Sale, proxy: Proxy) -> None:
    proxy.plan(troubles.conflict, operation=WRITES)
    with pytest.raises(Unavailable):
        an_order(wanted={SKU: 1})
    sale.pay()
    assert sale.tell() == 503
    proxy.forget_plans()
    assert (stock_of(SKU), sale.order.status, len(all_orders())) == (3, "pending", 1)
    assert sale.tell() == 200
    assert_all_is_well(sale.razorpay, **{SKU: 5})


TORN: list[Trouble] = [
    troubles.cut,
    troubles.wrong_crc,
    troubles.drop_after,
    troubles.drop_before,
    troubles.server_error,
]


@pytest.mark.parametrize("trouble", TORN, ids=lambda trouble: trouble.__name__)
@pytest.mark.parametrize("times", [1, 9])
def test_c3_c4_a_torn_answer_to_the_write_of_money_counts_once(
    sale: Sale, proxy: Proxy, trouble: Trouble, times: int
) -> None:
    sale.pay()
    proxy.plan(trouble, operation=WRITES, times=times)
    sale.tell()
    proxy.forget_plans()
    assert sale.tell() == 200
    assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    assert_all_is_well(sale.razorpay, **{SKU: 5})


def test_c11_the_same_write_again_when_its_token_has_run_out(sale: Sale, proxy: Proxy) -> None:
    sale.pay()
    proxy.plan(troubles.drop_after, operation=WRITES, times=9)
    sale.tell()  # written, and nobody heard of it
    proxy.forget_plans()
    assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    for days in (timedelta(minutes=11), timedelta(days=1), timedelta(days=61)):
        with time_machine.travel(clock.now() + days, tick=True):
            assert sale.tell() == 200
        assert (received_lines(sale.order), stock_of(SKU)) == (1, 3)
    for mark in EventMark.scan(EventMark.key.startswith("#event/")):
        mark.delete()  # its sixty days are over
    assert sale.tell() == 200
    assert (received_lines(sale.order), stock_of(SKU)) == (1, 3)
