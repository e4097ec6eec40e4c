"""The checkout's pincode in Chromium: what was ticked, refused or estimated is looked at anew."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browsing import a_visit
from tests.journey.goods import SHEET
from tests.journey.house import House
from tests.journey.promising import know_couriers
from tests.journey.shopping import add_to_cart

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
SKU = "VEGA-RED-18"
HERE, NO_CASH, NOWHERE = "560034", "737101", "682555"
SLOW = "600004"
BUYER = {
    "Mobile number": "98450 88888",
    "E-mail": "meera@example.com",
    "Full name": "Meera Nair",
    "House number and street": "9, Sarjapur Road",
}


def at_the_checkout(page: Page, *pincodes: str) -> None:
    """With one sheet, and couriers that are known at these pincodes."""
    page.goto(f"/equipment/{SHEET}?sku={SKU}")
    add_to_cart(page)
    for pincode in pincodes:
        know_couriers(page, pincode)
    page.goto("/checkout")


def test_cash_that_cannot_be_had_is_said_and_comes_back_with_the_pincode(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE, NO_CASH)
        pincode, told = page.get_by_label("Pincode"), page.locator("[data-part=promise]")
        cash = page.get_by_role("radio", name="Cash on delivery")
        step = page.get_by_role("list", name="Progress").get_by_text("Pay")
        pincode.fill(HERE)
        expect(cash).to_be_enabled()
        expect(step).to_be_visible()
        cash.check()
        expect(step).to_be_hidden()
        pincode.fill(NO_CASH)
        expect(told).to_contain_text("No cash on delivery there. “Pay now” is ticked instead.")
        expect(page.get_by_role("radio", name="Pay now")).to_be_checked()
        expect(step).to_be_visible()
        pincode.fill(HERE)
        expect(cash).to_be_checked()
        expect(told).to_contain_text("at the door")
        assert witness.seen == []


def test_the_error_of_a_pincode_goes_when_it_is_mended(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE, NOWHERE)
        pincode = page.get_by_label("Pincode")
        pincode.fill(NOWHERE)
        expect(page.get_by_label("State")).to_have_value("Lakshadweep")
        for label, text in BUYER.items():
            page.get_by_label(label).fill(text)
        witness.provoked.append((422, "/checkout"))
        page.get_by_role("button", name="Go on to pay").click()
        error = page.locator("#id_pincode_error")
        expect(error).to_contain_text(f"We do not deliver to {NOWHERE} yet.")
        expect(page.get_by_role("alert")).to_be_visible()
        pincode.fill(HERE)
        expect(error).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(pincode).not_to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("City")).to_have_value("Bengaluru")
        expect(page.get_by_label("State")).to_have_value("Karnataka")
        assert witness.seen == []


def test_an_estimate_is_asked_again_until_the_courier_answers(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE)
        path = "/shiprocket/*/courier/serviceability*"
        house.sandbox.control("faults", kind="delay", path=path, ms=1500)
        page.get_by_label("Pincode").fill(SLOW)
        told = page.locator("[data-part=promise]")
        expect(told).to_contain_text("This is an estimate")
        pay = page.get_by_role("radio", name="Pay now")
        pay.focus()
        expect(told).not_to_contain_text("This is an estimate", timeout=40_000)
        expect(page.get_by_role("radio", name="Cash on delivery")).to_be_enabled()
        expect(pay).to_be_focused()
        assert witness.seen == []


def test_the_button_that_is_pressed_is_the_one_that_is_locked(
    house: House, browser: Browser
) -> None:
    """Also after the pincode has put a new one in its place."""
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE)
        page.get_by_label("Pincode").fill(HERE)
        expect(page.get_by_label("State")).to_have_value("Karnataka")
        page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
        button = page.get_by_role("button", name="Go on to pay")
        button.click()
        expect(button).to_have_attribute("aria-disabled", "true")
        assert witness.seen == []
