"""How many goods one network may set aside without paying."""

import json

import pytest
from django.test import Client

from customers.models import Throttle
from orders.rules import MOST_OF_ONE
from payments.sandbox.process import RunningSandbox
from payments.services.holding import MOST_PIECES
from tests.factories import a_product, stock_of
from tests.faults.sales import at_once
from tests.payments.couriers import PUNE, they_go_to
from tests.payments.test_checkout import fill, orders, place, the_form

ORDERS = -(-MOST_PIECES // MOST_OF_ONE)  # of twenty pieces each until the limit is reached


@pytest.fixture
def sku(razorpay: RunningSandbox) -> str:
    they_go_to(PUNE)
    return a_product(stock=500).product_id


def held() -> list[int]:
    return [row.hits for row in Throttle.scan() if row.key.startswith("#throttle/held/")]


def takes_all_it_may(sku: str, network: str) -> Client:
    """A new browser for each order, as a stranger would: nothing of it is believed."""
    for _ in range(ORDERS):
        browser = Client(headers={"X-Forwarded-For": network})
        fill(browser, sku, str(MOST_OF_ONE))
        assert place(browser).status_code == 302
    return Client(headers={"X-Forwarded-For": network})


def test_a_stranger_cannot_set_everything_aside(sku: str) -> None:
    there = takes_all_it_may(sku, "203.0.113.7")
    left = stock_of(sku)
    fill(there, sku)
    refused = place(there)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "wait for their money came from your network" in refused.content.decode()
    assert (stock_of(sku), len(orders())) == (left, ORDERS)
    program = there.post("/payment/create-order", json.dumps(a_wish(sku)), "application/json")
    assert (program.status_code, stock_of(sku)) == (429, left)


def test_nobody_else_is_shut_out_and_no_page_sent_again(sku: str) -> None:
    takes_all_it_may(sku, "203.0.113.7")
    elsewhere = Client(headers={"X-Forwarded-For": "203.0.113.8"})
    fill(elsewhere, sku)
    form = the_form(elsewhere)
    first = elsewhere.post("/checkout", form)
    elsewhere.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"  # it moved; its order stands
    again = elsewhere.post("/checkout", form, headers={"X-Forwarded-For": "203.0.113.7"})
    assert first["Location"] == again["Location"]
    assert sorted(held()) == [1, ORDERS * MOST_OF_ONE]


def test_what_orders_nothing_is_not_counted(sku: str, client: Client) -> None:
    fill(client, sku)
    for given in ({"total": "1"}, {"phone": "no"}):
        assert client.post("/checkout", the_form(client, **given)).status_code == 422
    assert held() == []


@pytest.mark.server
def test_orders_at_once_are_all_counted(sku: str) -> None:
    browsers = [Client() for _ in range(6)]
    for browser in browsers:
        fill(browser, sku, "20")
    forms = [the_form(browser) for browser in browsers]
    acts = [
        lambda b=browser, f=form: b.post("/checkout", f).status_code
        for browser, form in zip(browsers, forms, strict=True)
    ]
    assert set(at_once(acts)) == {302}
    assert held() == [120]


def a_wish(sku: str) -> dict[str, object]:
    return {
        "items": [{"id": sku, "quantity": 1}],
        "customer": {"name": "Ananya Rao", "email": "a@example.in", "phone": "+919845012345"},
        "shippingAddress": {
            "addressLine1": "22, 3rd Cross",
            "city": "Pune",
            "state": "Maharashtra",
            "pincode": "411038",
        },
    }
