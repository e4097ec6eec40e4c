"""The checkout's fields in Chromium: what is wrong is said as a field is left, never on a key."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from payments.checkout_form import CheckoutForm
from tests.journey.browsing import a_visit
from tests.journey.house import House
from tests.journey.test_checkout_pincode import HERE, at_the_checkout

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
AT = "\N{FULLWIDTH COMMERCIAL AT}"
# What people type that is right, however odd it looks.
GOOD = [
    {
        "Mobile number": "+91-98450-12345",
        "E-mail": " Ira@Example.in ",
        "Full name": "Li",
        "Pincode": "411 005",
        "City": "Diu",
        "House number and street": "1 MG R",
    },
    {
        "Mobile number": "(080) 2571 4567",
        "E-mail": f"ira{AT}c-d.co.in",
        "Full name": "\N{DEVANAGARI LETTER I}\N{DEVANAGARI LETTER RA}",
        "Pincode": HERE,
        "City": "Pune",
        "House number and street": "  22,  3rd Cross ",
    },
]
SLIPS = {
    "Mobile number": "98450 1234",
    "E-mail": "ira@example",
    "Full name": "123",
    "Pincode": "011005",
    "City": "411",
    "House number and street": "22",
}


def error_of(page: Page, field: Locator) -> Locator:
    return page.locator(f"#{field.get_attribute('id')}_error")


def test_a_slip_is_said_when_its_field_is_left_and_goes_when_it_is_mended(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE)
        field = page.get_by_label("E-mail")
        field.press_sequentially("ira@example")
        error = error_of(page, field)
        expect(error).to_have_count(0)
        field.press("Tab")
        expect(error).to_have_text("That is not an e-mail address. It looks like name@example.in.")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(
            "The confirmation and the tracking link go here."
            " That is not an e-mail address. It looks like name@example.in."
        )
        expect(page.locator("[data-live]")).to_contain_text("E-mail: That is not an e-mail")
        field.press_sequentially(".in")
        expect(error).to_have_count(0)
        expect(field).not_to_have_attribute("aria-invalid", "true")
        field.fill("")
        field.press("Tab")
        expect(error).to_have_text("Write an e-mail address, for example name@example.in.")
        assert witness.seen == []


def test_who_only_passes_through_is_told_nothing_and_a_press_is_not_lost(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE)
        page.get_by_label("Pincode").focus()
        for _ in range(6):
            page.keyboard.press("Tab")
        street = page.get_by_label("House number and street")
        street.fill("22")
        page.get_by_label("Area or landmark").focus()
        expect(error_of(page, street)).to_be_visible()
        expect(page.locator(".field .err")).to_have_count(1)  # of those passed through, none
        witness.provoked.append((422, "/checkout"))
        page.get_by_role("button", name="Go on to pay").click()
        expect(page.get_by_role("alert")).to_be_focused()
        name = page.get_by_label("Full name")
        expect(error_of(page, name)).to_be_visible()
        name.fill("Ira Bose")
        expect(error_of(page, name)).to_have_count(0)
        assert witness.seen == []


def type_in(page: Page, texts: dict[str, str]) -> None:
    """Into field after field, each left for the next."""
    for label, text in texts.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Area or landmark").focus()


def test_what_the_server_takes_is_never_complained_of(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        at_the_checkout(page, HERE)
        told = page.locator(".field .err")
        for each in GOOD:
            type_in(page, SLIPS)
            expect(told).to_have_count(len(SLIPS))
            type_in(page, each)
            expect(told).to_have_count(0)
            type_in(page, {"E-mail": "x"})  # what is said of it is said after all that went before
            expect(told).to_have_count(1)
        assert witness.seen == []


def test_the_samples_are_what_the_server_takes_and_refuses() -> None:
    names = {field.label: name for name, field in CheckoutForm().fields.items()}
    for samples, is_good in (*((each, True) for each in GOOD), (SLIPS, False)):
        for label, text in samples.items():
            is_refused = names[label] in CheckoutForm({names[label]: text}).errors
            assert is_refused is not is_good, text
