"""Both webhooks keep note of how they do, and staff are told when Razorpay has fallen silent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from config import clock
from config.errors import Unavailable
from orders.models import Order
from orders.rules import Status
from payments import webhooks as razorpay_webhook
from payments.health_rules import may_be_switched_off
from payments.models import RazorpayHealth
from payments.services import health
from shipping import webhooks as shiprocket_webhook
from tests.factories import a_payment_entity, an_event, an_opened_order, an_order, signed
from tests.staff import a_browser

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def new_process() -> None:
    razorpay_webhook.EAR.forget()
    shiprocket_webhook.EAR.forget()


def ago(minutes: int) -> datetime:
    return NOON - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("event", "sale", "is_off"),
    [
        (None, None, False),  # a new shop
        (ago(5), None, False),
        (ago(600), None, False),  # a quiet night
        (ago(600), ago(599), False),  # the sale that this event told
        (ago(600), ago(571), False),
        (ago(600), ago(569), True),  # sold since, and no event
        (ago(600), ago(40), True),
        (ago(600), ago(29), False),  # it may still come
        (ago(5), ago(40), False),
        (None, ago(40), True),
        (None, ago(10), False),
    ],
)
def test_silence_after_a_sale_is_suspicious(
    event: datetime | None, sale: datetime | None, is_off: bool
) -> None:
    found = may_be_switched_off(last_event_at=event, newest_sale_at=sale, now=NOON)
    assert found is is_off


def test_an_event_is_noted_with_its_kind(client: Client) -> None:
    raw = an_event("payment.captured", a_payment_entity(an_opened_order()))
    client.post("/payment/webhook", raw, "application/json", headers=signed(raw))
    found = health.of_razorpay(clock.now())
    assert (found.last_event, found.failures_today, found.trouble) == ("payment.captured", 0, "")
    assert found.last_event_at is not None


def test_a_wrong_signature_is_noted_with_what_it_may_be(client: Client) -> None:
    client.post("/payment/webhook", b"{}", "application/json")
    found = health.of_razorpay(clock.now())
    assert (found.last_event_at, found.failures_today) == (None, 1)
    assert "RAZORPAY_WEBHOOK_SECRET" in found.last_failure


def test_a_signed_body_that_is_no_event_is_noted(client: Client) -> None:
    client.post("/payment/webhook", b"[]", "application/json", headers=signed(b"[]"))
    assert "no event" in health.of_razorpay(clock.now()).last_failure


def test_a_busy_table_is_noted_and_the_answer_is_still_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(razorpay_webhook, "take_in", busy)
    raw = an_event("payment.captured", a_payment_entity(an_opened_order()))
    answer = client.post("/payment/webhook", raw, "application/json", headers=signed(raw))
    assert answer.status_code == 503
    assert "tables did not answer" in health.of_razorpay(clock.now()).last_failure


def test_shiprockets_events_and_failures_are_noted(client: Client) -> None:
    right = {"x-api-key": "tests-courier-token"}
    body = b'{"awb": "1", "current_status": "IN TRANSIT"}'
    address = "/shipping/tracking/webhook"
    client.post(address, body, "application/json", headers=right)
    client.post(address, body, "application/json", headers={"x-api-key": "guess"})
    found = health.of_shiprocket(clock.now())
    assert (found.last_event, found.failures_today) == ("IN TRANSIT", 1)
    assert "SHIPROCKET_WEBHOOK_TOKEN" in found.last_failure


@pytest.mark.parametrize("hours", [2, None])
def test_sales_without_events_say_what_to_do(hours: int | None) -> None:
    order = an_order()
    if hours:
        long_ago = clock.now() - timedelta(hours=hours)
        paid = [Order.status.set(Status.CONFIRMED), Order.created_at.set(long_ago)]
        order.update(actions=[*paid])
    found = health.of_razorpay(clock.now())
    assert found.trouble == (health.NEVER_HEARD if hours else "")


def test_a_sale_long_after_the_last_event_says_to_enable_the_webhook() -> None:
    heard_at = clock.now() - timedelta(hours=9)
    RazorpayHealth("#webhook/razorpay", "#", last_event_at=heard_at).save()
    order = an_order()
    sold_at = clock.now() - timedelta(hours=2)
    sold = [Order.status.set(Status.SHIPPED), Order.created_at.set(sold_at)]
    order.update(actions=[*sold])
    assert health.of_razorpay(clock.now()).trouble == health.SWITCHED_OFF
    page = a_browser().get("/staff/payments/").content.decode()
    assert "Razorpay may have switched us off" in page
