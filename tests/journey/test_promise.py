"""The pincode box in Chromium: the day of arrival before anything is asked of the person."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browsing import a_visit
from tests.journey.goods import SHEET
from tests.journey.house import House
from tests.journey.promising import know_couriers
from tests.journey.shopping import add_to_cart, choose

pytestmark = [pytest.mark.browser, pytest.mark.server]
SMALL_PHONE = (360, 740)
PRODUCT = f"/equipment/{SHEET}"
SKU = "VEGA-RED-18"
FIRST_SCREEN = ("h1", ".buy .price b", "#choose label", ".lead-stock", ".stick .btn")


def ask(page: Page, pincode: str) -> None:
    """Type a pincode and press Enter."""
    page.get_by_label("Deliver to pincode").fill(pincode)
    page.get_by_label("Deliver to pincode").press("Enter")


def test_the_promise_comes_without_a_load_and_stays(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=SMALL_PHONE) as (context, witness):
        page = context.new_page()
        know_couriers(page, "560041", sku=SKU)
        context.clear_cookies()
        page.goto(PRODUCT)
        expect(page.locator(".lead-stock")).to_contain_text("Leaves us on")
        ask(page, "560041")
        expect(page.get_by_text("Bengaluru, Karnataka")).to_be_visible()
        expect(page.locator(".lead-stock")).to_contain_text("At your door by")
        assert page.url == f"{house.url}{PRODUCT}"
        expect(page.locator("[data-live]")).to_contain_text("Cash on delivery for ₹49.")
        expect(page.get_by_label("Deliver to pincode")).to_be_focused()
        choose(page, "2.1")
        expect(page.locator(".lead-stock")).to_contain_text("At your door by")
        page.goto(PRODUCT)  # the same for everybody; a script tells who has asked before
        expect(page.locator(".lead-stock")).to_contain_text("At your door by")
        expect(page.get_by_text("Bengaluru, Karnataka")).to_be_visible()
        add_to_cart(page)
        expect(page.get_by_text("All together at your door by")).to_be_visible()
        assert witness.seen == []


def test_the_first_screen_of_a_small_phone_holds_the_promise(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=SMALL_PHONE) as (context, _):
        page = context.new_page()
        page.goto(f"{PRODUCT}?pincode=560041")
        expect(page.locator(".lead-stock")).to_contain_text("At your door by")
        bar = page.locator(".stick").bounding_box()
        for part in FIRST_SCREEN:
            box = page.locator(part).locator("visible=true").last.bounding_box()
            assert box
            assert bar
            lowest = SMALL_PHONE[1] if part.startswith(".stick") else bar["y"]
            assert box["y"] + box["height"] <= lowest, part


def test_a_courier_that_is_slow_is_heard_when_it_answers(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=SMALL_PHONE) as (context, witness):
        page = context.new_page()
        know_couriers(page, "110001", sku=SKU)  # now only the courier's slowness counts
        path = "/shiprocket/*/courier/serviceability*"
        house.sandbox.control("faults", kind="delay", path=path, ms=1500)
        page.goto(PRODUCT)
        ask(page, "700091")
        expect(page.locator(".lead-stock")).to_contain_text("an estimate")
        expect(page.locator(".lead-stock")).not_to_contain_text("an estimate", timeout=20_000)
        expect(page.locator("[data-live]")).to_contain_text("Cash on delivery for ₹49.")
        assert witness.seen == []


def test_what_is_no_pincode_is_said_at_its_field(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=SMALL_PHONE) as (context, witness):
        page = context.new_page()
        page.goto(PRODUCT)
        witness.provoked.append((422, "/shipping/promise"))
        ask(page, "41103")
        field = page.get_by_label("Deliver to pincode")
        expect(field).to_be_focused()
        expect(field).to_have_accessible_description(
            "A PIN code has six digits and does not begin with 0, like 411005."
        )
        expect(field).to_have_value("41103")
        know_couriers(page, "790001", sku=SKU)
        ask(page, "790001")
        expect(page.get_by_text("We do not deliver to 790001 yet.").first).to_be_visible()
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert witness.seen == []


def test_without_scripts_the_form_leads_back_with_the_answer(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, scripts=False) as (context, witness):
        page = context.new_page()
        page.goto(PRODUCT)
        ask(page, "411038")
        page.wait_for_url("**pincode=411038**")
        expect(page.get_by_text("Pune, Maharashtra")).to_be_visible()
        page.get_by_role("button", name="Add to cart").first.click()
        expect(page.get_by_text("All together at your door by")).to_be_visible()  # it is kept
        assert witness.seen == []
