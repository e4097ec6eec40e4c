"""The named scenarios of people who press twice and of vendors that do not answer
(docs/reliability.md), on the real server."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from config.errors import ShopError
from orders.queries import needing_a_person
from orders.rules import Status
from orders.services.moving import start_packing
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.refunding import give_back
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.services.dispatching import dispatch
from shipping.tokens import _client as courier
from tests.factories import a_product, an_order, stock_of
from tests.faults import report
from tests.faults.sales import Sale, a_sale, assert_all_is_well, at_once, refunded_at
from tests.invariants import orders as all_orders
from tests.payments.test_checkout import fill, the_form

pytestmark = pytest.mark.server
SKU = "sheet"
REFUND = "/razorpay/v1/payments/*/refund"
IN_FLIGHT = {"error": {"code": "BAD_REQUEST_ERROR", "description": "Refund is in progress."}}


@pytest.fixture
def paid(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, paid."""
    a_product(product_id=SKU, stock=5, weight_grams=95, size_cm="26x22x1")
    sale = a_sale(razorpay, an_order(wanted={SKU: 2}))
    sale.pay()
    assert sale.tell() == 200
    return sale


def a_refund(sale: Sale, *, paise: int, key: str = "refund-from-the-form") -> Callable[[], object]:
    """Somebody's press of the button, over a payment of which nothing went back yet."""
    return partial(
        give_back,
        sale.order_id,
        sale.payments[0].payment_id,
        Wanted(amount_paise=paise),
        key=key,
        seen_left_paise=sale.order.total_amount,
        reason="A box was dented.",
        by="Sneha",
    )


def pressed(act: Callable[[], object]) -> None:
    """Whoever is refused reads why."""
    with suppress(ShopError):
        act()


def test_a14_the_same_form_twenty_times_at_once(client: Client, razorpay: RunningSandbox) -> None:
    report.tried("rounds of named scenarios")
    a_product(product_id=SKU, stock=30)
    fill(client, SKU, "2")
    form = the_form(client)

    def submit() -> str:
        tab = Client()
        tab.cookies.load(client.cookies.output(header="", sep=";"))
        return str(tab.post("/checkout", form)["Location"])

    assert len(set(at_once([submit] * 20))) == 1
    (order,) = all_orders()
    assert (stock_of(SKU), len(razorpay.ledger()["orders"])) == (28, 1)
    assert order.razorpay_order_id == razorpay.ledger()["orders"][0]["entity"]["id"]


NO_ANSWER: list[dict[str, Any]] = [
    {"kind": "drop"},
    {"kind": "drop_after"},
    {"kind": "500"},
    {"kind": "502"},
    {"kind": "429"},
    {"kind": "html"},
    {"kind": "answer", "body": "{"},
    {"kind": "answer_after", "body": {"id": 7}},
]


@pytest.mark.parametrize("fault", NO_ANSWER, ids=lambda fault: "-".join(map(str, fault.values())))
def test_a18_razorpay_does_not_open_the_order(
    client: Client, razorpay: RunningSandbox, fault: dict[str, Any]
) -> None:
    report.tried("rounds of named scenarios")
    a_product(product_id=SKU, stock=5)
    fill(client, SKU)
    razorpay.control("faults", path="/razorpay/v1/orders", method="POST", times=9, **fault)
    placed = client.post("/checkout", the_form(client))
    page = client.get(placed["Location"])
    is_there = bool(razorpay.ledger().get("orders"))  # made, and we did not hear of it
    assert page.status_code == (200 if is_there else 503)
    razorpay.control("faults/clear")
    assert client.get(placed["Location"]).status_code == 200
    assert (len(razorpay.ledger()["orders"]), len(all_orders()), stock_of(SKU)) == (1, 1, 4)


LOST: list[dict[str, Any]] = [
    {"kind": "drop_after"},
    {"kind": "answer", "status": 409, "body": IN_FLIGHT},
    {"kind": "answer_after", "status": 409, "body": IN_FLIGHT},
    {"kind": "500"},
]


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("fault", LOST, ids=["lost", "not begun", "in flight", "500"])
def test_a19_the_answer_to_a_refund_is_lost(paid: Sale, fault: dict[str, Any], times: int) -> None:
    paid.razorpay.control("faults", path=REFUND, times=times, **fault)
    pressed(a_refund(paid, paise=100_00))
    pressed(a_refund(paid, paise=100_00))
    for _ in range(times):
        one_pass()
    assert refunded_at(paid.razorpay) == [100_00]
    assert_all_is_well(paid.razorpay, **{SKU: 5})


def test_a19_parts_that_are_more_than_all_of_it(paid: Sale) -> None:
    half = paid.order.total_amount // 2 + 1
    at_once(
        [partial(pressed, a_refund(paid, paise=half, key=f"refund-number-{n}")) for n in (1, 2)]
    )
    assert refunded_at(paid.razorpay) == [half]
    assert_all_is_well(paid.razorpay, **{SKU: 5})


def test_a19_a_refund_that_fails_later_is_a_persons_business(paid: Sale) -> None:
    pressed(a_refund(paid, paise=100_00))
    (made,) = paid.razorpay.ledger()["refunds"]
    paid.razorpay.control(f"refunds/{made['id']}/fail")
    assert paid.tell("refund.failed") == 200
    assert needing_a_person() == [paid.order_id]
    assert paid.payments[0].left_paise == paid.order.total_amount


@pytest.fixture
def courier_here(paid: Sale, settings: Settings) -> Sale:
    """The same sale, on the bench, with a courier to hand it to."""
    settings.SHIPROCKET_BASE_URL = paid.razorpay.shiprocket_url
    courier.cache_clear()
    start_packing(paid.order_id, by="Rohit")
    return paid


@pytest.mark.parametrize("round_", range(3))
def test_a20_cancel_refund_and_dispatch_at_once(courier_here: Sale, round_: int) -> None:
    sale = courier_here
    total = sale.order.total_amount
    acts: list[Callable[[], object]] = [
        partial(dispatch, sale.order_id, by="Rohit"),
        partial(cancel_order, sale.order_id, reason="By telephone.", by="Sneha"),
        a_refund(sale, paise=total // 2),
        a_refund(sale, paise=total // 2, key="refund-of-another"),
    ]
    at_once([partial(pressed, act) for act in acts[round_:] + acts[:round_]])
    one_pass()
    given, parcels = sum(refunded_at(sale.razorpay)), list(Shipment.scan())
    if sale.order.status == Status.CANCELLED:
        assert (given, stock_of(SKU)) == (total, 5)
        assert all(parcel.status == "cancelled" for parcel in parcels if parcel.tracking_number)
    else:
        assert (given < total, stock_of(SKU)) == (True, 3)
    assert_all_is_well(sale.razorpay, **{SKU: 5})
