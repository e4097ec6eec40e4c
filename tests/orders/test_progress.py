"""What a customer reads of an order's story."""

import pytest
from django.test import Client

from config import clock
from orders.links import token_of
from orders.progress import author_of
from orders.services.story import told
from tests.factories import an_order


@pytest.mark.parametrize(
    ("by", "read"),
    [
        ("Razorpay", "Razorpay"),
        ("Shiprocket", "The courier"),
        ("Rohit Pawar", "Third Ball"),
        ("rohit@thirdball.example", "Third Ball"),
        ("Checkout", ""),
        ("Customer", ""),
        ("Customer's browser", ""),
        ("Shop", ""),
        ("Worker", ""),
    ],
)
def test_an_author_is_the_shop_a_partner_or_nobody(by: str, read: str) -> None:
    assert author_of(by, shop="Third Ball") == read


def test_the_tracking_page_names_none_of_our_people(client: Client) -> None:
    order = an_order()
    order.update(
        actions=[told(order, "We are packing your order.", by="Rohit Pawar", at=clock.now())]
    )
    page = client.get(f"/track/{token_of(order.order_id)}").content.decode()
    assert "We are packing your order.<span>Third Ball</span>" in page
    assert "Rohit" not in page
    assert "<span>Checkout" not in page
