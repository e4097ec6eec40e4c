"""Crowds at the real server: one paid order told fifty times, and two hundred after the last ten,
with the condition on stock and without it."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
import requests
from django.conf import settings

from catalog.models import Product
from config.local.processes import LOOPBACK, free_port
from orders.models import Order
from orders.queries import order as find_order
from payments.models import Payment
from payments.signatures import webhook_signature
from tests.invariants import assert_invariants, orders, rows
from tests.journey.goods import (
    CROWDED,
    LAST_TEN,
    OVERSOLD,
    RECEIVED,
    RECEIVED_TO_OVERSELL,
)
from tests.journey.house import House, eventually, is_ready

pytestmark = [pytest.mark.server, pytest.mark.whole, pytest.mark.timeout(180)]
_T = TypeVar("_T")
_networks = (f"10.77.{n // 250}.{n % 250 + 1}" for n in itertools.count())


def a_wish(product_id: str, who: str) -> dict[str, object]:
    return {
        "items": [{"id": product_id, "quantity": 1}],
        "customer": {"name": "Ananya Rao", "email": who, "phone": "+919845012345"},
        "shippingAddress": {
            "addressLine1": "22, 3rd Cross, 4th Block",
            "city": "Pune",
            "state": "Maharashtra",
            "pincode": "411038",
        },
    }


def buy(url: str, product_id: str, who: str, network: str) -> requests.Response:
    """Place an order as the earlier front end does, from a network of one's own."""
    return requests.post(
        f"{url}/payment/create-order",
        json=a_wish(product_id, who),
        headers={"X-Forwarded-For": network},
        timeout=60,
    )


def at_once(acts: list[Callable[[], _T]]) -> list[_T]:
    """Do all of these in the same moment; their answers in order."""
    start = Barrier(len(acts), timeout=30)

    def go(act: Callable[[], _T]) -> _T:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(go, acts))


def a_crowd(url: str, product_id: str, *, size: int) -> list[requests.Response]:
    """So many people order one piece in the same moment."""
    people = [(f"crowd{n}@example.com", next(_networks)) for n in range(size)]
    return at_once(
        [lambda who=who, network=network: buy(url, product_id, who, network)  # type: ignore[misc]
         for who, network in people]
    )  # fmt: skip


def placed_for(product_id: str) -> list[Order]:
    return [order for order in orders() if order.lines[0].sku == product_id]


@pytest.fixture
def careless_url(house: House) -> Iterator[str]:
    """A second server of the same shop without the condition; what it did is wiped away, so that
    the other tests find a shop that is as it should be."""
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    command = ["gunicorn", "--config", "config/gunicorn.py", f"--bind={LOOPBACK}:{port}"]
    server = house.household.start("careless", [*command, "tests.journey.careless"])
    server.wait_until(lambda: is_ready(port))
    yield url
    server.stop()
    for order in placed_for(OVERSOLD):
        order.delete()
    for product in Product.query(OVERSOLD):
        product.delete()


def stock_of(product_id: str) -> int:
    (product,) = Product.query(product_id, consistent_read=True)
    return int(product.stock)


def test_two_hundred_buyers_for_the_last_ten(house: House) -> None:
    replies = a_crowd(house.url, LAST_TEN, size=200)
    assert Counter(reply.status_code for reply in replies) == {200: 10, 409: 190}
    assert all(reply.json()["error"] for reply in replies if reply.status_code == 409)
    assert (len(placed_for(LAST_TEN)), stock_of(LAST_TEN)) == (10, 0)
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def test_without_its_condition_the_shop_oversells(house: House, careless_url: str) -> None:
    replies = a_crowd(careless_url, OVERSOLD, size=60)
    sold = [reply for reply in replies if reply.status_code == 200]
    assert len(sold) > RECEIVED_TO_OVERSELL
    assert stock_of(OVERSOLD) == RECEIVED_TO_OVERSELL - len(sold)


def test_the_news_of_one_payment_fifty_times_and_the_callback(house: House) -> None:
    house.sandbox.control("webhooks", mode="hold")
    placed = buy(house.url, CROWDED, "once@example.com", next(_networks)).json()["order"]
    paid = house.sandbox.control("pay", order_id=placed["id"], outcome="success")
    news = captured_event(house, paid["payment"]["id"])
    *told, came_back = at_once(
        [*[lambda: tell(house, news)] * 50, lambda: callback(house, paid["response"])]
    )
    assert [reply.status_code for reply in told] == [200] * 50
    assert came_back.status_code == 303
    house.sandbox.control("webhooks", mode="auto")  # and once more, with all that was held
    assert_one_effect(find_order(placed["receipt"]), paid["payment"]["id"])
    assert eventually(lambda: house.sandbox.mails(to="once@example.com"))
    assert eventually(lambda: house.a_pass() == "nothing to do")  # the worker may be at it
    assert len(house.sandbox.mails(to="once@example.com")) == 1
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def captured_event(house: House, payment_id: str) -> dict[str, str]:
    """The event that Razorpay would send, held back by the sandbox."""
    (event,) = [
        event
        for event in house.sandbox.ledger()["events"]
        if event["name"] == "payment.captured" and payment_id in event["body"]
    ]
    return event


def tell(house: House, event: dict[str, str]) -> requests.Response:
    """Send it as Razorpay does, but with more patience than its five seconds: the machine that
    tests may be a slow one."""
    raw = event["body"].encode()
    headers = {
        "Content-Type": "application/json",
        "X-Razorpay-Signature": webhook_signature(settings.RAZORPAY_WEBHOOK_SECRETS[0], raw),
        "x-razorpay-event-id": event["id"].removeprefix("evt_"),
    }
    return requests.post(f"{house.url}/payment/webhook", data=raw, headers=headers, timeout=60)


def callback(house: House, response: dict[str, str]) -> requests.Response:
    """What the browser sends after the payment, for sandbox and shop alike."""
    return requests.post(
        f"{house.url}/payment/callback", data=response, timeout=60, allow_redirects=False
    )


def assert_one_effect(order: Order, payment_id: str) -> None:
    received = [line for line in order.timeline or [] if "received" in line.text]
    taken = [row for row in rows(Payment, "payment_id") if row.razorpay_payment_id == payment_id]
    assert (order.status, len(received), order.attention or []) == (
        "confirmed",
        1,
        [],
    )
    assert [row.payment_id for row in taken] == [payment_id]
    assert stock_of(CROWDED) == RECEIVED[CROWDED] - 1
