"""The named scenarios of stock (docs/reliability.md), on the real server."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

import pytest
from django.test import Client
from pynamodb.exceptions import PynamoDBException

from catalog import shelf
from catalog.errors import NotOnSale, OutOfStock, ProductChanged, UnknownSku
from catalog.models import Product
from catalog.services.counting import change_stock
from config import clock
from config.errors import Unavailable
from orders.links import token_of
from orders.rules import Status
from orders.services import moving
from orders.services.cancelling import cancel_unpaid, end_hold
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services.refunding import give_back
from payments.services.working import one_pass
from shipping.services.tracking import take_tracking
from tests.factories import a_product, an_order, stock_of
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.faults.sales import LATER, a_sale, assert_all_is_well, at_once
from tests.invariants import assert_invariants
from tests.invariants import orders as all_orders
from tests.shipping.bench import a_parcel, flags, now_of
from tests.shipping.office import Office, open_office
from tests.shipping.test_tracking import news
from tests.staff import a_browser

pytestmark = pytest.mark.server
RETURNED = 10  # Shiprocket's number for "RTO Delivered"
NO = (OutOfStock, ProductChanged, NotOnSale, UnknownSku, Unavailable)


@pytest.fixture
def office() -> Iterator[Office]:
    """Shiprocket, as `responses` plays it."""
    with open_office() as courier_office:
        yield courier_office


def buys(**wanted: int) -> int:
    """The pieces that a shopper got: all that was wanted, or none."""
    try:
        order = an_order(wanted=wanted)
    except NO:
        return 0
    return sum(line.quantity for line in order.lines)


@pytest.mark.parametrize("stock", [1, 10])
def test_b1_a_crowd_after_the_last_pieces(stock: int, all_faults: bool) -> None:
    a_product(product_id="net", stock=stock)
    sizes = cycle([1] if stock == 1 else [1, 2, 3])
    crowd = 200 if all_faults else 40
    got = at_once([partial(buys, net=next(sizes)) for _ in range(crowd)])
    assert sum(got) + stock_of("net") == stock
    assert stock_of("net") < 3
    assert_invariants(received={"net": stock})


def test_b2_two_carts_of_the_same_last_goods_the_other_way_round(proxy: Proxy) -> None:
    for round_ in range(5):
        one, other = (a_product(product_id=f"{sku}{round_}", stock=1).product_id for sku in "ab")
        proxy.plan(troubles.conflict, operation="TransactWriteItems", chance=0.2, seed=round_)
        there, back = {one: 1, other: 1}, {other: 1, one: 1}
        at_once([partial(buys, **wanted) for wanted in (there, back) * 4])
        proxy.forget_plans()
        buys(**there)  # if all were sent away for being in each other's way
        assert (stock_of(one), stock_of(other)) == (0, 0)
        assert_invariants(received={one: 1, other: 1})


def test_b4_staff_count_while_sales_run() -> None:
    a_product(product_id="net", stock=20)
    shelf.shelf()
    counts: list[Callable[[], object]] = [
        partial(change_stock, "net", "net", change, "Counted.", "Sneha") for change in (3, -2) * 5
    ]
    sales: list[Callable[[], object]] = [partial(buys, net=1)] * 15
    got = at_once([*sales, *counts])
    assert stock_of("net") == 20 + 5 - sum(each for each in got if isinstance(each, int))


@pytest.mark.parametrize("times", [1, 2])
def test_b4_a_count_whose_answer_is_lost_counts_once(proxy: Proxy, times: int) -> None:
    a_product(product_id="net", stock=20)
    for operation in ("UpdateItem", "TransactWriteItems"):
        proxy.plan(troubles.drop_after, table="*products", operation=operation, times=times)
    change_stock("net", "net", 3, "Counted.", "Sneha")
    assert stock_of("net") == 23


def test_b5_a_piece_comes_back_once_however_often_the_refund_is_pressed(
    razorpay: RunningSandbox,
) -> None:
    a_product(product_id="net", stock=5)
    sale = a_sale(razorpay, an_order(wanted={"net": 2}))
    payment_id = sale.pay()["id"]
    sale.tell()
    for step in (Status.PROCESSING, Status.SHIPPED):
        moving.move(sale.order, step, by="Sneha", text="On.")
    press = partial(
        give_back,
        sale.order_id,
        payment_id,
        Wanted(lines={0: 1}, back_in_stock=True),
        key="refund-of-one-net",
        seen_left_paise=sale.order.total_amount,
        reason="It came back.",
        by="Sneha",
    )
    at_once([press] * 3)
    press()
    assert stock_of("net") == 4
    assert_all_is_well(razorpay, net=5)


def test_b5_a_parcel_that_returns_twice_is_a_persons_to_count(office: Office) -> None:
    parcel = a_parcel()
    sku = now_of(parcel).lines[0].sku or ""
    before = stock_of(sku)
    returned = partial(take_tracking, news(parcel, 42, 9, RETURNED), source="Shiprocket")
    at_once([returned] * 2)
    returned()
    assert (stock_of(sku), list(flags(parcel))) == (before, ["parcel"])


@pytest.mark.parametrize("how", ["off sale", "deleted"])
def test_b6_a_product_that_goes_during_the_checkout(how: str, client: Client) -> None:
    net = a_product(product_id="net", stock=5)
    old = an_order(wanted={"net": 1})
    shelf.shelf()
    net.delete() if how == "deleted" else net.update(actions=[Product.is_active.set(False)])
    assert buys(net=1) == 0
    assert len(all_orders()) == 1
    assert client.get(f"/track/{token_of(old.order_id)}").status_code == 200
    assert a_browser().get(f"/staff/orders/{old.order_id}/").status_code == 200
    cancel_unpaid(old.order_id, reason="By telephone.", by="Sneha")
    assert all_orders()[0].status == "cancelled"


def test_b7_two_workers_end_the_same_holds(razorpay: RunningSandbox) -> None:
    a_product(product_id="net", stock=20)
    orders = [an_order(wanted={"net": 2}) for _ in range(6)]
    later = clock.now() + LATER
    at_once([partial(end_hold, order, now=later) for order in orders for _ in range(3)])
    assert stock_of("net") == 20
    assert {order.status for order in all_orders()} == {"cancelled"}


@pytest.mark.parametrize("trouble", [troubles.drop_before, troubles.drop_after])
def test_b7_a_worker_that_dies_while_it_ends_a_hold(
    razorpay: RunningSandbox, proxy: Proxy, trouble: troubles.Trouble
) -> None:
    a_product(product_id="net", stock=20)
    order = an_order(wanted={"net": 2})
    proxy.plan(trouble, operation="TransactWriteItems")  # for as long as this worker lives
    with pytest.raises(PynamoDBException):
        end_hold(order, now=clock.now() + LATER)
    proxy.forget_plans()
    for _ in range(2):
        end_hold(order, now=clock.now() + LATER)
    assert (all_orders()[0].status, stock_of("net")) == ("cancelled", 20)


def test_a16_killed_between_the_stock_and_razorpay(razorpay: RunningSandbox) -> None:
    a_product(product_id="net", stock=5)
    order = an_order(wanted={"net": 2})  # and there it ends: Razorpay was never asked
    at_once([partial(one_pass, now=clock.now() + LATER)] * 2)
    one_pass(now=clock.now() + LATER)
    assert (all_orders()[0].status, stock_of("net")) == ("cancelled", 5)
    assert all_orders()[0].order_id == order.order_id
    assert "orders" not in razorpay.ledger()
