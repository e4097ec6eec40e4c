"""The Razorpay client against the published replies, and against every way the wire fails."""

import json
from collections.abc import Iterator
from importlib import metadata
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses

from config import clock
from payments.razorpay import (
    Razorpay,
    RazorpayDown,
    RazorpayRefused,
    order_from,
    payment_from,
    refund_from,
    webhook_signature_is_right,
)
from payments.razorpay_wire import session_to
from payments.signatures import payment_signature, webhook_signature
from tests.samples import names, sample

BASE = "http://127.0.0.1:9/razorpay"
PAYMENT = f"{BASE}/v1/payments/pay_MT48CvBhIC98MQ"
# Razorpay's own published vector: standard checkout, step 1.5.
VECTOR = "EnLs21M47BllR3X8PSFtjtbd", "order_IEIaMR65cu6nz3", "pay_IH4NVgf4Dreq1l"
VECTOR_SIGNATURE = "0d4e745a1838664ad6c9c9902212a32d627d68e917290b0ad5f08ff4561bc50f"


@pytest.fixture
def wire() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client(secret: str = VECTOR[0]) -> Razorpay:
    return Razorpay(requests.Session(), BASE, key_id="rzp_test_a", key_secret=secret)


def an_order(**given: Any) -> dict[str, Any]:
    entity: dict[str, Any] = sample("razorpay", "rest.order.create.200")
    return entity | {"receipt": "TB-0123456789", "amount": 50000} | given


def a_payment(**given: Any) -> dict[str, Any]:
    entity: dict[str, Any] = sample("razorpay", "rest.payment.fetch.200")
    return entity | given


def test_opening_asks_for_rupees_and_automatic_capture_under_our_receipt(
    wire: responses.RequestsMock,
) -> None:
    wire.post(f"{BASE}/v1/orders", json=an_order())
    opened = client().open_order("TB-0123456789", 50000, {"orderId": "TB-0123456789"})
    assert (opened.id, opened.amount_paise, opened.status) == (
        "order_RB58MiP5SPFYyM",
        50000,
        "created",
    )
    asked = json.loads(wire.calls[0].request.body or "")
    assert (asked["amount"], asked["currency"], asked["receipt"]) == (50000, "INR", "TB-0123456789")
    assert (asked["unique_receipt"], asked["payment"]["capture"]) == (True, "automatic")


def test_an_order_open_for_another_amount_is_refused(wire: responses.RequestsMock) -> None:
    wire.post(f"{BASE}/v1/orders", json=an_order(amount=49900))
    with pytest.raises(RazorpayRefused):
        client().open_order("TB-0123456789", 50000, {})


def test_a_lost_order_is_found_by_its_receipt(wire: responses.RequestsMock) -> None:
    listed = [
        an_order(id="order_second", created_at=200),
        an_order(id="order_first", created_at=100),
        an_order(id="order_other", created_at=50, receipt="TB-0123456789X"),
    ]
    page = {"entity": "collection", "count": 3, "items": listed}
    wire.get(f"{BASE}/v1/orders", json=page)
    found = client().order_by_receipt("TB-0123456789")
    assert found is not None
    assert found.id == "order_first"


def test_no_order_with_this_receipt_is_none(wire: responses.RequestsMock) -> None:
    wire.get(f"{BASE}/v1/orders", json={"entity": "collection", "count": 0, "items": []})
    assert client().order_by_receipt("TB-0123456789") is None


def test_every_attempt_at_an_order_is_read(wire: responses.RequestsMock) -> None:
    reply = sample("razorpay", "rest.order.payments.200")
    wire.get(f"{BASE}/v1/orders/order_N8FRN5zTm5S3wx/payments", json=reply)
    failed, captured = client().payments_of("order_N8FRN5zTm5S3wx")
    assert (failed.status, failed.error_reason) == ("failed", "payment_failed")
    assert (captured.status, captured.fee_paise, captured.tax_paise) == ("captured", 2, 0)
    assert captured.detail == {"vpa": "success@razorpay", "reference": "267567962619"}


