"""Finding things in Chromium: suggestions by keyboard, filters by tick or by form, Back."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journey.browsing import a_visit
from tests.journey.house import House

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]
WIDE = (1280, 900)


def options(page: Page) -> list[str]:
    return page.get_by_role("option").locator("span:first-child").all_inner_texts()


def test_suggestions_are_walked_by_keyboard(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=WIDE) as (context, witness):
        page = context.new_page()
        page.goto("/")
        box = page.get_by_role("combobox", name="Search the shop")
        box.press_sequentially("cliper")
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.locator("[data-suggested]").first).to_contain_text("Suggestions:")
        assert "Clipper" in options(page)[0]
        box.press("ArrowDown")
        chosen = page.get_by_role("option", selected=True)
        expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
        box.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("cliper")
        box.press("Backspace")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        box.press("Enter")
        expect(page).to_have_url(re.compile("/equipment/"))
        assert witness.seen == []


def test_an_answer_that_comes_late_is_not_shown(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=WIDE) as (context, _):
        page = context.new_page()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(re.compile(r"suggest\?q=clipper$"), hold)
        page.goto("/")
        box = page.get_by_role("combobox", name="Search the shop")
        with page.expect_request(re.compile(r"suggest\?q=clipper$")):
            box.press_sequentially("clipper")
        box.fill("rubber")
        expect(page.get_by_role("option").first).to_contain_text("Rubbers")
        for route in held:
            route.fulfill(body='<li role="option" data-address="/">Too late</li>')
        box.press("ArrowDown")
        assert "Too late" not in options(page)


def test_a_ticked_filter_stands_in_the_address_and_back_takes_it_away(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=WIDE) as (context, witness):
        page = context.new_page()
        page.goto("/equipment?category=rubbers")
        before = page.locator("[data-say]").inner_text()
        page.get_by_label("In stock only").check()
        expect(page).to_have_url(re.compile(r"\?category=rubbers&in_stock=1$"))
        expect(page.locator("[data-live]")).to_contain_text(" of ")
        page.get_by_role("checkbox", name="Xiom 1 item").check()
        expect(page).to_have_url(re.compile(r"\?category=rubbers&brand=Xiom&in_stock=1$"))
        expect(page.get_by_role("link", name="Remove filter: Xiom")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("link", name="Remove filter: Xiom")).to_have_count(0)
        expect(page.get_by_label("In stock only")).to_be_checked()
        page.go_back()
        expect(page.locator("[data-say]")).to_have_text(before)
        assert witness.seen == []


def test_filters_and_search_need_no_scripts(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=WIDE, scripts=False) as (context, _):
        page = context.new_page()
        page.goto("/equipment?category=rubbers")
        page.get_by_label("In stock only").check()
        page.get_by_role("button", name="Show items").click()
        expect(page).to_have_url(re.compile(r"\?category=rubbers&in_stock=1$"))
        page.get_by_role("searchbox", name="Search the shop").fill("cliper")
        page.get_by_role("searchbox", name="Search the shop").press("Enter")
        expect(page.get_by_text("These are the items for “clipper”")).to_be_visible()
