"""The staff pages' menus on a phone whose scripts are off or have not come."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import working
from tests.journey.browsing import a_visit
from tests.journey.house import House

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_menu_and_sign_out_are_reached_without_scripts(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, scripts=False) as (context, witness):
        page = context.new_page()
        working.sign_in(page)
        page.get_by_role("button", name="Menu", exact=True).click()
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Shipments").click()
        expect(page).to_have_url(re.compile(r"/staff/shipments/$"))
        page.get_by_role("button", name=", menu").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile(r"/staff/sign-in/"))
        assert witness.seen == []