def test_a_refund_carries_its_key_and_our_name_for_it(wire: responses.RequestsMock) -> None:
    reply = sample("razorpay", "rest.refund.create_instant.200")
    wire.post(f"{BASE}/v1/payments/pay_29QQoUBi66xm2f/refund", json=reply)
    refund = client().refund("pay_29QQoUBi66xm2f", 500100, "refund-key-0001", "R1", {"by": "staff"})
    assert (refund.id, refund.amount_paise) == ("rfnd_FP8R8EGjGbPkVb", 500100)
    request = wire.calls[0].request
    assert request.headers["X-Refund-Idempotency"] == "refund-key-0001"
    assert json.loads(request.body or "")["receipt"] == "R1"


def test_all_refunds_of_a_payment_are_read(wire: responses.RequestsMock) -> None:
    reply = sample("razorpay", "rest.payment.refunds.200")
    wire.get(f"{BASE}/v1/payments/pay_29QQoUBi66xm2f/refunds", json=reply)
    assert [r.amount_paise for r in client().refunds_of("pay_29QQoUBi66xm2f")] == [300100, 200000]


BEGIN, END = clock.from_unix(1_795_000_000), clock.from_unix(1_795_086_399)


def a_page(ids: range) -> dict[str, Any]:
    items = [a_payment(id=f"pay_{n:014d}") for n in ids]
    return {"entity": "collection", "count": len(items), "items": items}


def test_a_list_of_a_period_is_read_page_by_page_to_its_end(wire: responses.RequestsMock) -> None:
    for page in (range(100), range(100, 200), range(200, 201)):
        wire.get(f"{BASE}/v1/payments", json=a_page(page))
    found = list(client().payments_between(BEGIN, END))
    assert [payment.id for payment in found] == [f"pay_{n:014d}" for n in range(201)]
    asked = [parse_qs(urlsplit(str(call.request.url)).query) for call in wire.calls]
    assert [page["skip"] for page in asked] == [["0"], ["100"], ["200"]]
    assert {name: asked[0][name] for name in ("from", "to", "count")} == {
        "from": ["1795000000"],
        "to": ["1795086399"],
        "count": ["100"],
    }


def test_a_list_that_fills_its_last_page_is_asked_for_one_more(
    wire: responses.RequestsMock,
) -> None:
    for page in (range(100), range(0)):
        wire.get(f"{BASE}/v1/payments", json=a_page(page))
    assert len(list(client().payments_between(BEGIN, END))) == 100


@pytest.mark.parametrize("failures", [1, 2])
def test_a_page_is_asked_for_once_more_and_then_given_up(
    wire: responses.RequestsMock, failures: int
) -> None:
    for _ in range(failures):
        wire.get(f"{BASE}/v1/refunds", body="<html>502</html>", status=502)
    if failures == 1:
        wire.get(f"{BASE}/v1/refunds", json=a_page(range(0)))
        assert list(client().refunds_between(BEGIN, END)) == []
    else:
        with pytest.raises(RazorpayDown):
            list(client().refunds_between(BEGIN, END))


@pytest.mark.parametrize(
    "name",
    names("razorpay", "rest.order.create.400")
    + names("razorpay", "rest.refund.create_normal.400")
    + names("razorpay", "rest.refund.idempotency"),
)
def test_a_documented_refusal_is_told_to_staff_and_not_to_the_shopper(
    wire: responses.RequestsMock, name: str
) -> None:
    reply = sample("razorpay", name)
    wire.get(PAYMENT, json=reply, status=400)
    with pytest.raises(RazorpayRefused) as refusal:
        client().payment("pay_MT48CvBhIC98MQ")
    assert refusal.value.description == reply["error"]["description"]
    assert reply["error"]["description"] not in str(refusal.value)


