"""The cart follows the sign-in: kept with the person, joined and never doubled, nobody else's."""

import pytest
from django.conf import settings
from django.test import Client
from pynamodb.exceptions import TableError
from pynamodb.models import Model

from customers.models import Customer
from customers.services import kept_carts
from orders.cart import Cart, Wanted, cart_in
from orders.rules import MOST_LINES
from tests.calls import counted
from tests.customers.shoppers import ANANYA, comes_in, signed_in
from tests.factories import a_product

MEERA = "meera@example.in"


def add(client: Client, sku: str, quantity: int = 1) -> None:
    assert client.post("/cart/add", {"sku": sku, "quantity": quantity}).status_code == 302


def chosen(client: Client) -> dict[str, int]:
    """What stands in the browser's cart."""
    raw = client.cookies.get(settings.CART_COOKIE_NAME)
    return cart_in(raw.value).quantities() if raw else {}


def kept(email: str = ANANYA) -> dict[str, int]:
    return {line.sku: line.quantity for line in kept_carts.lines_of(email)}


def sign_out(client: Client) -> None:
    client.post("/account/sign-out")


@pytest.fixture
def two() -> list[str]:
    return [a_product(stock=50).product_id, a_product(stock=50).product_id]


def test_what_was_chosen_on_one_device_is_there_on_the_next(client: Client, two: list[str]) -> None:
    ball, net = two
    comes_in(client)
    add(client, ball, 3)
    add(client, net)
    client.post("/cart/remove", {"sku": net})
    other = Client()
    comes_in(other)
    assert (chosen(other), kept()) == ({ball: 3}, {ball: 3})


def test_both_carts_are_joined_by_the_larger_quantity_and_never_doubled(two: list[str]) -> None:
    ball, net = two
    first, other = Client(), Client()
    comes_in(first)
    add(first, ball, 3)
    add(other, ball, 2)
    add(other, net, 2)
    for _ in range(2):  # a second sign-in of the same browser changes nothing
        comes_in(other)
        assert chosen(other) == kept() == {ball: 3, net: 2}


def test_the_price_that_this_browser_saw_stays_and_forty_lines_are_the_most() -> None:
    here = Cart({"a": Wanted(1, 100), **{f"h{n}": Wanted(1, 1) for n in range(MOST_LINES - 2)}})
    both = here.joined_with(Cart({"x": Wanted(1, 5), "a": Wanted(4, 90), "y": Wanted(1, 5)}))
    assert both.wanted["a"] == Wanted(4, 100)
    assert "x" in both.wanted
    assert (len(both.wanted), "y" in both.wanted) == (MOST_LINES, False)


def test_the_next_person_at_this_browser_gets_nothing_of_the_first(
    client: Client, two: list[str]
) -> None:
    ball, net = two
    comes_in(client)
    add(client, ball)
    sign_out(client)
    assert chosen(client) == {}
    comes_in(client, MEERA)
    assert (chosen(client), kept(MEERA)) == ({}, {})
    add(client, net)
    comes_in(client)  # without signing out
    assert chosen(client) == {ball: 1}
    assert (kept(), kept(MEERA)) == ({ball: 1}, {net: 1})


def test_a_cart_that_could_not_be_kept_stays_in_the_browser(client: Client, two: list[str]) -> None:
    signed_in(client)
    client.cookies[settings.SHOPPER_COOKIE_NAME] = (
        client.cookies[settings.SHOPPER_COOKIE_NAME].value + "x"
    )
    add(client, two[0])
    sign_out(client)
    assert (chosen(client), kept()) == ({two[0]: 1}, {})


def test_a_table_that_does_not_answer_holds_up_no_cart(
    client: Client, two: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client)

    def fail(*_: object, **__: object) -> None:
        raise TableError("away")

    with monkeypatch.context() as patch:
        patch.setattr(Model, "update", fail)
        add(client, two[0])
    assert chosen(client) == {two[0]: 1}


def test_a_guest_touches_no_table_and_a_shopper_writes_once(client: Client, two: list[str]) -> None:
    add(client, two[0])  # the shelf is warm
    with counted() as guest:
        add(client, two[1])
    signed_in(client)
    with counted() as shopper:
        add(client, two[1])
    assert not guest
    assert dict(shopper) == {"UpdateItem": 1}


def test_a_session_that_has_ended_writes_nothing(client: Client, two: list[str]) -> None:
    customer = signed_in(client)
    (key,) = customer.sessions or {}
    long_ago, path = "2020-01-01T00:00:00.000Z", Customer.sessions[key]
    good = Customer.get(ANANYA, ANANYA).sessions
    for name, ended in (("kind", "staff"), ("seenAt", long_ago), ("startedAt", long_ago)):
        Customer(ANANYA, ANANYA).update(actions=[path[name].set(ended)])
        add(client, two[0])
        assert kept() == {}, name
        Customer(ANANYA, ANANYA).update(actions=[Customer.sessions.set(good)])
    add(client, two[0])
    assert kept() == chosen(client)
