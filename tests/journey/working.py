"""What the people of the shop do at their desk, step by step."""

import re

import pyotp
from playwright.sync_api import Page, expect

from customers.models import Customer
from customers.team_rules import needs_code_app
from tests.journey.house import NAMES, PASSWORD, STAFF


def sign_in(page: Page, role: str = "owner") -> None:
    """Through the door, to the page of the day."""
    page.goto("/staff/")
    page.get_by_label("E-mail").fill(STAFF[role])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if needs_code_app(role):
        page.get_by_label("6 digits").fill(code_of(STAFF[role]))
        page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/staff/$"))
    page.wait_for_load_state("load")  # the scripts that listen for keys come last


def code_of(email: str) -> str:
    """What this person's phone shows. Here people sign in more often than every thirty seconds, so
    the shop is made to forget that it has seen this code."""
    person = Customer.get(email, email)
    person.update(actions=[Customer.totp_last_step.remove()])
    return pyotp.TOTP(str(person.totp_secret)).now()


def open_from_the_list(page: Page, order_id: str, status: str = "confirmed") -> None:
    """Find the order in the list of its status and open it."""
    page.goto(f"/staff/orders/?status={status}")
    page.get_by_role("link", name=order_id).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(order_id)


def pack_and_dispatch(page: Page, order_id: str) -> str:
    """Start packing, dispatch; the AWB under which the parcel travels."""
    open_from_the_list(page, order_id)
    expect(page.get_by_text("R3-2").first).to_be_attached()
    page.get_by_role("button", name="Start packing").click()
    expect(page.get_by_text("Next: hand it to a courier")).to_be_visible()
    page.get_by_role("button", name="Dispatch", exact=True).click()
    expect(page.get_by_text(f"{order_id} goes by")).to_be_visible()
    expect(page.get_by_text(NAMES["owner"]).first).to_be_attached()
    found = re.search(r"AWB\s+(\w+)", page.locator("#ship").inner_text())
    assert found, "the AWB stands at the parcel"
    return found[1]


def open_the_label(page: Page) -> str:
    """The label opens in a tab of its own; its text."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Label").click()
    label = opened.value
    label.wait_for_load_state()
    text = label.locator("body").inner_text()
    label.close()
    return text
