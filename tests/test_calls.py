"""How often DynamoDB is asked: pages that are warm ask nothing, a sale asks little."""

import pytest
from django.test import Client
from pytest_django import Settings

from catalog import shelf
from orders import best_sellers
from orders.models import Order
from payments.sandbox.process import RunningSandbox
from payments.services.intake import take_in
from tests.calls import counted
from tests.factories import a_payment_entity, a_product, an_event
from tests.payments.couriers import they_go_to
from tests.payments.test_checkout import fill, orders, the_form

SHOP_PAGES = ["/", "/equipment", "/equipment?category=rubbers&q=sheet", "/cart", "/contact"]


@pytest.mark.parametrize("address", SHOP_PAGES)
def test_a_warm_page_of_the_shop_asks_nothing(client: Client, address: str) -> None:
    a_product()
    shelf.shelf()
    with counted() as asked:
        assert client.get(address).status_code == 200
    assert not asked


def test_a_warm_product_page_and_checkout_ask_nothing(client: Client) -> None:
    sheet = a_product()
    shelf.shelf()
    with counted() as asked:
        assert client.get(f"/equipment/{sheet.product_id}").status_code == 200
        fill(client, sheet.product_id)
        assert client.get("/checkout").status_code == 200
    assert not asked


def test_a_sale_from_the_cart_to_confirmed_asks_at_most_eight_times(
    client: Client, razorpay: RunningSandbox, settings: Settings
) -> None:
    """The shelf is looked at by its own thread, as in a server, and not by the sale; who goes to
    the pincode is known since the page asked."""
    they_go_to("411038")
    settings.SHELF_REFRESH_SECONDS = 3600
    fill(client, a_product().product_id)
    form = the_form(client)
    best_sellers.look(shelf.shelf())  # as the shelf's thread does, every ten minutes
    with counted() as asked:
        pay = client.post("/checkout", form)["Location"]
        client.get(pay)
    (order,) = orders()
    raw = an_event("payment.captured", a_payment_entity(order))
    with counted() as heard:
        take_in(raw, event_id="evt1")
    assert Order.get(order.order_id, order.customer_id).status == "confirmed"
    assert (asked + heard).total() <= 8, asked + heard
