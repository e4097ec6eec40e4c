"""The pictures of a card in Chromium, by touch and by arrow keys; none is loaded before it is
chosen. No script has a part in it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from catalog import shelf
from tests.factories import a_product
from tests.journey.browsing import PHONE
from tests.journey.house import House

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]
ADDRESS = "/equipment?category=shoes"


def test_each_picture_is_reached_and_loaded_when_it_is_chosen(
    house: House, browser: Browser
) -> None:
    shoe = a_product(product_id="a-shoe", category="shoes", name="Touched Shoe")
    shelf.announce([shoe.product_id])
    with browser.new_context(
        base_url=house.url,
        has_touch=True,
        viewport={"width": PHONE[0], "height": PHONE[1]},
    ) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        card = page.locator(".card", has_text=shoe.name)
        for _ in range(40):  # the server looks at its shelf every second or so
            page.goto(ADDRESS, wait_until="load")
            if card.count():
                break
            page.wait_for_timeout(250)
        shown = card.locator(".views img:visible")
        expect(shown).to_have_attribute("alt", f"{shoe.brand} {shoe.name}")
        assert not [url for url in asked if re.search("/(section|scale)[.]svg", url)]
        with page.expect_request(re.compile("/section[.]svg")):
            card.get_by_role("radio", name="2").tap()
        expect(shown).to_have_attribute("src", re.compile("/section[.]svg"))
        with page.expect_request(re.compile("/scale[.]svg")):
            page.keyboard.press("ArrowRight")
        expect(shown).to_have_attribute("src", re.compile("/scale[.]svg"))
        expect(page).to_have_url(re.compile("category=shoes$"))
        assert {url.rpartition("/")[2].partition(".")[0] for url in asked} >= {"section", "scale"}
