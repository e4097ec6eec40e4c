"""The Razorpay stand-in, held against the published replies and asked through our own client."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

from payments.razorpay import Razorpay, RazorpayDown, RazorpayRefused, webhook_signature_is_right
from payments.sandbox.process import RunningSandbox, start
from tests.listener import listening
from tests.samples import sample

KEYS = {"key_id": settings.RAZORPAY_KEY_ID, "key_secret": settings.RAZORPAY_KEY_SECRET}
AUTH = (settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET)
METHODS = ["upi", "card", "netbanking", "wallet"]


def client(sandbox: RunningSandbox, **given: Any) -> Razorpay:
    return Razorpay(requests.Session(), sandbox.razorpay_url, **(KEYS | given))


def rest(sandbox: RunningSandbox, method: str, path: str, **kwargs: Any) -> requests.Response:
    url = f"{sandbox.razorpay_url}/v1/{path}"
    return requests.request(method, url, auth=AUTH, timeout=10, **kwargs)


def an_order(sandbox: RunningSandbox, amount_paise: int = 50000, receipt: str = "TB-1") -> str:
    return client(sandbox).open_order(receipt, amount_paise, {"orderId": receipt}).id


def paid(sandbox: RunningSandbox, **given: Any) -> str:
    order_id = an_order(sandbox)
    payment_id: str = sandbox.control("pay", order_id=order_id, **given)["payment"]["id"]
    return payment_id


def events(sandbox: RunningSandbox) -> list[str]:
    return [event["name"] for event in sandbox.ledger().get("events", [])]


def test_an_order_has_the_published_fields(sandbox: RunningSandbox) -> None:
    wanted = {"amount": 5000, "currency": "INR", "receipt": "receipt#1", "notes": {"key1": "v"}}
    reply = rest(sandbox, "POST", "orders", json=wanted)
    assert reply.status_code == 200
    assert reply.json().keys() == sample("razorpay", "rest.order.create.200").keys()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("event", ["payment.authorized", "payment.captured", "order.paid"])
def test_an_event_of_a_success_has_the_published_fields(
    sandbox: RunningSandbox, event: str, method: str
) -> None:
    paid(sandbox, method=method)
    sent = next(e for e in sandbox.ledger()["events"] if e["name"] == event)
    assert_shaped(json.loads(sent["body"]), sample("razorpay", f"webhook.{event}.{method}"))


@pytest.mark.parametrize("method", METHODS)
def test_the_event_of_a_failure_has_the_published_fields(
    sandbox: RunningSandbox, method: str
) -> None:
    paid(sandbox, method=method, outcome="failure")
    [sent] = sandbox.ledger()["events"]
    assert_shaped(json.loads(sent["body"]), sample("razorpay", f"webhook.payment.failed.{method}"))


def test_the_events_of_a_refund_have_the_published_fields(sandbox: RunningSandbox) -> None:
    payment_id = paid(sandbox, method="netbanking")
    refund = client(sandbox).refund(payment_id, 1000, "refund-key-1", "R1", {"why": "late"})
    sandbox.control(f"refunds/{refund.id}/fail")
    for event in ("refund.created", "refund.processed", "refund.failed"):
        sent = next(e for e in sandbox.ledger()["events"] if e["name"] == event)
        assert_shaped(json.loads(sent["body"]), sample("razorpay", f"webhook.{event}"))


def assert_shaped(body: dict[str, Any], published: dict[str, Any]) -> None:
    assert body.keys() == published.keys()
    assert (body["event"], body["contains"]) == (published["event"], published["contains"])
    for part in published["contains"]:
        ours, theirs = body["payload"][part]["entity"], published["payload"][part]["entity"]
        assert ours.keys() == theirs.keys()
        assert ours.get("card", {}).keys() == theirs.get("card", {}).keys()
        assert ours["status"] in {theirs["status"], "captured"}


def test_a_payment_and_its_list_have_the_published_fields(sandbox: RunningSandbox) -> None:
    order_id = an_order(sandbox)
    sandbox.control("pay", order_id=order_id, method="netbanking")
    listed = rest(sandbox, "GET", f"orders/{order_id}/payments").json()
    assert listed.keys() == sample("razorpay", "rest.order.payments.200").keys()
    assert listed["items"][0].keys() == sample("razorpay", "rest.payment.fetch.200").keys()


def test_a_refund_has_the_published_fields(sandbox: RunningSandbox) -> None:
    payment_id = paid(sandbox)
    reply = rest(sandbox, "POST", f"payments/{payment_id}/refund", json={"amount": 1000})
    assert reply.json().keys() == sample("razorpay", "rest.refund.create_normal.200").keys()


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({"amount": 99, "currency": "INR"}, "rest.order.create.400_amount"),
        ({"amount": 10.5, "currency": "INR"}, "rest.payment.capture.400"),
    ],
)
def test_a_refused_order_is_the_published_error(
    sandbox: RunningSandbox, wanted: dict[str, Any], name: str
) -> None:
    reply = rest(sandbox, "POST", "orders", json=wanted)
    assert (reply.status_code, reply.json()) == (400, sample("razorpay", name))


@pytest.mark.parametrize(
    "odd",
    [
        {"receipt": "R" * 41},
        {"notes": {str(n): "" for n in range(16)}},
        {"notes": {"long": "x" * 257}},
        {"currency": "USD"},
        {"colour": "red"},
        {"payment": {"capture": "perhaps"}},
    ],
    ids=lambda odd: str(next(iter(odd))),
)
def test_what_the_documents_forbid_is_refused(sandbox: RunningSandbox, odd: dict[str, Any]) -> None:
    wanted = {"amount": 5000, "currency": "INR"} | odd
    assert rest(sandbox, "POST", "orders", json=wanted).status_code == 400


def test_foreign_keys_are_let_nowhere(sandbox: RunningSandbox) -> None:
    reply = requests.get(f"{sandbox.razorpay_url}/v1/orders", auth=("a", "b"), timeout=10)
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "BAD_REQUEST_ERROR")
    with pytest.raises(RazorpayDown):
        client(sandbox, key_secret="").order_by_receipt("TB-1")


def test_the_same_receipt_opens_one_order(sandbox: RunningSandbox) -> None:
    assert an_order(sandbox) == an_order(sandbox)
    with pytest.raises(RazorpayRefused):
        an_order(sandbox, amount_paise=49900)
    found = client(sandbox).order_by_receipt("TB-1")
    assert found is not None
    assert found.amount_paise == 50000


def test_a_success_is_captured_paid_and_signed(sandbox: RunningSandbox) -> None:
    order_id = an_order(sandbox)
    answer = sandbox.control("pay", order_id=order_id, method="card", email="asha@example.com")
    response, seen = answer["response"], client(sandbox)
    assert response.keys() == sample("razorpay", "checkout.success.response").keys()
    signed = (order_id, response["razorpay_payment_id"], response["razorpay_signature"])
    assert seen.payment_signature_is_right(*signed)
    payment = seen.payment(response["razorpay_payment_id"])
    assert (payment.status, payment.amount_paise, payment.email) == (
        "captured",
        50000,
        "asha@example.com",
    )
    assert (payment.fee_paise, payment.tax_paise, payment.detail["last4"]) == (1180, 180, "1007")
    assert (seen.order(order_id).status, seen.order(order_id).amount_paid_paise) == ("paid", 50000)
    assert events(sandbox) == ["payment.authorized", "payment.captured", "order.paid"]


def test_a_failure_may_come_to_money_later(sandbox: RunningSandbox) -> None:
    payment_id = paid(sandbox, outcome="failure")
    assert client(sandbox).payment(payment_id).error_reason == "payment_failed"
    sandbox.control(f"payments/{payment_id}/settle", outcome="success")
    late = client(sandbox).payment(payment_id)
    assert (late.status, late.error_reason) == ("captured", "")
    assert events(sandbox)[:2] == ["payment.failed", "payment.authorized"]


def test_a_paid_order_takes_no_second_payment_unless_it_was_under_way(
    sandbox: RunningSandbox,
) -> None:
    order_id = an_order(sandbox)
    open_one = sandbox.control("pay", order_id=order_id, outcome="pending")["payment"]["id"]
    sandbox.control("pay", order_id=order_id)
    with pytest.raises(ValueError, match="already paid"):
        sandbox.control("pay", order_id=order_id)
    sandbox.control(f"payments/{open_one}/settle")
    assert [p.status for p in client(sandbox).payments_of(order_id)] == ["captured", "captured"]


def test_manual_capture_takes_the_authorised_amount_once(sandbox: RunningSandbox) -> None:
    wanted = {"amount": 5000, "currency": "INR", "payment": {"capture": "manual"}}
    order_id = rest(sandbox, "POST", "orders", json=wanted).json()["id"]
    payment_id = sandbox.control("pay", order_id=order_id)["payment"]["id"]
    capture = f"payments/{payment_id}/capture"
    assert rest(sandbox, "POST", capture, json={"amount": 4999}).status_code == 400
    assert rest(sandbox, "POST", capture, json={"amount": 5000}).json()["status"] == "captured"
    again = rest(sandbox, "POST", capture, json={"amount": 5000}).json()["error"]
    assert again["description"] == "This payment has already been captured"


def test_parts_are_refunded_up_to_what_was_captured(sandbox: RunningSandbox) -> None:
    payment_id, ask = paid(sandbox), client(sandbox).refund
    ask(payment_id, 20000, "refund-key-1", "R1", {})
    assert client(sandbox).payment(payment_id).status == "captured"
    with pytest.raises(RazorpayRefused, match="accept"):
        ask(payment_id, 30001, "refund-key-2", "R2", {})
    ask(payment_id, 30000, "refund-key-3", "R3", {})
    assert client(sandbox).payment(payment_id).status == "refunded"
    assert {r.receipt for r in client(sandbox).refunds_of(payment_id)} == {"R1", "R3"}


def test_one_key_is_one_refund_and_a_changed_body_is_refused(sandbox: RunningSandbox) -> None:
    payment_id, ask = paid(sandbox), client(sandbox).refund
    first = ask(payment_id, 20000, "refund-key-1", "R1", {})
    assert ask(payment_id, 20000, "refund-key-1", "R1", {}) == first
    with pytest.raises(RazorpayRefused) as refusal:
        ask(payment_id, 10000, "refund-key-1", "R1", {})
    published = sample("razorpay", "rest.refund.idempotency_conflict.400")["error"]
    assert refusal.value.description == published["description"]
    with pytest.raises(RazorpayRefused):
        ask(payment_id, 100, "short", "R1", {})


def test_a_key_under_way_is_409_and_later_the_same_refund(sandbox: RunningSandbox) -> None:
    payment_id = paid(sandbox)
    sandbox.control("faults", kind="slow", path="*/refund", ms=700)

    def ask(_: int) -> int:
        body, key = {"amount": 1000}, {"X-Refund-Idempotency": "refund-key-1"}
        path = f"payments/{payment_id}/refund"
        return rest(sandbox, "POST", path, json=body, headers=key).status_code

    with ThreadPoolExecutor(2) as pair:
        assert sorted(pair.map(ask, range(2))) == [200, 409]
    assert ask(0) == 200
    assert len(sandbox.ledger()["refunds"]) == 1


def test_a_refund_that_failed_is_money_of_the_shop_again(sandbox: RunningSandbox) -> None:
    payment_id = paid(sandbox)
    refund = client(sandbox).refund(payment_id, 50000, "refund-key-1", "R1", {})
    sandbox.control(f"refunds/{refund.id}/fail")
    assert client(sandbox).refunds_of(payment_id)[0].status == "failed"
    assert client(sandbox).payment(payment_id).amount_refunded_paise == 0


@pytest.mark.parametrize("kind", ["500", "502", "429", "html", "drop", "drop_after"])
def test_a_trouble_happens_so_often_and_then_no_more(sandbox: RunningSandbox, kind: str) -> None:
    sandbox.control("faults", kind=kind, path="/razorpay/v1/orders", method="POST", times=2)
    for _ in range(2):
        with pytest.raises(RazorpayDown):
            an_order(sandbox)
    known = client(sandbox).order_by_receipt("TB-1")
    assert (known is not None) == (kind == "drop_after")
    assert an_order(sandbox) == (known.id if known else an_order(sandbox))


def test_a_hang_ends_with_the_time_out(sandbox: RunningSandbox) -> None:
    order_id = an_order(sandbox)
    sandbox.control("faults", kind="hang", path="*/orders/*")
    with pytest.raises(RazorpayDown):
        client(sandbox, timeout=(1, 0.2)).order(order_id)


def test_events_are_signed_repeated_until_2xx_and_never_changed(sandbox: RunningSandbox) -> None:
    with listening() as shop:
        shop.statuses = [500]
        sandbox.control("webhooks", mode="auto", site_url=shop.url)
        paid(sandbox)
        shop.wait_for(4)
    for path, headers, body in shop.heard:
        assert path == "/payment/webhook"
        signature = headers["X-Razorpay-Signature"]
        assert webhook_signature_is_right(body, signature, settings.RAZORPAY_WEBHOOK_SECRETS)
    ids = [headers["x-razorpay-event-id"] for _, headers, _ in shop.heard]
    assert (len(ids), len(set(ids)), ids[0]) == (4, 3, ids[3])
    assert shop.heard[0][2] == shop.heard[3][2]


def test_held_events_come_in_the_order_asked_for_and_as_often(sandbox: RunningSandbox) -> None:
    paid(sandbox)
    with listening() as shop:
        sandbox.control("webhooks", site_url=shop.url)
        authorized, captured, order_paid = [e["id"] for e in sandbox.ledger()["events"]]
        sandbox.control("events/release", ids=[order_paid, authorized])
        attempts = sandbox.control(f"events/{captured}/send", times=10, at_once=True)
    heard = [json.loads(body)["event"] for _, _, body in shop.heard]
    assert heard == ["order.paid", "payment.authorized", *["payment.captured"] * 10]
    assert [attempt["status"] for attempt in attempts] == [200] * 10


def test_with_several_hands_events_are_sent_at_once(tmp_path: Path) -> None:
    """None is answered before all three of a payment were heard."""
    together = threading.Barrier(3, timeout=20)
    with listening() as shop, start(state=tmp_path, site_url=shop.url, SANDBOX_HANDS="3") as many:
        shop.before_answer = together.wait
        paid(many)
        shop.wait_for(3)
        assert not together.broken
        while left := requests.get(f"{many.url}/control/events/waiting", timeout=10).json():
            assert {each["state"] for each in left} == {"waiting"}
    assert len(shop.heard) == 3


def test_a_dropped_event_is_not_sent(sandbox: RunningSandbox) -> None:
    paid(sandbox)
    authorized, captured, _ = [e["id"] for e in sandbox.ledger()["events"]]
    sandbox.control(f"events/{authorized}/drop")
    with listening() as shop:
        sandbox.control("webhooks", mode="auto", site_url=shop.url)
        shop.wait_for(2)
    assert json.loads(shop.heard[0][2])["event"] == "payment.captured"
    assert captured.removeprefix("evt_") == shop.heard[0][1]["x-razorpay-event-id"]


def test_a_kill_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with start(state=tmp_path, site_url="http://127.0.0.1:9") as first:
        payment_id = paid(first)
        before = first.ledger()
        first.kill()
    with (tmp_path / "journal.jsonl").open("a") as journal:
        journal.write('[["payments", "pay_torn')
    with start(state=tmp_path, site_url="http://127.0.0.1:9") as second:
        assert client(second).payment(payment_id).status == "captured"
        after = second.ledger()
    for shelf in ("orders", "payments", "receipts", "numbers"):
        assert after[shelf] == before[shelf]


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
def test_other_sites_are_turned_away(sandbox: RunningSandbox, headers: dict[str, str]) -> None:
    reply = requests.post(f"{sandbox.url}/control/reset", json={}, headers=headers, timeout=10)
    assert reply.status_code in {400, 403}


def test_an_event_of_ones_own_making_is_signed_to_the_byte(sandbox: RunningSandbox) -> None:
    with listening() as shop:
        sandbox.control("webhooks", site_url=shop.url)
        sandbox.control("events", body='{"event": "payment.captured" }')
        sandbox.control("events", vendor="shiprocket", body={"awb": "1"})
    [(path, headers, body), (courier_path, courier_headers, _)] = shop.heard
    assert (path, body) == ("/payment/webhook", b'{"event": "payment.captured" }')
    signature = headers["X-Razorpay-Signature"]
    assert webhook_signature_is_right(body, signature, settings.RAZORPAY_WEBHOOK_SECRETS[:1])
    assert courier_path == "/shipping/tracking/webhook"
    assert courier_headers["x-api-key"] == settings.SHIPROCKET_WEBHOOK_TOKEN
