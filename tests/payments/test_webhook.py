"""Razorpay's door: signature over the raw bytes, a clean answer to everything."""

import json
from pathlib import Path

import pytest
from django.test import Client

from orders.models import Order
from payments.models import EventMark, Payment
from payments.signatures import webhook_signature
from tests.factories import a_payment_entity, an_event, an_opened_order, signed

SAMPLES = Path(__file__).parent.parent / "samples" / "razorpay"


def post(client: Client, raw: bytes, headers: dict[str, str]) -> int:
    reply = client.post("/payment/webhook", raw, content_type="application/json", headers=headers)
    return reply.status_code


def test_a_captured_event_confirms_the_order(client: Client) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    assert post(client, raw, signed(raw)) == 200
    assert Order.get(order.order_id, order.customer_id).status == "confirmed"


def test_the_older_secret_still_signs_while_rotating(client: Client) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    headers = {"X-Razorpay-Signature": webhook_signature("tests-older-secret", raw)}
    assert post(client, raw, headers) == 200
    assert Order.get(order.order_id, order.customer_id).status == "confirmed"


WRONG = ["", "0" * 64, "é" * 64, "\x00", webhook_signature("", b"{}"), "a" * 5000]


@pytest.mark.parametrize("signature", WRONG)
def test_a_wrong_signature_is_refused_and_changes_nothing(client: Client, signature: str) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    assert post(client, raw, {"X-Razorpay-Signature": signature}) == 400
    assert Order.get(order.order_id, order.customer_id).status == "pending"


def test_a_body_written_anew_no_longer_fits_its_signature(client: Client) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    again = json.dumps(json.loads(raw), indent=1).encode()
    assert post(client, again, signed(raw)) == 400


ODD = [
    b"",
    b"not json",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"{" * 5000,
    '{"event":"payment.captured"}'.encode("utf-16"),
    b'{"event":"payment.captured","payload":{"payment":{"entity":{"id":"' + b"x" * 3000 + b'"}}}}',
    b'{"event":["payment.captured"]}',
    b'{"event":{"a":1}}',
    b'{"payload":{}}',
    b'{"event":"payment.captured"}',
    b'{"event":"payment.captured","payload":[]}',
    b'{"event":"payment.captured","payload":{"payment":{"entity":{"id":1}}}}',
]


@pytest.mark.parametrize("raw", ODD)
def test_signed_rubbish_is_a_clean_400(client: Client, raw: bytes) -> None:
    assert post(client, raw, signed(raw)) == 400


def test_half_a_character_in_an_e_mail_does_not_keep_money_out(client: Client) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order, email="a\ud800@b.co"))
    assert post(client, raw, signed(raw)) == 200
    assert Order.get(order.order_id, order.customer_id).status == "confirmed"


def test_a_body_over_64_kb_is_not_read(client: Client) -> None:
    raw = b'{"event":"' + b"x" * 65536 + b'"}'
    assert post(client, raw, signed(raw)) == 413


def test_a_kind_that_is_none_of_ours_is_answered_and_changes_nothing(client: Client) -> None:
    order = an_opened_order()
    raw = an_event("invoice.paid", a_payment_entity(order))
    assert post(client, raw, signed(raw)) == 200
    assert Order.get(order.order_id, order.customer_id).status == "pending"
    assert not [row for row in EventMark.scan() if row.key.startswith("#event/")]


def test_only_post_is_taken(client: Client) -> None:
    assert client.get("/payment/webhook").status_code == 405


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("webhook.*.json")), ids=lambda path: path.stem)
def test_every_published_event_is_answered_with_200(client: Client, path: Path) -> None:
    raw = path.read_bytes()
    assert post(client, raw, signed(raw)) == 200


def test_an_order_of_the_old_front_end_is_made_from_its_notes(client: Client) -> None:
    notes = {
        "customerName": "Old Customer",
        "customerEmail": "Old@Example.com ",
        "cartItems": json.dumps([{"id": 7, "name": "Viscaria", "price": 14999.5, "quantity": 2}]),
        "shippingAddress": json.dumps(
            {
                "addressLine1": "1 MG Road",
                "city": "Pune",
                "state": "Maharashtra",
                "pincode": "411001",
            }
        ),
    }
    entity = a_payment_entity(
        an_opened_order(), order_id="order_OldFrontEnd001", notes=notes, amount=2999900
    )
    raw = an_event("payment.captured", entity)
    assert [post(client, raw, signed(raw, "evt-old")) for _ in range(3)] == [200, 200, 200]
    order = Order.get("order_OldFrontEnd001", "old@example.com")
    assert (order.status, order.total_amount) == ("confirmed", 29999_00)
    assert [(line.name, line.price, line.quantity) for line in order.lines] == [
        ("Viscaria", 14999_50, 2)
    ]
    assert (order.attention or [])[0].kind == "old_front_end"
    assert Payment.get(entity["id"], order.order_id).status == "captured"


@pytest.mark.parametrize("cart", ["", "not json", "{}", "[1, 2]", '[{"price": "x"}]', "[" * 9000])
def test_an_unreadable_cart_of_the_old_front_end_still_keeps_the_money(
    client: Client, cart: str
) -> None:
    entity = a_payment_entity(
        an_opened_order(), order_id="order_OldFrontEnd002", notes={"cartItems": cart}, email=None
    )
    raw = an_event("payment.captured", entity)
    assert post(client, raw, signed(raw)) == 200
    assert Order.get("order_OldFrontEnd002", "guest").payment_status == "captured"
