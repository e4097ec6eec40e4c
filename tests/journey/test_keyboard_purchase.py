"""A whole purchase without a mouse on a small phone's window, the focus always in sight; and the
pages at 200 % text."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.queries import order as order_of
from tests.journey.browsing import a_visit
from tests.journey.by_keyboard import is_held, tab_to, walk
from tests.journey.goods import SHEET
from tests.journey.house import House, eventually
from tests.journey.promising import know_couriers
from tests.journey.shopping import payment_window

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
SMALL = (360, 740)
HERE = "560034"
TYPED = {
    "Mobile number": "98450 12345",
    "E-mail": "keys@example.com",
    "Full name": "Ananya Rao",
    "House number and street": "22, 3rd Cross",
}
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Text that its own box cuts off, save what is hidden from eyes on purpose.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((each) => {
  const is_cut = ["hidden", "clip"].includes(getComputedStyle(each).overflowX);
  const has_text = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const is_seen = each.checkVisibility({ visibilityProperty: true }) && each.clientWidth > 4;
  const is_wider = each.scrollWidth > each.clientWidth + 1;
  const is_higher = each.scrollHeight > each.clientHeight + 4;
  return is_cut && has_text && is_seen && (is_wider || is_higher);
}).map((each) => each.outerHTML.slice(0, 80))"""


# Whether the shop's name runs into the links beside it.
NAME_IS_COVERED = """() => {
  const name = document.createRange();
  name.selectNodeContents(document.querySelector(".top .logo"));
  const beside = [...document.querySelectorAll(".top-links a")];
  const links = beside.map((each) => each.getClientRects()[0]);
  return [...name.getClientRects()].some((part) => links.some((link) => link
    && part.right > link.left + 1 && part.left < link.right
    && part.bottom > link.top + 1 && part.top < link.bottom - 1));
}"""


def find_and_choose(page: Page, wrong: list[str]) -> None:
    """From the search to the cart, with another thickness than the first."""
    page.goto("/")
    tab_to(page, page.get_by_role("combobox", name="Search the shop"), wrong)
    page.keyboard.type("vega pro")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=vega"))
    tab_to(page, page.get_by_role("link", name="Vega Pro"), wrong)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vega Pro")
    tab_to(page, page.get_by_role("radio", name="1.8"), wrong)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("sku=VEGA-RED-21"))
    expect(page.get_by_role("radio", name="2.1")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Add to cart"), wrong)
    page.keyboard.press("Enter")
    way = page.get_by_role("link", name="Go to cart")
    expect(way).to_be_visible()
    tab_to(page, way, wrong)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cart")


def fill_in(page: Page, wrong: list[str]) -> None:
    """The checkout's fields in the order in which Tab comes to them."""
    tab_to(page, page.get_by_label("Pincode"), wrong)
    page.keyboard.type(HERE)
    expect(page.get_by_label("State")).to_have_value("Karnataka")
    for label, text in TYPED.items():
        tab_to(page, page.get_by_label(label), wrong)
        page.keyboard.type(text)
    button = page.get_by_role("button", name="Go on to pay")
    tab_to(page, button, wrong)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay ₹3,499.50")


def pay(page: Page) -> None:
    """In the payment's window: the way by arrow keys, then its button."""
    window = payment_window(page)
    button = window.get_by_role("button", name="Pay ₹3,499.50")
    for _ in range(20):
        page.keyboard.press("Tab")
        if is_held(button):
            break
    page.keyboard.press("Enter")
    thanks = page.get_by_role("heading", level=1, name="Thank you, Ananya Rao. It is ordered.")
    expect(thanks).to_be_visible(timeout=20_000)


def test_a_purchase_needs_no_mouse_and_never_loses_sight_of_the_focus(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=SMALL) as (context, witness):
        page, wrong = context.new_page(), list[str]()
        find_and_choose(page, wrong)
        know_couriers(page, HERE)
        tab_to(page, page.get_by_role("link", name="Check out"), wrong)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
        fill_in(page, wrong)
        pay(page)
        found = re.search(r"TB-[0-9A-Z]{10}", page.locator("main").inner_text())
        assert wrong == []
        assert witness.seen == []
    assert found
    assert eventually(lambda: order_of(found[0]).status == "confirmed")


def test_the_focus_is_never_under_a_bar_down_to_the_foot(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=SMALL) as (context, _):
        page, wrong = context.new_page(), dict[str, list[str]]()
        page.goto(f"/equipment/{SHEET}?sku=VEGA-RED-21")
        wrong["product"] = walk(page)
        page.get_by_role("button", name="Add to cart").first.click()
        expect(page.get_by_role("link", name="Go to cart")).to_be_visible()
        wrong["added"] = walk(page)
        for address in ("/cart", "/checkout"):
            page.goto(address)
            wrong[address] = walk(page)
        assert {name: each for name, each in wrong.items() if each} == {}


def test_text_of_twice_its_size_loses_nothing_and_scrolls_to_no_side(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url, size=SMALL) as (context, witness):
        page, wrong = context.new_page(), dict[str, list[str]]()
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => {"
            " document.documentElement.style.fontSize = '200%'; })"
        )
        product = f"/equipment/{SHEET}?sku=VEGA-RED-21"
        page.goto(product)
        page.get_by_role("button", name="Add to cart").first.click()
        expect(page.get_by_role("link", name="Go to cart")).to_be_visible()
        for address in ("/", "/equipment?category=rubbers", product, "/cart", "/checkout"):
            page.goto(address)
            size = page.evaluate("getComputedStyle(document.body).fontSize")
            assert float(size.removesuffix("px")) >= 30, "the text has not grown"
            found = page.evaluate(CUT_OFF)
            if page.evaluate(NAME_IS_COVERED):
                found.append("the name of the shop runs into what stands beside it")
            if page.evaluate(IS_TOO_WIDE):
                found.append("wider than the window")
            wrong[address] = found
        assert {address: each for address, each in wrong.items() if each} == {}
        assert witness.seen == []