BAD_REQUEST = {"error": {"code": "BAD_REQUEST_ERROR", "description": "Request was throttled."}}
NO_ANSWER: dict[str, dict[str, Any]] = {
    "connection refused": {"body": requests.ConnectionError("refused")},
    "read time-out": {"body": requests.ReadTimeout("slow")},
    "cut off in the body": {"body": requests.exceptions.ChunkedEncodingError("cut")},
    "a page of HTML": {"body": "<html>504</html>", "status": 504},
    "HTML with 200": {"body": "<html>maintenance</html>", "status": 200},
    "an empty body": {"body": "", "status": 400},
    "a list": {"json": [], "status": 200},
    "an error in words": {"json": {"error": "no"}, "status": 400},
    "no error at all": {"json": {"message": "no Route matched"}, "status": 404},
    "throttled as a bad request": {"json": BAD_REQUEST, "status": 429},
    "same refund in flight": {"json": BAD_REQUEST, "status": 409},
    "our keys with 401": {"json": BAD_REQUEST, "status": 401},
    "our keys with 400": {
        "json": {"error": {"code": "BAD_REQUEST_ERROR", "description": "Authentication failed"}},
        "status": 400,
    },
    "the bank's gateway": {
        "json": {"error": {"code": "GATEWAY_ERROR", "description": "bank"}},
        "status": 400,
    },
    "500 that says bad request": {"json": BAD_REQUEST, "status": 500},
    "204": {"body": "", "status": 204},
    "rubbish in the entity": {"json": {"id": "pay_1", "amount": "12"}, "status": 200},
}


