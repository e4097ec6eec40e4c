"""The browser comes back from Razorpay: nothing unsigned is believed, nothing is lost."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from orders.links import token_of
from orders.models import Order
from payments.sandbox.process import RunningSandbox
from payments.services.opening import open_payment
from payments.signatures import payment_signature
from tests.factories import an_order


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def a_paid_window(razorpay: RunningSandbox, order: Order) -> dict[str, str]:
    """What Razorpay's window posts after a success."""
    opened_id = open_payment(order, is_fresh=True)
    got: dict[str, str] = razorpay.control("pay", order_id=opened_id, outcome="success")["response"]
    return got


def post(client: Client, order: Order, fields: dict[str, str]) -> Any:
    return client.post(f"/payment/callback?for={token_of(order.order_id)}", fields)


def test_a_signed_payment_is_fetched_taken_and_thanked_for(
    client: Client, razorpay: RunningSandbox
) -> None:
    order = an_order()
    reply = post(client, order, a_paid_window(razorpay, order))
    assert reply.status_code == 303
    assert fresh(order).status == "confirmed"
    page = client.get(reply["Location"])
    assert page.status_code == 200
    assert "It is ordered." in page.content.decode()


def test_it_needs_no_cookie_and_no_csrf_token(razorpay: RunningSandbox) -> None:
    order = an_order()
    stranger = Client(enforce_csrf_checks=True)
    assert post(stranger, order, a_paid_window(razorpay, order)).status_code == 303


def test_a_wrong_signature_is_refused(client: Client, razorpay: RunningSandbox) -> None:
    order = an_order()
    fields = a_paid_window(razorpay, order) | {"razorpay_signature": "0" * 64}
    assert post(client, order, fields).status_code == 400
    assert fresh(order).status == "pending"


def test_a_cheap_orders_payment_does_not_pay_for_a_dear_one(
    client: Client, razorpay: RunningSandbox
) -> None:
    cheap, dear = an_order(), an_order()
    fields = a_paid_window(razorpay, cheap)
    dear_id = open_payment(dear, is_fresh=True)
    right = payment_signature(settings.RAZORPAY_KEY_SECRET, dear_id, fields["razorpay_payment_id"])
    forged = fields | {"razorpay_order_id": dear_id, "razorpay_signature": right}
    assert post(client, dear, forged).status_code == 400
    assert fresh(dear).status == "pending"


def test_razorpay_out_of_reach_means_we_are_checking(
    client: Client, razorpay: RunningSandbox
) -> None:
    order = an_order()
    fields = a_paid_window(razorpay, order)
    razorpay.control("faults", path="/razorpay/v1/payments/*", kind="500", times=1)
    reply = post(client, order, fields)
    page = client.get(reply["Location"]).content.decode()
    assert "We are checking your payment" in page
    assert "Please do not pay again." in page


@pytest.mark.parametrize("fields", [{}, {"error[code]": "BAD_REQUEST_ERROR"}])
def test_a_failure_or_an_empty_post_leads_back_to_paying(
    client: Client, fields: dict[str, str]
) -> None:
    order = an_order()
    reply = post(client, order, fields)
    assert (reply.status_code, reply["Location"]) == (302, f"/checkout/pay/{order.order_id}")
    assert fresh(order).status == "pending"


def test_rubbish_is_a_clean_4xx(client: Client) -> None:
    for address in ("/payment/callback", "/payment/callback?for=rubbish"):
        assert client.post(address, {"razorpay_order_id": "#event/1"}).status_code in {400, 404}
    assert client.get("/payment/callback").status_code == 405
