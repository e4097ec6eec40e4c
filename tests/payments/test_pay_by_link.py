"""Whoever has an order's signed link may pay for it, and learns nothing of the buyer."""

import pytest
from django.test import Client

from orders.links import token_of
from orders.models import Order
from orders.services.cancelling import cancel_unpaid
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from tests.factories import an_order
from tests.payments.desk import fresh
from tests.staff import a_browser


def link(order: Order) -> str:
    return f"/track/{token_of(order.order_id)}/pay"


@pytest.fixture
def order(razorpay: RunningSandbox) -> Order:
    return an_order()


def test_the_page_opens_razorpays_window_over_the_order(client: Client, order: Order) -> None:
    answer = client.get(link(order))
    page = answer.content.decode()
    assert f'data-order="{fresh(order).razorpay_order_id}"' in page
    assert f'data-amount="{order.total_amount}"' in page
    assert answer["Referrer-Policy"] == "same-origin"


def test_it_tells_nothing_of_the_buyer_and_offers_no_cancel(client: Client, order: Order) -> None:
    page = client.get(link(order)).content.decode()
    assert order.customer_id not in page
    assert "98450" not in page
    assert "3rd Cross" not in page
    assert "Ananya" not in page
    assert "give-up" not in page


def test_a_payment_that_fails_leads_back_to_the_link(client: Client, order: Order) -> None:
    page = client.get(link(order)).content.decode()
    assert f"for={token_of(order.order_id)}&amp;by=link" in page
    failed = client.post(f"/payment/callback?for={token_of(order.order_id)}&by=link", {})
    assert failed["Location"] == link(order)
    assert client.get(failed["Location"]).status_code == 200


def test_a_paid_order_thanks_and_asks_for_nothing(
    client: Client, order: Order, razorpay: RunningSandbox
) -> None:
    client.get(link(order))
    razorpay.control("pay", order_id=fresh(order).razorpay_order_id, outcome="success")
    check_order(fresh(order))
    thanks = client.get(link(order), follow=True)
    assert thanks.status_code == 200
    assert "data-pay-open" not in thanks.content.decode()


def test_a_cancelled_order_cannot_be_paid(client: Client, order: Order) -> None:
    cancel_unpaid(order.order_id, reason="Changed their mind.", by="Sneha")
    assert client.get(link(order)).status_code == 410


def test_a_link_that_we_did_not_sign_is_unknown(client: Client, order: Order) -> None:
    forged = link(order).replace("/pay", "x/pay")
    assert client.get(forged).status_code == 404


def test_the_tracking_page_of_an_order_that_waits_leads_to_its_link(
    client: Client, order: Order
) -> None:
    page = client.get(f"/track/{token_of(order.order_id)}").content.decode()
    assert link(order) in page


def test_staff_see_the_link_while_the_order_waits_and_only_who_may_take_orders(
    order: Order,
) -> None:
    address = f"/staff/orders/{order.order_id}/"
    assert link(order) in a_browser("support").get(address).content.decode()
    assert link(order) not in a_browser("packer").get(address).content.decode()
    cancel_unpaid(order.order_id, reason="Changed their mind.", by="Sneha")
    assert link(order) not in a_browser("support").get(address).content.decode()
