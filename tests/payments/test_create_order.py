"""`POST /payment/create-order`: the earlier front end's way in."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from catalog import shelf
from catalog.models import Product
from orders.models import Order
from payments.sandbox.process import RunningSandbox
from tests.factories import a_product, stock_of
from tests.orders.racket_parts import KEY, parts

CUSTOMER = {"name": "Ananya Rao", "email": "ananya@example.com", "phone": "98450 12345"}
ADDRESS = {
    "addressLine1": "22, 3rd Cross",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411038",
}


def post(client: Client, **body: Any) -> Any:
    whole = {"customer": CUSTOMER, "shippingAddress": ADDRESS} | body
    return client.post("/payment/create-order", json.dumps(whole), content_type="application/json")


def orders() -> list[Order]:
    return [row for row in Order.scan() if not row.order_id.startswith("#")]


def test_it_answers_as_the_earlier_api_did(client: Client, razorpay: RunningSandbox) -> None:
    sku = a_product(price=2500_00, stock=5).product_id
    reply = post(client, items=[{"id": sku, "quantity": 2}], amount=5000_00)
    assert reply.status_code == 200
    got = reply.json()
    (order,) = orders()
    assert got["success"] is True
    assert got["order"] == {
        "id": order.razorpay_order_id,
        "amount": 5000_00,
        "currency": "INR",
        "receipt": order.order_id,
    }
    assert got["key_id"] == "rzp_test_thirdball"
    assert stock_of(sku) == 3


def test_a_price_raised_in_the_table_is_not_charged_on_an_old_amount(
    client: Client, razorpay: RunningSandbox
) -> None:
    sheet = a_product(price=2500_00)
    shelf.shelf()
    sheet.update(actions=[Product.price.set(2600_00)])
    assert post(client, items=[{"sku": sheet.product_id}], amount=2500_00).status_code == 409
    assert orders() == []


def test_an_amount_that_is_not_ours_is_refused_with_409(
    client: Client, razorpay: RunningSandbox
) -> None:
    sku = a_product(price=2500_00).product_id
    for amount in (1, 5000_01, "500000", 5000_00.0, True):
        assert post(client, items=[{"sku": sku, "quantity": 2}], amount=amount).status_code == 409
    assert orders() == []


BAD: list[Any] = [
    None,
    [],
    {},
    "sku",
    [1],
    [{"sku": "x" * 5000}],
    [{"sku": {"S": "x"}}],
    [{"sku": "no-such", "quantity": 1}],
    [{"quantity": 1}],
    *([{"sku": "known", "quantity": q}] for q in (0, -1, 10**9, "٣", 1.5, None, [1], True, "x")),
    [{"sku": "known", "quantity": 15}, {"sku": "known", "quantity": 15}],
    [{"sku": f"sku-{n}"} for n in range(41)],
]


@pytest.mark.parametrize("items", BAD, ids=lambda items: str(items)[:40])
def test_bad_items_get_a_sentence_and_order_nothing(client: Client, items: Any) -> None:
    a_product(product_id="known", stock=50)
    reply = post(client, items=items)
    assert reply.status_code == 422
    assert reply.json()["error"]
    assert orders() == []


BODIES = [b"null", b"[]", b"{", b"\xff\xfe", b"[" * 60000]


@pytest.mark.parametrize("raw", BODIES, ids=lambda raw: repr(raw[:12]))
def test_a_body_that_is_no_object_is_a_clean_4xx(client: Client, raw: bytes) -> None:
    reply = client.post("/payment/create-order", raw, content_type="application/json")
    assert reply.status_code == 400
    assert reply.json()["success"] is False


def test_another_content_type_and_too_much_are_refused(client: Client) -> None:
    assert (
        client.post("/payment/create-order", b"a=1", content_type="text/plain").status_code == 415
    )
    big = client.post("/payment/create-order", b"x" * 65537, content_type="application/json")
    assert big.status_code == 413


def test_a_bad_address_names_the_field(client: Client) -> None:
    sku = a_product().product_id
    reply = post(client, items=[{"sku": sku}], shippingAddress=ADDRESS | {"pincode": "41103"})
    assert reply.status_code == 422
    assert "pincode" in reply.json()["error"]


def test_it_is_throttled_by_network(client: Client) -> None:
    codes = [post(client, items=[]).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]


def test_razorpay_down_frees_the_goods(client: Client, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    razorpay.control("faults", path="/razorpay/v1/orders", kind="500", times=1)
    reply = post(client, items=[{"sku": sku}])
    assert (reply.status_code, stock_of(sku)) == (503, 5)
    assert reply["Retry-After"]


def test_cors_is_answered_for_our_front_ends_only(client: Client, settings: Settings) -> None:
    settings.FRONT_END_ORIGINS = ["https://old.example"]
    url = "/payment/create-order"
    ours = client.options(url, headers={"Origin": "https://old.example"})
    theirs = client.options(url, headers={"Origin": "https://evil.example"})
    assert ours["Access-Control-Allow-Origin"] == "https://old.example"
    assert "Access-Control-Allow-Origin" not in theirs


def test_a_racket_by_its_key_costs_its_three_parts_and_an_illegal_one_is_refused_in_words(
    client: Client, razorpay: RunningSandbox
) -> None:
    parts()
    beside = {"sku": "RUB-R", "quantity": 1}
    reply = post(client, items=[{"sku": KEY, "quantity": 2}, beside], amount=4500_00)
    assert reply.status_code == 200
    (order,) = orders()
    assert (order.total_amount, len(order.lines)) == (4500_00, 4)
    assert post(client, items=[{"sku": KEY}], amount=1_00).status_code == 409
    illegal = post(client, items=[{"sku": KEY.replace("RUB-B", "RUB-R")}], amount=2000_00)
    assert illegal.status_code == 422
    assert "Law 2.4.6" in illegal.json()["error"]
    assert post(client, items=[{"sku": "racket|a|b|c"}], amount=1_00).status_code in (404, 422)
    assert len(orders()) == 1
