"""axe finds nothing on any page type of the shop, on a small phone and at a desk; and no page is
wider than the window, down to 320 px and at 400 %."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.demo.loading import load_products
from config import dynamo
from tests.journey.axe import violations
from tests.journey.browsing import a_visit
from tests.journey.house import House, open_house
from tests.journey.promising import know_couriers
from tests.journey.shopping import BUYER, PINCODE, add_to_cart, payment_window
from tests.journey.test_sign_in import ask_for_a_code, mailed_code, type_the_code

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]
SMALL, DESK = (360, 740), (1280, 900)
NARROWEST = (320, 640)  # what is left of 1280 at 400 %
SHEET, BLADE = "/equipment/butterfly-tenergy-05", "/equipment/butterfly-viscaria"
COMPARED = "/equipment/compare?id=butterfly-viscaria&id=yasaka-sweden-extra"
OPEN_TO_ALL = [
    *("/", "/equipment", "/equipment?category=rubbers", "/equipment?q=tenergi+05"),
    *("/equipment?brand=Butterfly&in_stock=on&sort=price", "/equipment?q=nothing+like+it"),
    *(SHEET, BLADE, f"{SHEET}?choose-Colour=Red&choose-Thickness=1.7+mm", COMPARED),
    *(f"{COMPARED}&id=stiga-clipper-wood&id=butterfly-timo-boll-alc&only=differences",),
    *("/equipment/compare", "/racket-builder", "/cart", "/contact", "/account/sign-in"),
    *(f"/policies/{name}" for name in ("shipping", "refunds", "privacy", "terms")),
]
OF_AN_ACCOUNT = [
    *("/account", "/account/profile", "/account/addresses", "/account/returns"),
    *("/account/sign-in/devices", "/account/data"),
]
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A shop of our own with the demo's goods in it, so that no list is empty."""

    def furnish(house: House) -> None:
        dynamo.use(house.engine_url)
        load_products()

    with open_house(tmp_path_factory.mktemp("demo"), fill=furnish) as opened:
        dynamo.use(opened.engine_url)
        yield opened


class Look:
    """Looks at page after page and keeps what is wrong with each."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrong = page, dict[str, list[str]]()
        self.seen = 0

    def here(self, name: str = "") -> None:
        """At the page that is open."""
        self.seen += 1
        found = violations(self.page)
        if self.page.evaluate(IS_TOO_WIDE):
            found.append("wider than the window")
        if found:
            self.wrong[name or self.page.url] = found

    def at(self, address: str) -> None:
        """At this page."""
        self.page.goto(address)
        self.here(address)


def buy(look: Look) -> None:
    """From the product to the page of thanks and the parcel's, with a look at each step."""
    page = look.page
    page.goto(BLADE)
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.get_by_role("link", name="Go to cart")).to_be_visible()
    look.here("added")
    page.goto(BLADE)
    add_to_cart(page)
    look.here("cart")
    know_couriers(page, PINCODE)
    look.at("/checkout")
    page.get_by_role("button", name="Go on to pay").click()
    look.here("checkout, refused")
    for label, text in BUYER.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Pincode").fill(PINCODE)
    page.get_by_label("State").select_option("Karnataka")
    page.get_by_role("button", name="Go on to pay").click()
    window = payment_window(page)
    look.here("pay")
    window.get_by_role("radio", name="UPI").check()
    window.get_by_role("button", name=re.compile("^Pay ₹")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you", timeout=20_000)
    look.here("thanks")


@pytest.mark.parametrize("size", [SMALL, pytest.param(DESK, marks=pytest.mark.audit)])
def test_axe_finds_nothing_in_the_shop(
    house: House, browser: Browser, size: tuple[int, int]
) -> None:
    with a_visit(browser, house.url, size=size) as (context, witness):
        look = Look(context.new_page())
        for address in OPEN_TO_ALL:
            look.at(address)
        witness.provoked += [(422, "/checkout"), (404, "/nowhere"), (404, "/equipment/nowhere")]
        buy(look)
        look.at("/nowhere")
        look.at("/equipment/nowhere")
        assert look.wrong == {}
        # axe itself calls into the payment window's frame, which is of another origin.
        assert [each for each in witness.seen if "postMessage" not in each] == []
        assert look.seen > 25


def test_axe_finds_nothing_in_an_account(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=SMALL) as (context, witness):
        look = Look(context.new_page())
        ask_for_a_code(look.page, "ira.bose@example.in")
        look.here("code")
        type_the_code(look.page, mailed_code(house, "ira.bose@example.in"))
        for address in OF_AN_ACCOUNT:
            look.at(address)
        assert look.wrong == {}
        assert witness.seen == []


def test_no_page_is_wider_than_a_window_of_320_px(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, size=NARROWEST) as (context, witness):
        page, wide = context.new_page(), []
        for address in (*OPEN_TO_ALL, "/nowhere"):
            witness.provoked += [(404, address)] if address == "/nowhere" else []
            page.goto(address)
            if page.evaluate(IS_TOO_WIDE):
                wide.append(address)
        page.goto(BLADE)
        add_to_cart(page)
        for address in ("/cart", "/checkout"):
            page.goto(address)
            if page.evaluate(IS_TOO_WIDE):
                wide.append(address)
        assert wide == []
