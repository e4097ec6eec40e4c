"""Signing in on a phone by the mailed code, in Chromium, and being signed out from the desk."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browsing import DESK, Witness, a_visit
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]
EMAIL, PLAIN_EMAIL = "devi.nair@example.in", "plain.devi@example.in"


def mailed_code(house: House, to: str, *, mails: int = 1) -> str:
    """The code in the newest mail, when so many have come."""
    eventually(lambda: len(house.sandbox.mails(to=to)) >= mails)
    found = re.search(r"#(\d{6})\s*$", house.sandbox.mails(to=to)[-1]["text"])
    assert found
    return found[1]


def ask_for_a_code(page: Page, email: str) -> None:
    """From the front page through the header to the page of the code."""
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")


def type_the_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def mistype_the_code(page: Page, witness: Witness, code: str) -> None:
    """One digit wrong: the page says so, and takes the focus there."""
    witness.provoked.append((422, "/account/sign-in/code"))
    type_the_code(page, code[:5] + str((int(code[5]) + 1) % 10))
    note = page.get_by_role("alert")
    expect(note).to_contain_text("4 tries left.")
    expect(note).to_be_focused()


def is_asked_to_sign_in(page: Page) -> bool:
    """Whether a page of the account leads this browser to the door."""
    page.goto("/account/profile")
    return page.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_signed_in_on_the_phone_and_out_from_the_desk(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (phone, by_phone):
        page = phone.new_page()
        ask_for_a_code(page, EMAIL)
        expect(page.get_by_label("Code")).to_be_focused()
        mistype_the_code(page, by_phone, mailed_code(house, EMAIL))
        type_the_code(page, mailed_code(house, EMAIL))
        expect(page).to_have_url(f"{house.url}/account")
        page.get_by_role("link", name="Profile").click()
        page.get_by_label("Full name").fill("Devi Nair")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Devi Nair, devi.nair@example.in")).to_be_visible()
        with a_visit(browser, house.url, size=DESK) as (desk, by_desk):
            at_the_desk = desk.new_page()
            ask_for_a_code(at_the_desk, EMAIL.upper())
            type_the_code(at_the_desk, mailed_code(house, EMAIL, mails=2))
            at_the_desk.get_by_role("link", name="Sign-in").click()
            expect(at_the_desk.locator(".devices li")).to_have_count(2)
            at_the_desk.get_by_role("button", name="Sign out all other devices").click()
            expect(at_the_desk.locator(".devices li")).to_have_count(1)
        assert is_asked_to_sign_in(page)
    assert (by_phone.seen, by_phone.provoked, by_desk.seen) == ([], [], [])
    codes = [re.sub(r"\D", "", str(mail["subject"])[:7]) for mail in house.sandbox.mails(to=EMAIL)]
    assert len(codes) == 2
    log = house.log("server")
    assert [word for word in [*codes, EMAIL, "Devi Nair"] if word in log] == []


def test_without_scripts_the_code_signs_in_as_well(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, scripts=False) as (phone, witness):
        page = phone.new_page()
        ask_for_a_code(page, PLAIN_EMAIL)
        page.get_by_role("button", name="Send a new code").click()
        expect(page.get_by_text("A new code is on its way.")).to_be_visible()
        type_the_code(page, mailed_code(house, PLAIN_EMAIL, mails=2))
        expect(page).to_have_url(f"{house.url}/account")
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        assert is_asked_to_sign_in(page)
    assert witness.seen == []
