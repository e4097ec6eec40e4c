"""Cash on delivery in Chromium: from the product's pincode box to the thanks, and to the desk."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.queries import order as order_of
from tests.invariants import assert_invariants
from tests.journey import working
from tests.journey.browsing import DESK, a_visit
from tests.journey.goods import RECEIVED, SHEET
from tests.journey.house import House, eventually
from tests.journey.shopping import add_to_cart

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
BUYER = {
    "Mobile number": "98450 77777",
    "E-mail": "Kavya.Iyer@Example.com",
    "Full name": "Kavya Iyer",
    "House number and street": "14, 100 Feet Road",
}
SHEET_PAGE = f"/equipment/{SHEET}?sku=VEGA-RED-18"
PINCODE, PRICE, TOTAL = "560038", "₹3,499.50", "₹3,548.50"


def ask_for_the_pincode(page: Page) -> None:
    """On the product's page; until the couriers have answered an estimate stands there."""
    page.goto(SHEET_PAGE)
    page.get_by_label("Deliver to pincode").fill(PINCODE)
    page.get_by_label("Deliver to pincode").press("Enter")
    cash = page.get_by_text("Cash on delivery for ₹49").first

    def is_told() -> bool:
        page.goto(f"{SHEET_PAGE}&pincode={PINCODE}")
        return cash.is_visible()

    assert eventually(is_told, longest=60)


def choose_cash(page: Page) -> None:
    """The pincode is there already with its place; the choice changes the total."""
    expect(page.get_by_label("Pincode")).to_have_value(PINCODE)
    expect(page.get_by_label("City")).to_have_value("Bengaluru")
    expect(page.get_by_label("State")).to_have_value("Karnataka")
    expect(page.get_by_role("button", name=f"Go on to pay {PRICE}")).to_be_visible()
    for label, text in BUYER.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("radio", name="Cash on delivery").check()
    expect(page.get_by_role("button", name="Go on to pay")).to_be_hidden()


def fill_another_place_and_back(page: Page) -> None:
    """Another pincode fills its own city; a city that was typed stays."""
    pincode, city = page.get_by_label("Pincode"), page.get_by_label("City")
    pincode.fill("411038")
    expect(city).to_have_value("Pune")
    city.fill("Kothrud")
    pincode.fill(PINCODE)
    expect(page.get_by_label("State")).to_have_value("Karnataka")
    expect(city).to_have_value("Kothrud")
    city.fill("")
    pincode.fill("411038")
    expect(city).to_have_value("Pune")
    pincode.fill(PINCODE)
    expect(city).to_have_value("Bengaluru")


def test_an_order_for_cash_from_the_product_to_the_desk(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (phone, by_shopper):
        page = phone.new_page()
        ask_for_the_pincode(page)
        add_to_cart(page)
        page.goto("/checkout")
        fill_another_place_and_back(page)
        choose_cash(page)
        page.get_by_role("button", name=f"Order, pay {TOTAL} at the door").click()
        thanks = page.get_by_role("heading", level=1, name="Thank you, Kavya Iyer. It is ordered.")
        expect(thanks).to_be_visible()
        expect(page.get_by_text(f"You pay {TOTAL} to the courier").first).to_be_visible()
        expect(page.get_by_text("Arrives").first).to_be_visible()
        found = re.search(r"TB-[0-9A-Z]{10}", page.locator("main").inner_text())
        assert found
        page.go_back()
        page.goto("/cart")
        expect(page.get_by_text("Your cart is empty")).to_be_visible()
    order = order_of(found[0])
    assert (order.status, order.total_amount) == ("confirmed", 3548_50)
    assert order.razorpay_order_id is None
    with a_visit(browser, house.url, size=DESK) as (desk, by_staff):
        page = desk.new_page()
        working.sign_in(page)
        working.open_from_the_list(page, order.order_id)
        expect(page.get_by_text("Cash on delivery").first).to_be_visible()
        expect(page.get_by_text("To collect", exact=True)).to_be_visible()
        expect(page.get_by_text("there is nothing to refund")).to_be_visible()
    assert (by_shopper.seen, by_staff.seen) == ([], [])
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger(), is_under_way=True)
