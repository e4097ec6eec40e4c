"""Crowds at the real server: one paid order told fifty times, and two hundred after the last ten.

The other side of the second promise, that without the condition the shop oversells, is seen by
taking the condition out of `catalog/services/stock.py` and running this file.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
import requests
from django.conf import settings

from catalog.models import Product
from orders.models import Order
from orders.queries import order as find_order
from payments.models import Payment
from payments.signatures import webhook_signature
from tests.invariants import assert_invariants, orders, rows
from tests.journey.goods import CROWDED, LAST_TEN, RECEIVED
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
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


def buy(house: House, product_id: str, who: str, network: str) -> requests.Response:
    """Place an order as the earlier front end does, from a network of one's own."""
    return requests.post(
        f"{house.url}/payment/create-order",
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


def stock_of(product_id: str) -> int:
    (product,) = Product.query(product_id, consistent_read=True)
    return int(product.stock)


def test_two_hundred_buyers_for_the_last_ten(house: House) -> None:
    people = [(f"crowd{n}@example.com", next(_networks)) for n in range(200)]
    replies = at_once(
        [lambda p=p: buy(house, LAST_TEN, *p) for p in people]  # type: ignore[misc]
    )
    assert Counter(reply.status_code for reply in replies) == {200: 10, 409: 190}
    assert all(reply.json()["error"] for reply in replies if reply.status_code == 409)
    placed = [order for order in orders() if order.lines[0].sku == LAST_TEN]
    assert (len(placed), stock_of(LAST_TEN)) == (10, 0)
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def test_the_news_of_one_payment_fifty_times_and_the_callback(house: House) -> None:
    house.sandbox.control("webhooks", mode="hold")
    placed = buy(house, CROWDED, "once@example.com", next(_networks)).json()["order"]
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
    assert house.a_pass() == "nothing to do"
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
