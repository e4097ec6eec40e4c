"""A racket in Chromium: built, paid as one, three parts in the table; without scripts, too."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.queries import order as order_of
from tests.invariants import assert_invariants
from tests.journey.browsing import a_visit
from tests.journey.goods import BLADE, RECEIVED
from tests.journey.house import House, eventually
from tests.journey.shopping import BUYER, PINCODE, payment_window, read_the_thanks

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
SOMEBODY = {"E-mail": "racket.builder@example.com", "Mobile number": "98450 54377"}
TOTAL = "₹11,349.75"  # 4,200 for the blade, 3,499.50 and 3,650.25 for the rubbers
BUILD = re.compile(rf"\?blade={BLADE}&fh=VEGA-RED-21&bh=VEGA-BLACK-21")


def choose(page: Page, step: str, word: str) -> None:
    page.locator(f"#step-{step} .pick", has_text=word).click()


def to_the_pay_page(page: Page) -> None:
    expect(page.get_by_text("1 line, 1 item")).to_be_visible()
    page.get_by_role("link", name="Check out").first.click()
    for label, text in (BUYER | SOMEBODY).items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Pincode").fill(PINCODE)
    page.get_by_label("State").select_option("Karnataka")
    page.get_by_role("button", name="Go on to pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Pay {TOTAL}")


def test_a_racket_is_built_refused_mended_and_paid_for_as_one(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (phone, witness):
        page = phone.new_page()
        page.goto("/")
        page.get_by_role("link", name="Build a racket").first.click()
        choose(page, "fh", "2.1")
        choose(page, "bh", "Red")
        expect(page.get_by_text("We cannot build this one.")).to_be_visible()
        expect(page.locator("#add-racket")).to_have_count(0)
        choose(page, "bh", "Black")
        choose(page, "bh", "2.1")
        expect(page).to_have_url(BUILD)
        page.get_by_role("button", name="Add racket to cart").click()
        to_the_pay_page(page)
        window = payment_window(page)
        window.get_by_role("radio", name="UPI").check()
        window.get_by_role("button", name=f"Pay {TOTAL}").click()
        order_id = read_the_thanks(page)
        expect(page.get_by_text("Racket: Stiga Clipper Wood")).to_be_visible()
    assert witness.seen == []
    assert eventually(lambda: order_of(order_id).status == "confirmed")
    lines = order_of(order_id).lines
    assert [(line.sku, line.role, line.racket) for line in lines] == [
        (BLADE, "blade", "1"),
        ("VEGA-RED-21", "fh", "1"),
        ("VEGA-BLACK-21", "bh", "1"),
    ]
    house.a_pass()
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def test_without_scripts_a_racket_is_built_step_by_step_up_to_paying(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, scripts=False) as (phone, _):
        page = phone.new_page()
        page.goto(f"/racket-builder?blade={BLADE}")
        for step, word in (("fh", "2.1"), ("bh", "2.1")):
            choose(page, step, word)
            page.get_by_role("button", name="Update the racket").click()
        expect(page).to_have_url(BUILD)
        page.get_by_role("button", name="Add racket to cart").click()
        to_the_pay_page(page)
        page.get_by_role("button", name="Cancel this order").click()
        expect(page.get_by_text("The order is cancelled. Nothing was charged.")).to_be_visible()


def test_focus_stays_on_the_choice_when_the_page_is_drawn_anew(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (screen, _):
        page = screen.new_page()
        page.goto(f"/racket-builder?blade={BLADE}&fh=VEGA-RED-21&bh=VEGA-BLACK-21")
        chosen = page.locator("#step-fh .choice :checked")
        chosen.focus()
        chosen.evaluate("(radio) => radio.closest('fieldset').dataset.old = '1'")
        chosen.dispatch_event("change")
        expect(page.locator("[data-old]")).to_have_count(0)
        held = page.locator(":focus")
        expect(held).to_have_attribute("type", "radio")
        expect(held).to_have_attribute("name", "fh")
