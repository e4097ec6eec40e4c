"""Adding without leaving, pictures large, ticks that last, what was looked at: the small scripts of
the shop in Chromium, by keyboard where there is one."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.goods import BLADE, LAST_TEN, SHEET
from tests.journey.house import House

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_is_added_is_told_where_one_is(
    house: House, browser: Browser, size: tuple[int, int]
) -> None:
    with a_visit(browser, house.url, size=size) as (context, witness):
        page = context.new_page()
        page.goto(f"/equipment/{BLADE}")
        button = page.get_by_role("button", name="Add to cart")
        button.press("Enter")
        expect(page.locator("[data-live]")).to_have_text("Stiga Clipper Wood is in your cart.")
        expect(page).to_have_url(re.compile(f"/equipment/{BLADE}$"))
        expect(button).to_be_focused()
        expect(page.locator("[data-cart-words]")).to_have_text("Cart, 1 item")
        page.get_by_role("link", name="Go to cart").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cart")
        assert witness.seen == []


def test_a_press_whose_answer_is_lost_leads_to_the_cart_and_adds_once(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, _):
        page = context.new_page()
        page.goto(f"/equipment/{BLADE}")
        presses: list[str] = []

        def lose(route: Route) -> None:
            presses.append(route.request.url)
            route.fetch(max_redirects=0)  # the shop has heard it
            route.abort()

        page.route("**/cart/add", lose)
        page.get_by_role("button", name="Add to cart").press("Enter")
        expect(page).to_have_url(re.compile("/cart$"))
        expect(page.locator("[data-cart-words]")).to_have_text("Cart, 1 item")
        assert len(presses) == 1


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_page_that_back_brings_up_has_the_count_of_now_and_nothing_moves(
    house: House, browser: Browser, size: tuple[int, int]
) -> None:
    with a_visit(browser, house.url, size=size) as (context, witness):
        page = context.new_page()
        page.goto(f"/equipment/{SHEET}")
        expect(page.get_by_role("link", name="Cart, empty")).to_be_visible()
        place = page.locator(".top-links").bounding_box()
        page.goto(f"/equipment/{BLADE}")
        page.get_by_role("button", name="Add to cart").press("Enter")
        expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()
        expect(page.locator("[data-cart-count]")).to_have_text("1")
        assert page.locator(".top-links").bounding_box() == place
        assert witness.seen == []


def test_skipping_to_the_content_loads_nothing_anew(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        page.goto("/equipment")
        page.evaluate("document.body.dataset.mark = 'same'")
        page.get_by_role("link", name="Skip to content").press("Enter")
        expect(page).to_have_url(re.compile("#main$"))
        with page.expect_navigation(url=re.compile("in_stock=1")):
            page.get_by_role("checkbox", name=re.compile("^In stock")).check()
        expect(page.locator("body[data-mark]")).to_have_count(1)
        page.go_back()
        expect(page.locator("body[data-mark]")).to_have_count(0)  # another question: asked anew
        assert witness.seen == []


def test_a_picture_opens_large_and_escape_leads_back(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        page.goto(f"/equipment/{SHEET}")
        page.locator(".thumbs a").nth(1).press("Enter")
        large = page.locator("a.large")
        large.press("Enter")
        dialog = page.get_by_role("dialog", name="Picture")
        expect(dialog.get_by_role("img")).to_have_attribute("src", re.compile("section"))
        dialog.get_by_role("button", name="Closer").press("Enter")
        expect(dialog.get_by_role("button", name="Whole picture")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(large).to_be_focused()
        assert witness.seen == []


def tick(page: Page, category: str, name: str) -> None:
    page.goto(f"/equipment?category={category}")
    page.get_by_role("checkbox", name=f"Compare {name}").check()


def test_ticks_last_from_list_to_list_and_lead_to_the_comparison(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        tick(page, "blades", "Stiga Clipper Wood")
        tick(page, "balls", "Nittaku Premium 3 Star")
        expect(page.locator("[data-compare-words]")).to_have_text("2 to compare.")
        page.get_by_role("button", name="Compare", exact=True).click()
        expect(page).to_have_url(re.compile(f"(?=.*id={BLADE})(?=.*id={LAST_TEN})"))
        page.get_by_role("link", name="Only differences").click()
        expect(page.get_by_role("row", name=re.compile("^Kind"))).to_be_visible()
        tick(page, "rubbers", "Xiom Vega Pro")
        page.get_by_role("button", name="Untick all").click()
        expect(page.locator("#compare")).to_be_hidden()
        assert witness.seen == []


def test_what_was_looked_at_is_shown_again_in_this_browser_only(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        page.goto(f"/equipment/{BLADE}")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"/equipment/{SHEET}", wait_until="networkidle")
        assert not [url for url in asked if "/equipment/seen" in url]  # nobody has come so far
        page.locator(".foot").scroll_into_view_if_needed()
        looked_at = page.locator("[data-seen]")
        expect(looked_at.get_by_role("link")).to_have_text(["Clipper Wood"])
        assert witness.seen == []
