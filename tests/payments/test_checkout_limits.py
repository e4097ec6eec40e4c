"""How many goods one network may set aside without paying."""

import json

import pytest
from django.test import Client

from customers.models import Throttle
from orders.rules import MOST_OF_ONE
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.holding import (
    MOST_FROM_A_HOUSE,
    MOST_FROM_AN_ADDRESS,
    MOST_OF_AN_ORDER,
)
from tests.factories import a_product, stock_of
from tests.faults.sales import at_once
from tests.payments.couriers import PUNE, they_go_to
from tests.payments.test_checkout import fill, orders, the_form

CARRIER, HOUSE = "203.0.113.7", "2001:db8:1:2::9"


@pytest.fixture
def sku(razorpay: RunningSandbox) -> str:
    they_go_to(PUNE)
    return a_product(stock=1000).product_id


def held(of: str = "held") -> list[int]:
    return [row.hits for row in Throttle.scan() if row.key.startswith(f"#throttle/{of}/")]


def order_from(network: str, number: int, *keys: str) -> int:
    """Somebody's order of twenty of each."""
    browser = Client(headers={"X-Forwarded-For": network})
    for key in keys:
        fill(browser, key, str(MOST_OF_ONE))
    return browser.post("/checkout", the_form(browser, phone=f"98450 1{number:04}")).status_code


def takes_all_it_may(sku: str) -> Client:
    """A house has the lower limit: as many orders as reach it, each of another telephone."""
    for number in range(-(-MOST_FROM_A_HOUSE // MOST_OF_AN_ORDER)):
        assert order_from(HOUSE, number, sku) == 302
    return Client(headers={"X-Forwarded-For": HOUSE})


def test_a_stranger_cannot_set_everything_aside(sku: str) -> None:
    there = takes_all_it_may(sku)
    left, made = stock_of(sku), len(orders())
    fill(there, sku)
    refused = there.post("/checkout", the_form(there, phone="98450 99999"))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "wait for their money came from your network" in refused.content.decode()
    assert (stock_of(sku), len(orders())) == (left, made)
    program = there.post("/payment/create-order", json.dumps(a_wish(sku)), "application/json")
    assert (program.status_code, stock_of(sku)) == (429, left)


def test_an_address_of_a_carrier_has_its_end_too(sku: str) -> None:
    assert order_from(CARRIER, 0, sku) == 302
    (row,) = [each for each in Throttle.scan() if each.key.startswith("#throttle/held/")]
    row.update(actions=[Throttle.hits.set(MOST_FROM_AN_ADDRESS)])
    assert order_from(CARRIER, 1, sku) == 429


def test_people_who_pay_behind_one_address_are_not_refused(
    sku: str, razorpay: RunningSandbox
) -> None:
    for number in range(9):  # 180 pieces: more than a house may take
        assert order_from(CARRIER, number, sku) == 302
        newest = max(orders(), key=lambda order: order.created_at)
        razorpay.control("pay", order_id=newest.razorpay_order_id)
        check_order(newest)
    assert {order.status for order in orders()} == {"confirmed"}


def test_one_large_order_shuts_nobody_else_out(sku: str) -> None:
    others = [a_product(stock=20).product_id for _ in range(9)]
    assert order_from(HOUSE, 0, sku, *others) == 302
    assert held() == [MOST_OF_AN_ORDER]
    assert order_from(HOUSE, 1, sku) == 302


def test_nobody_else_is_shut_out_and_no_page_sent_again(sku: str) -> None:
    takes_all_it_may(sku)
    elsewhere = Client(headers={"X-Forwarded-For": "203.0.113.8"})
    fill(elsewhere, sku)
    form = the_form(elsewhere)
    first = elsewhere.post("/checkout", form)  # then it moves; its order stands
    again = elsewhere.post("/checkout", form, headers={"X-Forwarded-For": HOUSE})
    assert first["Location"] == again["Location"]
    assert sorted(held()) == [1, 160]


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