@pytest.mark.parametrize("reply", NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_no_answer_is_razorpay_down_and_prints_nothing(
    wire: responses.RequestsMock, reply: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    wire.get(PAYMENT, **reply)
    with pytest.raises(RazorpayDown):
        client().payment("pay_MT48CvBhIC98MQ")
    assert capsys.readouterr().out == ""
    assert len(wire.calls) == 1


def test_every_call_has_a_time_out() -> None:
    seen: list[Any] = []

    class Watched(requests.Session):
        def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
            seen.append(kwargs["timeout"])
            raise requests.ConnectTimeout

    razorpay = Razorpay(Watched(), BASE, key_id="a", key_secret="b")
    for call in (
        lambda: razorpay.open_order("TB-1", 100, {}),
        lambda: razorpay.order_by_receipt("TB-1"),
        lambda: razorpay.order("order_1"),
        lambda: razorpay.payments_of("order_1"),
        lambda: razorpay.payment("pay_1"),
        lambda: razorpay.refund("pay_1", 100, "key-key-key", "R1", {}),
        lambda: razorpay.refunds_of("pay_1"),
        lambda: list(razorpay.orders_between(BEGIN, END)),  # each page is asked for twice
        lambda: list(razorpay.payments_between(BEGIN, END)),
        lambda: list(razorpay.refunds_between(BEGIN, END)),
    ):
        with pytest.raises(RazorpayDown):
            call()
    assert seen == [(2, 5)] * 13


@pytest.mark.parametrize("bad", ["", "../orders", "pay_1?x=1", "pay_1/refund", "pay\n", "pay_٣"])
def test_an_id_that_could_change_the_address_is_refused_unasked(bad: str) -> None:
    with pytest.raises(RazorpayRefused):
        client().payment(bad)


def test_the_published_signature_vector() -> None:
    secret, order_id, payment_id = VECTOR
    assert payment_signature(secret, order_id, payment_id) == VECTOR_SIGNATURE
    assert client(secret).payment_signature_is_right(order_id, payment_id, VECTOR_SIGNATURE)


@pytest.mark.parametrize(
    "signature", ["", "0", VECTOR_SIGNATURE[:-1], "é" * 64, "\udc80", "0" * 64]
)
def test_any_other_signature_is_wrong(signature: str) -> None:
    secret, order_id, payment_id = VECTOR
    assert not client(secret).payment_signature_is_right(order_id, payment_id, signature)


def test_a_signature_of_one_order_is_wrong_for_another() -> None:
    secret, _, payment_id = VECTOR
    assert not client(secret).payment_signature_is_right("order_x", payment_id, VECTOR_SIGNATURE)


def test_an_empty_key_secret_signs_nothing() -> None:
    forged = payment_signature("", "order_1", "pay_1")
    assert not client("").payment_signature_is_right("order_1", "pay_1", forged)


def test_a_webhook_is_right_under_the_new_and_the_old_secret() -> None:
    raw = b'{"event":"payment.captured"}'
    for secret in ("new", "old"):
        assert webhook_signature_is_right(raw, webhook_signature(secret, raw), ["new", "old"])


@pytest.mark.parametrize("secrets", [[], [""], ["right"]])
@pytest.mark.parametrize("signature", [None, "", "é", webhook_signature("", b"{}"), "0" * 64])
def test_a_webhook_of_a_stranger_is_wrong(signature: str | None, secrets: list[str]) -> None:
    assert not webhook_signature_is_right(b"{}", signature, secrets)


def test_a_webhook_whose_body_was_changed_is_wrong() -> None:
    signature = webhook_signature("right", b'{"amount":100}')
    assert not webhook_signature_is_right(b'{"amount": 100}', signature, ["right"])


def about_payments() -> list[str]:
    """The published webhooks that carry a payment; a payout, for one, does not."""
    every = names("razorpay", "webhook.")
    return [name for name in every if "payment" in sample("razorpay", name)["payload"]]


@pytest.mark.parametrize("name", about_payments())
def test_every_published_webhook_reads(name: str) -> None:
    payload = sample("razorpay", name)["payload"]
    payment = payment_from(payload["payment"]["entity"])
    assert payment.amount_paise > 0
    assert payment.notes == {}
    assert None not in payment.detail.values()
    if "order" in payload:
        assert order_from(payload["order"]["entity"]).status == "paid"
    if "refund" in payload:
        assert refund_from(payload["refund"]["entity"]).payment_id == payment.id


def test_an_order_without_receipt_or_notes_reads() -> None:
    order = order_from(sample("razorpay", "rest.order.fetch.200"))
    assert (order.receipt, order.amount_paid_paise) == ("", 0)


def test_empty_text_stands_for_nothing() -> None:
    payment = payment_from(a_payment(error_description="", fee="", order_id=None, email=None))
    assert (payment.fee_paise, payment.order_id, payment.email) == (None, "", "")


def test_notes_of_the_old_front_end_stay_text() -> None:
    notes = {"cartItems": '[{"id":1}]', "count": 2, "nested": {"a": "b"}}
    read = payment_from(a_payment(notes=notes)).notes
    assert read == {"cartItems": '[{"id":1}]', "count": "2", "nested": '{"a": "b"}'}


def test_odd_detail_does_not_cost_the_payment() -> None:
    odd = a_payment(card="4111", upi=[1], acquirer_data=[])
    assert payment_from(odd).detail == {"bank": "ICIC"}


RUBBISH: list[dict[str, Any]] = [
    {"amount": "2100"},
    {"amount": 21.0},
    {"amount": True},
    {"amount": None},
    {"amount": -1},
    {"id": None},
    {"id": 7},
    {"status": ""},
    {"currency": None},
    {"created_at": "today"},
    {"created_at": 10**18},
    {"notes": ["a"]},
    {"order_id": {"id": 1}},
    {"fee": "2"},
    {"amount_refunded": "2"},
]


@pytest.mark.parametrize("given", RUBBISH, ids=str)
def test_rubbish_is_a_value_error(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        payment_from(a_payment(**given))


@pytest.mark.parametrize("entity", [None, [], "pay_1", 3])
def test_what_is_no_entity_is_a_value_error(entity: Any) -> None:
    for read in (payment_from, order_from, refund_from):
        with pytest.raises(ValueError, match="entity"):
            read(entity)


def test_the_way_to_razorpay_is_read_of_the_environment_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "inside.example")
    outside, inside = (session_to(f"https://{host}.example") for host in ("api", "inside"))
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://another.example:3128")
    ways = [each.merge_environment_settings("", {}, None, None, None) for each in (outside, inside)]
    assert ways[0]["proxies"]["https"] == "http://proxy.example:3128"
    assert "https" not in ways[1]["proxies"]


def test_the_sdk_says_its_version_and_reads_it_once(
    wire: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.post(f"{BASE}/v1/orders", json=an_order())
    asked: list[str] = []
    found = metadata.version("razorpay")

    def version(name: str) -> str:
        asked.append(name)
        return found

    monkeypatch.setattr(metadata, "version", version)
    shop = client()
    for _ in range(3):
        shop.open_order("TB-0123456789", 50000, {})
    told = {call.request.headers["User-Agent"].strip() for call in wire.calls}
    assert (told, asked) == ({f"Razorpay-Python/{found}"}, ["razorpay"])
