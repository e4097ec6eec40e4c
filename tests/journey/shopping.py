"""What a shopper does on a phone, step by step, and what must be read on the way."""

import re

from playwright.sync_api import FrameLocator, Page, expect

from tests.journey.browsing import Witness

BUYER = {
    "Mobile number": "98450 54321",
    "E-mail": "Ananya.Rao@Example.com",
    "Full name": "Ananya Rao",
    "City": "Bengaluru",
    "House number and street": "22, 3rd Cross, 4th Block",
}
EMAIL = "ananya.rao@example.com"
PINCODE = "560034"


def find_the_sheet(page: Page) -> None:
    """From the front page through the menu to the sheet of rubber."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Rubbers").click()
    expect(page).to_have_url(re.compile(r"/equipment\?category=rubbers$"))
    page.get_by_role("link", name="Vega Pro").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vega Pro")


def choose_black_two_one(page: Page) -> None:
    """Black and 2.1 mm: the address, the price and the stock follow the choice."""
    choose(page, "Black")
    choose(page, "2.1")
    expect(page).to_have_url(re.compile(r"sku=VEGA-BLACK-21"))
    expect(page.locator(".buy .price b")).to_have_text("₹3,650.25")


def choose(page: Page, word: str) -> None:
    """Touch an option as a finger does: on its pill, the radio itself is out of sight."""
    page.locator("#choose label", has_text=word).click()
    expect(page.locator("#choose").get_by_role("radio", name=word)).to_be_checked()


def add_to_cart(page: Page) -> None:
    """Add what the page shows and go to the cart; without scripts one is there at once."""
    page.get_by_role("button", name="Add to cart").first.click()
    cart = page.get_by_role("heading", level=1, name="Cart", exact=True)
    way = page.get_by_role("link", name="Go to cart")
    expect(cart.or_(way)).to_be_visible()
    if way.is_visible():
        way.click()
    expect(cart).to_be_visible()


def put_into_cart(page: Page) -> None:
    """Add what is chosen, and go on to the checkout from the cart."""
    add_to_cart(page)
    expect(page.get_by_text("Black, 2.1 mm. ")).to_be_visible()
    page.get_by_role("link", name="Check out").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(page.locator(".order-box h3")).to_have_text("Xiom Vega Pro")


def fill_in(page: Page, *, pincode: str) -> None:
    """Say who and where to, and go on to pay."""
    for label, text in BUYER.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Pincode").fill(pincode)
    page.get_by_label("State").select_option("Karnataka")
    page.get_by_role("button", name="Go on to pay").click()


def mistype_the_pincode(page: Page, witness: Witness) -> None:
    """Five digits: the field says so, and everything typed is still there."""
    witness.provoked.append((422, "/checkout"))
    fill_in(page, pincode="56003")
    field = page.get_by_label("Pincode")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_pincode_error")).to_be_visible()
    expect(field).to_have_value("56003")
    for label, text in BUYER.items():
        expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_label("State")).to_have_value("Karnataka")


def mend_the_pincode(page: Page) -> None:
    """Only the one field needs a touch."""
    page.get_by_label("Pincode").fill(PINCODE)
    page.get_by_role("button", name="Go on to pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay ₹3,650.25")


def fail_then_pay(page: Page) -> None:
    """The payment window is closed and opened again; the bank says no, and then yes to UPI."""
    payment_window(page).get_by_role("button", name="Close").click()
    button = page.get_by_role("button", name="Pay ₹3,650.25")
    expect(button).to_be_focused()
    button.press("Enter")
    window = payment_window(page)
    window.get_by_role("button", name="Fail the payment").click()
    expect(window.locator("#news")).to_have_attribute("data-tone", "bad")
    expect(page.locator("[data-pay-say]")).to_contain_text(". You can try another way.")
    window.get_by_role("radio", name="UPI").check()
    window.get_by_role("button", name="Pay ₹3,650.25").click()


def payment_window(page: Page) -> FrameLocator:
    """The sandbox's window, which opens by itself."""
    frame = page.frame_locator("iframe[title='Test payment window']")
    expect(frame.get_by_role("button", name="Fail the payment")).to_be_enabled()
    return frame


def read_the_thanks(page: Page) -> str:
    """The page after paying, however soon the money was known; the order's id."""
    thanks = page.get_by_role("heading", level=1, name="Thank you, Ananya Rao. It is ordered.")
    expect(thanks).to_be_visible(timeout=20_000)
    found = re.search(r"TB-[0-9A-Z]{10}", page.locator("main").inner_text())
    assert found, "the order's number stands on the page"
    return found[0]


def choose_without_scripts(page: Page) -> None:
    """Both options, then the button that stands there for those without scripts."""
    page.locator("#choose label", has_text="Black").click()
    page.locator("#choose label", has_text="2.1").click()
    page.get_by_role("button", name="Show this choice").click()
    expect(page.locator(".buy .price b")).to_have_text("₹3,650.25")
