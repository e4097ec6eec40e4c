"""Razorpay's door: signature over the raw bytes, a clean answer to everything."""

import json
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from config import clock
from orders import queries
from orders.models import Order
from orders.services.mailing import send_owed
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


def from_notes(client: Client, **notes: object) -> Order:
    """The order that a captured payment of the earlier front end makes."""
    given = {"customerEmail": "old@example.com", "cartItems": '[{"name": "Net", "price": 9}]'}
    entity = a_payment_entity(
        an_opened_order(), order_id="order_OldFrontEnd003", notes=given | notes, email=None
    )
    raw = an_event("payment.captured", entity)
    assert post(client, raw, signed(raw)) == 200
    return queries.order("order_OldFrontEnd003")


def flag_of(order: Order) -> str:
    [flag] = order.attention or []
    return flag.text


@pytest.mark.parametrize("quantity", [2, "2", " 2 ", "02"])
def test_a_quantity_of_the_old_front_end_may_be_a_number_or_its_digits(
    client: Client, quantity: object
) -> None:
    cart = json.dumps([{"name": "Net", "price": 900, "quantity": quantity}])
    order = from_notes(client, cartItems=cart)
    assert [line.quantity for line in order.lines] == [2]
    assert "could not be read" not in flag_of(order)


@pytest.mark.parametrize(
    "quantity", [None, "two", 0, -1, 1.5, True, "٣", 10**40, "9" * 5000, "10001", [], {"a": 1}]
)
def test_a_quantity_that_cannot_be_read_is_named_to_staff(client: Client, quantity: object) -> None:
    good = {"name": "Ball", "price": "₹1,299.50", "quantity": 3}
    cart = json.dumps([{"name": "Net", "price": 900, "quantity": quantity}, good])
    order = from_notes(client, cartItems=cart)
    assert [(line.quantity, line.price) for line in order.lines] == [(1, 900_00), (3, 1299_50)]
    assert "The quantity of “Net” could not be read" in flag_of(order)
    assert "“Ball”" not in flag_of(order)


TOO_DEAR = ['"1e999"', '"1e999999999"', "1e999", "9" * 40, "1000000000.01"]
NO_PRICE = ["NaN", "-5", '"x"', '","', "null", "true", "[]", "9.999", '"1\\n2"', '"٣"']


@pytest.mark.parametrize("price", TOO_DEAR + NO_PRICE)
def test_a_price_that_cannot_be_read_is_named_to_staff(client: Client, price: str) -> None:
    cart = f'[{{"name": "Net", "quantity": 2, "price": {price}}}]'
    order = from_notes(client, cartItems=cart)
    assert [(line.quantity, line.price) for line in order.lines] == [(2, 0)]
    assert "The price of “Net” could not be read" in flag_of(order)


def test_a_thousand_million_rupees_is_the_most_that_a_line_costs(client: Client) -> None:
    cart = json.dumps([{"name": "Net", "quantity": 1, "price": 10**9}])
    assert [line.price for line in from_notes(client, cartItems=cart).lines] == [10**11]


def test_rows_that_are_no_lines_are_counted_to_staff(client: Client) -> None:
    rows: list[object] = [1, "x", {"name": "Net", "price": 900, "quantity": 1}]
    order = from_notes(client, cartItems=json.dumps(rows))
    assert "2 of 3 lines could not be read" in flag_of(order)


def test_a_cart_of_many_troubles_is_told_in_a_flag_that_can_be_read(client: Client) -> None:
    rows = [{"name": "N" * 200, "price": "x", "quantity": "x"}] * 150
    text = flag_of(from_notes(client, cartItems=json.dumps(rows)))
    assert "50 of 150 lines could not be read" in text
    assert "193 more things could not be read" in text
    assert len(text) < 1500


@pytest.mark.parametrize(
    "email", ["a@b.co\nBcc: x@y.co", "a@b.co\r\nBcc: x", "a@b.co, x@y.co", "A <a@b.co>", "nobody"]
)
def test_no_mail_goes_to_an_address_that_is_none(client: Client, email: str) -> None:
    order = from_notes(client, customerEmail=email)
    assert (order.customer_id, order.customer_email) == ("guest", "")
    assert "no mail is sent" in flag_of(order)
    assert send_owed(order, now=clock.now()) == 0
    assert not mail.outbox


def test_a_mail_goes_to_the_address_as_the_shop_keeps_it(client: Client) -> None:
    order = from_notes(client, customerEmail=" Old@Example.com\n")
    assert order.customer_email == order.customer_id == "old@example.com"
    assert send_owed(order, now=clock.now()) == 1
    assert [message.to for message in mail.outbox] == [["old@example.com"]]
