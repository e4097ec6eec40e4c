"""The named scenario of cash on delivery: an order to be paid at the door is placed with an answer
lost before or after the write, and in a race with the other way to pay."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from orders.queries import order as order_of
from orders.rules import Status
from orders.services.drafting import Terms
from payments.attempt import new_attempt, order_ids_of
from payments.errors import BeingPaid
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.opening import open_payment
from payments.services.ordering import Wish, place
from payments.services.working import one_pass
from tests.factories import a_buyer, a_product, stock_of
from tests.faults.exhaust import HASTY, PATIENT, Scenario, count_calls, try_one
from tests.faults.flows import FIELDS, Flow, put_on_sale
from tests.faults.outside import FAULTS
from tests.faults.sales import assert_all_is_well, at_once, refunded_at
from tests.faults.scene import Scene
from tests.invariants import orders
from tests.payments.couriers import PUNE, they_go_to

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]
DRAWN = ("attempt", "total", "total_cod", "promised", "promised_cod")


def put_on_sale_where_couriers_collect(scene: Scene) -> None:
    put_on_sale(scene)
    they_go_to(PUNE)


def order_for_cash(scene: Scene, *, pay_first: bool = False) -> None:
    """From the cart to the thanks; `pay_first`: the page is sent to pay now before, and Back, and
    the window that was left open is paid in all the same."""
    browser = scene.browser()
    scene.press(lambda: browser.post("/cart/add", {"sku": "sheet", "quantity": "2"}))
    page = scene.press(lambda: browser.get(f"/checkout?pincode={PUNE}"))
    form = FIELDS | {name: page.hidden(name) for name in DRAWN}
    opened = ""
    if pay_first:
        page = scene.press(lambda: browser.post("/checkout", form))
        opened = scene.press(lambda: browser.get(page.location)).at("order")
    page = scene.press(lambda: browser.post("/checkout", form | {"way": "cod"}))
    scene.props["is_told"] = True
    scene.press(lambda: browser.get(page.location))
    if opened:
        scene.sandbox.control("pay", order_id=opened, outcome="success")
        scene.post_events()
    browser.act("worker")


def one_for_cash(scene: Scene) -> Iterator[str]:
    """One page is one live order, for cash where the shopper was told so; any other is paid."""
    live = [order for order in orders() if order.status is not Status.CANCELLED]
    if len(live) > 1 or (scene.props.get("is_told") and not live):
        yield f"one page made {len(live)} live orders"
    for order in live:
        is_right = order.is_cod or (order.razorpay_payment_id and not scene.props.get("is_told"))
        if not (is_right and order.status is Status.CONFIRMED):
            yield f"{order.order_id} is {order.status}, to be paid by {order.payment_method}"


CASH = Flow("cash", put_on_sale_where_couriers_collect, order_for_cash, one_for_cash)
PAY_THEN_CASH = Flow(
    "pay, then cash",
    put_on_sale_where_couriers_collect,
    partial(order_for_cash, pay_first=True),
    one_for_cash,
)


@pytest.mark.parametrize("flow", [CASH, PAY_THEN_CASH], ids=lambda flow: flow.name)
def test_a24_an_answer_lost_at_any_write_makes_no_second_order(
    scene: Scene, flow: Flow, all_faults: bool
) -> None:
    """Every write of it, with the faults and the people taking turns; `make faults`: all pairs."""
    broken: list[str] = []
    calls = list(enumerate(count_calls(scene, flow), start=1))
    writes = [(n, call) for n, call in calls if call.startswith(("TransactWrite", "UpdateItem"))]
    for turn, (number, call) in enumerate(writes):
        for fault in FAULTS if all_faults else [FAULTS[turn % len(FAULTS)]]:
            patience = PATIENT if turn % 2 else HASTY
            broken += try_one(scene, flow, Scenario(number, call, fault, patience))
    assert len(writes) >= 4
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("first_paid", [False, True])
def test_a24_both_ways_at_once_leave_one_live_order(
    razorpay: RunningSandbox, first_paid: bool
) -> None:
    """Eight presses of one page, four each way; or four for cash while the money comes in."""
    a_product(product_id="sheet", stock=5)
    buyer, ids = a_buyer(), order_ids_of(new_attempt())
    assert ids

    def wish(*, is_cod: bool) -> Wish:
        total = 628_00 if is_cod else 579_00
        terms = Terms(is_cod=is_cod)
        return Wish(ids, buyer, {"sheet": 1}, total, terms, network="198.51.100.7")

    acts: list[Any] = [partial(press, wish(is_cod=True))] * 4
    if first_paid:
        pays = place(wish(is_cod=False)).order
        opened = open_payment(pays, is_fresh=True)
        razorpay.control("pay", order_id=opened, outcome="success")
        acts.append(partial(check_order, order_of(pays.order_id)))
    else:
        acts += [partial(press, wish(is_cod=False))] * 4
    at_once(acts)
    one_pass()
    live = [order for order in orders() if order.status is not Status.CANCELLED]
    assert len(live) == 1
    assert stock_of("sheet") == 4
    back = [] if live[0].razorpay_payment_id or not first_paid else [579_00]
    assert refunded_at(razorpay) == back
    assert_all_is_well(razorpay, sheet=5)


def press(wish: Wish) -> str:
    """What the shopper gets: an order, or that the payment is on its way."""
    try:
        return place(wish).order.order_id
    except BeingPaid as paid:
        return paid.order_id
