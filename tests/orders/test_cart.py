"""The cart: a signed cookie that nobody can forge and no page falls over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client

from catalog import shelf
from catalog.models import Product
from orders.cart import quantity_from
from orders.errors import BadQuantity
from tests.factories import a_product


def add(client: Client, sku: str, quantity: str = "1") -> None:
    assert client.post("/cart/add", {"sku": sku, "quantity": quantity}).status_code == 302


def test_what_is_added_stands_in_the_cart_with_its_sums(client: Client) -> None:
    sheet = a_product(name="Rakza 7", price=3649_00)
    add(client, sheet.product_id, "2")
    page = client.get("/cart").content.decode()
    assert "Rakza 7" in page
    assert "₹7,298.00" in page


def test_the_same_sku_again_is_one_line(client: Client) -> None:
    sku = a_product().product_id
    add(client, sku)
    add(client, sku, "2")
    assert "1 line, 3 items" in client.get("/cart").content.decode()


def test_a_price_that_changed_is_told_with_both_prices(client: Client) -> None:
    sheet = a_product(price=3599_00)
    add(client, sheet.product_id)
    sheet.update(actions=[Product.price.set(3649_00)])
    shelf.announce([sheet.product_id])
    assert "was ₹3,599, now ₹3,649" in client.get("/cart").content.decode()


def test_a_line_that_is_gone_or_short_is_said_and_cannot_be_checked_out(client: Client) -> None:
    gone, short = a_product(), a_product(stock=3)
    add(client, gone.product_id)
    add(client, short.product_id, "3")
    gone.update(actions=[Product.is_active.set(False)])
    short.update(actions=[Product.stock.set(1)])
    shelf.forget()
    page = client.get("/cart").content.decode()
    assert "not on sale any more" in page
    assert "Only 1 left. Please lower the quantity." in page
    assert client.get("/checkout").status_code == 302


@pytest.mark.parametrize("text", ["0", "-1", "21", "1000000000", "٣", "1.5", "", " 1", "1e1", "x"])
def test_a_quantity_that_is_none(text: str) -> None:
    with pytest.raises(BadQuantity):
        quantity_from(text)


@pytest.mark.parametrize("text", ["0", "-1", "1000000000", "٣"])
def test_a_bad_quantity_gets_a_sentence_and_changes_nothing(client: Client, text: str) -> None:
    sku = a_product().product_id
    add(client, sku)
    reply = client.post("/cart/change", {"sku": sku, "quantity": text})
    assert reply.status_code == 422
    assert "Choose a quantity from 1 to 20." in reply.content.decode()
    assert "1 line, 1 item" in client.get("/cart").content.decode()


FORGERIES: dict[str, Callable[[], str]] = {
    "rubbish": lambda: "rubbish",
    "signed for something else": lambda: signing.dumps([["sku", 1, 100]], salt="another"),
    "a map": lambda: signing.dumps({"a": 1}, salt="cart"),
    "half a line": lambda: signing.dumps([["sku"]], salt="cart"),
    "huge": lambda: "x" * 4000,
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_a_forged_cart_is_an_empty_cart(client: Client, forged: str) -> None:
    cookie = FORGERIES[forged]()
    client.cookies[settings.CART_COOKIE_NAME] = cookie
    page = client.get("/cart")
    assert page.status_code == 200
    assert "Your cart is empty" in page.content.decode()


def test_a_line_taken_out_can_be_put_back(client: Client) -> None:
    sheet = a_product(name="Rakza 7")
    add(client, sheet.product_id, "2")
    page = client.post("/cart/remove", {"sku": sheet.product_id}, follow=True).content.decode()
    assert "Put it back" in page
    assert 'name="quantity" value="2"' in page


def test_a_sku_that_nobody_sells_is_said(client: Client) -> None:
    page = client.post("/cart/add", {"sku": "no-such"}, follow=True).content.decode()
    assert "not on sale any more" in page


def test_the_cart_takes_forty_lines_and_says_no_to_more(client: Client) -> None:
    for _ in range(40):
        add(client, a_product().product_id)
    add(client, a_product(name="One too many").product_id)
    page = client.get("/cart").content.decode()
    assert "40 lines" in page
    assert "An order can hold 40 different items" in page


def test_a_request_opens_the_cookie_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add(client, a_product().product_id)
    opened: list[str] = []
    loads = signing.loads

    def counting(raw: str, **told: Any) -> Any:
        opened.append(raw)
        return loads(raw, **told)

    monkeypatch.setattr("orders.cart.signing.loads", counting)
    assert client.get("/cart").status_code == 200
    assert opened == [client.cookies[settings.CART_COOKIE_NAME].value]
