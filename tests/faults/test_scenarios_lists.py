"""The named scenarios of reading (docs/reliability.md): an index that lags, one person spelt four
ways, pages that end where the list does. On the real server."""

from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Unavailable
from customers.models import Address, Customer
from customers.rules import customer_id_of
from customers.services.keeping import remember
from orders.rules import Status
from orders.staff.queries import how_many, page_of
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from tests.factories import ADDRESS, a_product, an_order, stock_of
from tests.faults.odd import FEW
from tests.faults.proxy import Proxy
from tests.faults.sales import a_sale, assert_all_is_well, at_once, refunded_at
from tests.invariants import orders as all_orders
from tests.staff import a_browser

pytestmark = pytest.mark.server
SKU = "sheet"


def test_c5_an_index_that_lags(razorpay: RunningSandbox, proxy: Proxy) -> None:
    a_product(product_id=SKU, stock=5)
    with proxy.index_lag() as lagging:
        sale = a_sale(razorpay, an_order(wanted={SKU: 2}))
        sale.pay()
        assert (sale.tell(), sale.order.status) == (200, "confirmed")
        sale.pay(again=True)  # no index shows this second payment yet
        assert sale.tell() == 200
        cancel_order(sale.order_id, reason="By telephone.", by="Sneha")
        total = sale.order.total_amount
        assert (refunded_at(razorpay), stock_of(SKU)) == ([total] * 2, 5)
        page = a_browser().get(f"/staff/orders/{sale.order_id}/").content.decode()
        assert "Cancelled" in page
        lagging.catch_up()
        assert [how_many(status) for status in Status] == [0, 0, 0, 0, 0, 1]
    assert_all_is_well(razorpay, **{SKU: 5})


SPELLINGS = ["Asha@Example.in", " asha@example.in", "ASHA@EXAMPLE.IN ", "\uff41sha@example.in"]


def test_c6_a_hundred_at_once_with_one_address_are_one_customer(all_faults: bool) -> None:
    def write(spelling: str) -> None:
        now, address = clock.now(), dict(ADDRESS)
        who: Any = {"customer_id": customer_id_of(spelling), "name": "Asha", "phone": ""}
        with transaction() as tx:
            remember(tx, **who, address=address, now=now)

    def as_the_worker_does(spelling: str) -> None:
        with suppress(Unavailable):  # too many at once; the next pass does it
            persistently(partial(write, spelling))

    crowd = 100 if all_faults else 24
    at_once([partial(as_the_worker_does, SPELLINGS[n % 4]) for n in range(crowd)])
    assert [row.customer_id for row in Customer.scan()] == ["asha@example.in"]
    assert [row.is_default for row in Address.scan()] == [False]


def all_pages(size: int, *, lose: int = -1) -> list[str]:
    """The order ids of the whole list, page by page; one is deleted after the first page."""
    page = page_of(Status.PENDING, size=size)
    found = [order.order_id for order in page.orders]
    if lose >= 0:
        sorted(all_orders(), key=lambda order: (order.created_at, order.order_id))[lose].delete()
    while page.next:
        page = page_of(Status.PENDING, page.next, size=size)
        found += [order.order_id for order in page.orders]
    return found


def test_c7_pages_lose_and_repeat_nothing_wherever_they_end() -> None:
    a_product(product_id=SKU, stock=50)
    placed = {an_order(wanted={SKU: 1}).order_id for _ in range(6)}

    @FEW
    @given(size=st.integers(1, 8))
    def pages_are_whole(size: int) -> None:
        found = all_pages(size)
        assert (len(found), set(found)) == (6, placed)

    pages_are_whole()
    for lose in (1, 1, 1):  # the last of the first page, at which the cursor stands
        left = {order.order_id for order in all_orders()}
        found = all_pages(2, lose=lose)
        assert len(found) == len(set(found))
        assert left - set(found) <= left - {order.order_id for order in all_orders()}
