"""An order is taken by telephone and paid by its link, by keys where there are some; and the keys
themselves: off in fields, off where they were switched off, and never a trap."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.queries import order as find_order
from tests.invariants import assert_invariants
from tests.journey import working
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.goods import BLADE, RECEIVED
from tests.journey.house import House, eventually
from tests.journey.shopping import payment_window

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
CALLER = {
    "E-mail": "caller@example.com",
    "Mobile number": "98450 11223",
    "Pincode": "560034",
    "Full name": "Ananya Rao",
    "House number and street": "22, 3rd Cross, 4th Block",
}


def take_the_call(page: Page) -> str:
    """From an empty page to the order; the link to pay it by."""
    page.goto("/staff/payments/phone-order/")
    page.get_by_label("Add by sku or name").fill(BLADE)
    page.get_by_label("Add by sku or name").press("Enter")
    expect(page.get_by_label("Pieces of")).to_have_value("1")
    for label, text in CALLER.items():
        page.get_by_label(re.compile(f"^{label}")).fill(text)  # or "…, optional"
    page.get_by_role("button", name="Say when it arrives").click()
    expect(page.get_by_label("City")).to_have_value("Bengaluru")
    page.get_by_role("button", name="Make the order").click()
    expect(page.get_by_text("It waits for its money until")).to_be_visible()
    return page.get_by_label("Link to pay").input_value()


def pay_by(page: Page, link: str) -> None:
    page.goto(link)
    window = payment_window(page)
    window.get_by_role("radio", name="UPI").check()
    window.get_by_role("button", name=re.compile("^Pay ₹")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you", timeout=20_000)


def test_a_call_becomes_an_order_and_its_link_is_paid_on_another_telephone(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page)
        link = take_the_call(page)
        order_id = page.url.rstrip("/").rpartition("/")[2]
        assert witness.seen == []
    with a_visit(browser, house.url, size=PHONE) as (context, witness):
        pay_by(context.new_page(), link)
        assert witness.seen == []
    assert eventually(lambda: find_order(order_id).status == "confirmed")
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def test_keys_search_walk_a_list_and_open_what_they_stand_at(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page, "packer")
        page.keyboard.press("/")
        box = page.get_by_role("searchbox", name="Search orders")
        expect(box).to_be_focused()
        page.keyboard.type("vega ?")
        expect(box).to_have_value("vega ?")
        box.fill("st")
        box.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Found for “st”")
        page.keyboard.press("j")
        expect(page.locator("[data-open]").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/staff/products/"))
        page.wait_for_load_state()
        page.keyboard.press("g")
        page.keyboard.press("o")
        expect(page).to_have_url(re.compile("/staff/orders/"))
        assert witness.seen == []


def test_the_list_of_keys_opens_closes_and_switches_them_off(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page, "packer")
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(dialog.get_by_text("Next and previous line")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.goto("/staff/keys/")
        page.get_by_label("Use single keys").uncheck()
        page.goto("/staff/")
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox", name="Search orders")).not_to_be_focused()
        page.keyboard.press("?")
        expect(dialog).to_be_hidden()
        assert witness.seen == []
