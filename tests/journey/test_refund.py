"""Giving money back at the desk: with scripts the preview comes while one chooses, without them by
its button; either way only what was previewed goes back, and once."""

import re

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from orders.models import Order
from orders.queries import order as find_order
from payments.queries import payment
from tests.invariants import assert_invariants
from tests.journey import working
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.goods import BAG, RECEIVED
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]


def a_paid_order(house: House) -> Order:
    """Two bags, ordered as the earlier front end does, and paid."""
    wish = {
        "items": [{"id": BAG, "quantity": 2}],
        "customer": {
            "name": "Ananya Rao",
            "email": "back@example.com",
            "phone": "+919845012345",
        },
        "shippingAddress": {
            "addressLine1": "22, 3rd Cross, 4th Block",
            "city": "Pune",
            "state": "Maharashtra",
            "pincode": "411038",
        },
    }
    opened = requests.post(f"{house.url}/payment/create-order", json=wish, timeout=60).json()
    house.sandbox.control("pay", order_id=opened["order"]["id"], outcome="success")
    order_id = opened["order"]["receipt"]
    assert eventually(lambda: find_order(order_id).razorpay_payment_id)
    return find_order(order_id)


def choose_one(page: Page, order: Order) -> None:
    """Open the order's refund form and choose one bag, back in stock."""
    working.sign_in(page)
    page.goto(f"/staff/orders/{order.order_id}/")
    page.get_by_text("Refund, full or in part").click()
    form = page.locator("form[data-refund]")
    form.get_by_label("Pieces of").fill("1")
    form.get_by_label("Put the goods back in stock").check()
    form.get_by_label("Reason, the customer reads it").select_option("It arrived damaged.")


def press_refund(page: Page, order: Order) -> None:
    """The press that gives back, and what the order's page says after it."""
    page.get_by_role("button", name=re.compile("^Refund ₹")).click()
    expect(page).to_have_url(re.compile(rf"/staff/orders/{order.order_id}/#money$"))
    expect(page.get_by_text("is on its way back. The customer gets a mail.")).to_be_visible()
    expect(page.locator("#money").get_by_text(f"1 × {BAG}")).to_be_visible()  # noqa: RUF001


def refunds_of(order: Order) -> list[int]:
    kept = payment(order.razorpay_payment_id or "")
    assert kept is not None
    return [refund.amount for refund in (kept.refunds or {}).values()]


def test_a_refund_without_scripts(house: House, browser: Browser) -> None:
    order = a_paid_order(house)
    with a_visit(browser, house.url, size=PHONE, scripts=False) as (context, witness):
        page = context.new_page()
        choose_one(page, order)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_text(f"put 1 × {BAG} back")).to_be_visible()  # noqa: RUF001
        press_refund(page, order)
        assert witness.seen == []
    assert refunds_of(order) == [order.lines[0].price]
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def test_a_preview_comes_while_one_chooses_and_follows_each_change(
    house: House, browser: Browser
) -> None:
    order = a_paid_order(house)
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        choose_one(page, order)
        button = page.get_by_role("button", name=re.compile("^Refund ₹"))
        expect(page.get_by_text(f"put 1 × {BAG} back")).to_be_visible()  # noqa: RUF001
        page.get_by_label("Put the goods back in stock").uncheck()
        expect(page.get_by_text("put nothing back in stock")).to_be_visible()
        expect(button).to_be_enabled()
        assert refunds_of(order) == []
        press_refund(page, order)
        assert witness.seen == []
    assert refunds_of(order) == [order.lines[0].price]


def test_a_double_click_is_one_refund(house: House, browser: Browser) -> None:
    order = a_paid_order(house)
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        choose_one(page, order)
        page.get_by_role("button", name=re.compile("^Refund ₹")).dblclick()
        expect(page.get_by_text("is on its way back. The customer gets a mail.")).to_be_visible()
        assert witness.seen == []
    assert refunds_of(order) == [order.lines[0].price]
