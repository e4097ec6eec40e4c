"""Cookies that were changed, cut, blown up, or signed by another key."""

import random

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from pytest_django import Settings

from orders.cart import cart_in
from tests.customers.shoppers import comes_in
from tests.factories import a_product, stock_of
from tests.payments.test_checkout import fill, orders, the_form


def cookies_of_a_shopper() -> tuple[Client, dict[str, str]]:
    """A browser with something in each of its cookies."""
    client = Client()
    comes_in(client)
    fill(client, a_product(product_id="one").product_id)
    client.get("/shipping/promise", {"pincode": "411038", "sku": "one"})
    found = {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}
    assert {settings.CART_COOKIE_NAME, settings.SHOPPER_COOKIE_NAME} <= set(found)
    return client, found


def test_e5_a_cart_with_any_bit_flipped_is_empty(client: Client) -> None:
    fill(client, a_product(product_id="one").product_id)
    good = client.cookies[settings.CART_COOKIE_NAME].value
    assert cart_in(good).pieces == 1
    dice = random.Random(5)  # noqa: S311 - the same flips each time
    for _ in range(1000):
        place, bit = dice.randrange(len(good)), 1 << dice.randrange(7)
        changed = good[:place] + chr(ord(good[place]) ^ bit) + good[place + 1 :]
        assert cart_in(changed).pieces == 0, changed


def test_e5_no_changed_cookie_opens_anything_or_breaks_a_page() -> None:
    _, good = cookies_of_a_shopper()
    dice = random.Random(7)  # noqa: S311 - the same flips each time
    for name, value in good.items():
        odd = ["", "\x7f", "x" * 50_000, value[:-1], value + "x", value * 2, value.swapcase()]
        for _ in range(6):
            place = dice.randrange(len(value))
            odd.append(f"{value[:place]}{chr(dice.randrange(33, 126))}{value[place + 1 :]}")
        for changed in odd:
            browser = Client()
            browser.cookies[name] = changed
            for address in ("/cart", "/account", "/checkout"):
                answer = browser.get(address)
                assert answer.status_code < 500, (name, changed, address)
                is_let_in = address == "/account" and answer.status_code == 200
                assert not is_let_in or changed == value, (name, changed)


def test_e5_what_an_older_key_signed_is_not_believed(client: Client, settings: Settings) -> None:
    key, settings.SECRET_KEY = settings.SECRET_KEY, "a key of last year"
    forged = signing.dumps([["one", 1, 100]], salt="cart", compress=True)
    settings.SECRET_KEY = key
    assert cart_in(forged).pieces == 0
    assert cart_in(signing.dumps([["one", 1, 100]], salt="placed", compress=True)).pieces == 0


def test_what_a_key_signed_that_is_being_replaced_is_believed(
    client: Client, settings: Settings
) -> None:
    before = signing.dumps([["one", 1, 100]], salt="cart", compress=True)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the new key"
    assert cart_in(before).pieces == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert cart_in(before).pieces == 0


@pytest.mark.parametrize("quantity", [-5, 0, 10**9, 1.5, "2", None, [1], True])
def test_e5_no_quantity_in_a_cookie_orders_what_a_form_could_not(
    client: Client, quantity: object
) -> None:
    a_product(product_id="one", stock=50)
    fill(client, "one")
    form = the_form(client)
    bad = signing.dumps([["one", quantity, 500_00]], salt="cart", compress=True)
    client.cookies[settings.CART_COOKIE_NAME] = bad
    for address in ("/cart", "/checkout", "/"):
        assert client.get(address).status_code < 500, address
    assert client.post("/checkout", form).status_code < 500
    placed = [line.quantity for order in orders() for line in order.lines]
    assert (placed, stock_of("one")) == ([], 50)
