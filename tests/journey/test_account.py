"""A shopper's account in Chromium: sign in, order to a kept address, cancel, buy again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from customers.models import Address
from customers.services import address_book
from customers.services.address_book import Written
from orders.queries import order as order_of
from tests.journey.browsing import a_visit
from tests.journey.goods import ORANGE
from tests.journey.house import House, eventually
from tests.journey.promising import know_couriers
from tests.journey.shopping import add_to_cart

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
HERE, NO_CASH = "560034", "737101"
HOME = {
    "Full name": "Ira Bose",
    "Mobile number": "98450 66666",
    "City": "Bengaluru",
    "House number and street": "5, Hosur Road",
    "Pincode": HERE,
}
HILLS = Written(
    "Ira Bose",
    "+919845066666",
    {
        "addressLine1": "Tibet Road",
        "city": "Gangtok",
        "state": "Sikkim",
        "pincode": NO_CASH,
    },
)


def sign_in(house: House, page: Page, email: str, *, to: str) -> None:
    """By the code that was mailed, and on to where the way led."""
    page.goto(to)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_for(house, email))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(rf"{re.escape(to)}$"))


def code_for(house: House, email: str) -> str:
    mails = eventually(
        lambda: [mail for mail in house.sandbox.ledger().get("mails", []) if email in mail["to"]]
    )
    return "".join(re.findall(r"\d", mails[-1]["subject"]))[:6]


def keep_an_address(page: Page) -> None:
    """The first one, by its form."""
    page.goto("/account/addresses")
    page.get_by_role("link", name="Add an address").click()
    for label, text in HOME.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("State").select_option("Karnataka")
    page.get_by_role("button", name="Keep this address").click()
    expect(page.get_by_text("Ticked at the checkout")).to_be_visible()


def fill_the_cart(page: Page) -> None:
    page.goto(f"/equipment/balls-stag-trainer?sku={ORANGE}")
    add_to_cart(page)
    for pincode in (HERE, NO_CASH):
        know_couriers(page, pincode)


def look_at_both(page: Page) -> None:
    """What is told and offered follows the address that is ticked."""
    page.goto("/checkout")
    cash = page.get_by_role("radio", name="Cash on delivery")
    expect(page.get_by_role("radio", name="5, Hosur Road")).to_be_checked()
    expect(page.get_by_label("House number and street")).to_be_hidden()
    expect(cash).to_be_enabled()
    page.get_by_role("radio", name="Tibet Road").check()
    expect(cash).to_be_disabled()
    page.get_by_role("radio", name="Another address").check()
    expect(page.get_by_label("House number and street")).to_be_visible()
    page.get_by_label("Pincode").fill(HERE)
    expect(page.get_by_label("City")).to_have_value("Bengaluru")
    page.get_by_role("radio", name="5, Hosur Road").check()
    expect(cash).to_be_enabled()


def order_for_cash(page: Page) -> str:
    page.get_by_role("radio", name="Cash on delivery").check()
    page.get_by_role("button", name="Order, pay").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you, Ira Bose.")
    expect(page.get_by_role("button", name="Send me a code")).to_have_count(0)
    found = re.search(r"TB-[0-9A-Z]{10}", page.locator("main").inner_text())
    assert found
    return found[0]


def cancel_it(page: Page, order_id: str) -> None:
    page.goto("/account")
    page.get_by_role("link", name=order_id, exact=True).click()
    page.get_by_role("link", name="Cancel this order").click()
    expect(page.get_by_role("heading", name="Nothing was charged")).to_be_visible()
    page.get_by_label("Why").select_option("I ordered it by mistake")
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.get_by_role("heading", level=2, name="Cancelled")).to_be_visible()
    expect(page.get_by_text("it was ordered by mistake")).to_be_visible()


def test_sign_in_order_to_a_kept_address_cancel_and_buy_again(
    house: House, browser: Browser
) -> None:
    email = "ira.bose@example.com"
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        sign_in(house, page, email, to="/account")
        expect(page.get_by_text("No orders yet")).to_be_visible()
        keep_an_address(page)
        address_book.keep(email, HILLS)
        fill_the_cart(page)
        look_at_both(page)
        order_id = order_for_cash(page)
        assert (order_of(order_id).shipping_address or {})["addressLine1"] == "5, Hosur Road"
        cancel_it(page, order_id)
        page.get_by_role("button", name="Buy again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cart")
        expect(page.get_by_text("1 line of your order in the cart.")).to_be_visible()
        assert witness.seen == []
    assert order_of(order_id).status == "cancelled"


def test_without_scripts_an_address_is_chosen_and_looked_at_by_buttons(
    house: House, browser: Browser
) -> None:
    email = "tara.sen@example.com"
    with a_visit(browser, house.url, scripts=False) as (context, witness):
        page = context.new_page()
        sign_in(house, page, email, to="/account/addresses")
        address_book.keep(email, HILLS)
        home = Written("Tara Sen", "+919845055555", {**HILLS.place, "pincode": "737102"})
        address_book.keep(email, home)
        assert len([a for a in Address.scan() if a.customer_id == email]) == 2
        fill_the_cart(page)
        page.goto("/checkout")
        expect(page.get_by_label("House number and street")).to_be_hidden()
        page.get_by_role("radio", name="737102").check()
        page.get_by_role("button", name="Show when it arrives there").click()
        expect(page.get_by_role("radio", name="737102")).to_be_checked()
        expect(page.locator("[data-part=promise]")).to_contain_text("Arrives")
        page.get_by_role("button", name="Go on to pay").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Pay ₹")
        assert witness.seen == []
