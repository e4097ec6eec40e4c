"""The named scenarios of news about payments (docs/reliability.md), on the real server."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from config import clock
from payments.queries import unmatched
from payments.sandbox.process import RunningSandbox
from payments.services.working import one_pass
from payments.signatures import webhook_signature
from tests.factories import a_product, an_order, stock_of
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.faults.sales import (
    LATER,
    SOON,
    Sale,
    a_sale,
    assert_all_is_well,
    assert_paid_once,
    at_once,
    received_lines,
    tell,
)

pytestmark = pytest.mark.server
SKU = "sheet"


@pytest.fixture
def sale(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, opened at Razorpay."""
    a_product(product_id=SKU, stock=5)
    return a_sale(razorpay, an_order(wanted={SKU: 2}))


@pytest.mark.parametrize("times", [5, 50])
def test_a1_one_event_many_times_at_once(sale: Sale, times: int) -> None:
    sale.pay()
    (event,) = sale.events("payment.captured")
    assert set(at_once([partial(tell, event)] * times)) == {200}
    assert_paid_once(sale, **{SKU: 5})


@pytest.mark.timeout(900)
def test_a2_callback_and_webhook_in_the_same_moment(
    razorpay: RunningSandbox, proxy: Proxy, mailoutbox: list[Any], all_faults: bool
) -> None:
    a_product(product_id=SKU, stock=1000)
    proxy.plan(troubles.delay(0.01), operation="TransactWriteItems")  # both read before one writes
    rounds = 100 if all_faults else 5
    for _ in range(rounds):
        sale = a_sale(razorpay, an_order(wanted={SKU: 1}))
        back = sale.pay()
        (event,) = sale.events("payment.captured")
        assert at_once([partial(sale.come_back, back), partial(tell, event)]) == [303, 200]
        assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    proxy.forget_plans()
    one_pass()
    one_pass()
    assert len(mailoutbox) == len({mail.to[0] for mail in mailoutbox}) == rounds
    assert stock_of(SKU) == 1000 - rounds
    assert_all_is_well(razorpay, **{SKU: 1000})


@pytest.mark.parametrize("left", ["webhook", "callback", "worker"])
def test_a3_any_one_way_of_the_news_is_enough(sale: Sale, left: str) -> None:
    back = sale.pay()
    ways: dict[str, Callable[[], object]] = {
        "webhook": sale.tell,
        "callback": lambda: sale.come_back(back),
        "worker": lambda: one_pass(now=clock.now() + SOON),
    }
    ways[left]()
    assert_paid_once(sale, **{SKU: 5})


def test_a5_failed_and_then_captured_after_all(sale: Sale) -> None:
    failed = sale.pay(outcome="failure")
    assert sale.tell("payment.failed") == 200
    assert sale.order.status == "pending"
    sale.razorpay.control(f"payments/{failed['id']}/settle", outcome="success")
    assert (sale.tell("payment.authorized"), sale.tell("payment.captured")) == (200, 200)
    assert_paid_once(sale, **{SKU: 5})


def test_a21_a_day_without_any_webhook(razorpay: RunningSandbox) -> None:
    a_product(product_id=SKU, stock=5)
    sales = [a_sale(razorpay, an_order(wanted={SKU: 1})) for _ in range(3)]
    for sale in sales:
        sale.pay()
    one_pass(now=clock.now() + 100 * LATER)  # neither webhook nor worker for 26 hours
    assert [sale.order.status for sale in sales] == ["confirmed"] * 3
    assert_all_is_well(razorpay, **{SKU: 5})


STRANGE: list[tuple[str, dict[str, Any], int]] = [
    ("an unknown kind", {"event": "payment.teleported"}, 200),
    ("another account", {"account_id": "acc_SomebodyElse00"}, 200),
]


@pytest.mark.parametrize(("what", "change", "status"), STRANGE, ids=lambda value: str(value)[:20])
def test_a23_news_that_is_none_of_ours(
    sale: Sale, what: str, change: dict[str, Any], status: int
) -> None:
    sale.pay()
    (event,) = sale.events("payment.captured")
    told = json.dumps(json.loads(event["body"]) | change).replace(sale.opened_id, "order_Nobodys")
    assert tell(event | {"body": told}) == status
    assert sale.order.status == "pending"
    assert len(unmatched()) == (what == "another account")  # money is kept, whosever it is


def test_a23_news_of_test_mode_is_signed_with_another_secret(sale: Sale, client: Any) -> None:
    sale.pay()
    (event,) = sale.events("payment.captured")
    assert "test-mode-secret" not in settings.RAZORPAY_WEBHOOK_SECRETS
    signature = webhook_signature("test-mode-secret", event["body"].encode())
    headers = {"X-Razorpay-Signature": signature}
    reply = client.post("/payment/webhook", event["body"], "application/json", headers=headers)
    assert (reply.status_code, sale.order.status, sale.payments) == (400, "pending", [])
