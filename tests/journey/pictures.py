"""`python -m tests.journey.pictures OUT_DIR [WORD…]`: a picture of every page of the shop with the
demo's data at three widths, for people to look at; with words, only pages whose name has one."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

import tests.settings  # noqa: F401 - its environment is what the house is opened with
from config import dynamo
from tests.journey import shopping, working
from tests.journey.browsing import a_browser, a_visit
from tests.journey.house import House, hire, open_house

SHOP_WIDTHS, STAFF_WIDTHS = (360, 768, 1280), (360, 820, 1280)
Take = Callable[[Page, str], None]
STATUSES = ("pending", "confirmed", "processing", "shipped", "delivered", "cancelled")

SHOP_PAGES = {
    "home": "/",
    "list": "/equipment",
    "list-rubbers": "/equipment?category=rubbers",
    "list-page-2": "/equipment?page=2",
    "list-search": "/equipment?q=butterfly",
    "list-nothing": "/equipment?q=zzzzzz",
    "cart-empty": "/cart",
    "contact": "/contact",
    "policy-shipping": "/policies/shipping",
    "policy-refunds": "/policies/refunds",
    "policy-privacy": "/policies/privacy",
    "policy-terms": "/policies/terms",
    "404": "/nothing-here",
}
STAFF_PAGES = {
    "today": "/staff/",
    **{f"orders-{status}": f"/staff/orders/?status={status}" for status in STATUSES},
    "orders-attention": "/staff/orders/?status=attention",
    "products": "/staff/products/",
    "shipments": "/staff/shipments/",
    "payments": "/staff/payments/",
    "404": "/staff/orders/TB-0000000000/",
}


def main(folder: Path, words: Sequence[str]) -> None:
    """Open a house with the demo in it, walk through it at every width, and leave the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, _demo(Path(scratch)) as house:
        _say(f"the shop is open on {house.url}")
        with a_browser() as browser:
            for width in SHOP_WIDTHS:
                with a_visit(browser, house.url, size=(width, 800)) as (context, _):
                    _shop(context, _taker(folder, f"shop-{width}", words))
            for width in STAFF_WIDTHS:
                with a_visit(browser, house.url, size=(width, 800)) as (context, _):
                    _staff(context, _taker(folder, f"staff-{width}", words))


@contextmanager
def _demo(folder: Path) -> Iterator[House]:
    def fill(house: House) -> None:
        _say(house.run("demo", "manage", "load_demo"))
        hire(house)

    with open_house(folder, fill=fill) as house:
        dynamo.use(house.engine_url)  # for the code of the owner's phone
        yield house


def _taker(folder: Path, prefix: str, words: Sequence[str]) -> Take:
    def take(page: Page, name: str) -> None:
        """The whole page, with the pictures that are loaded only when one scrolls to them."""
        if words and not any(word in f"{prefix}-{name}" for word in words):
            return
        page.evaluate("document.querySelectorAll('img').forEach(i => { i.loading = 'eager' })")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{prefix}-{name}.png", full_page=True)
        _overflow(page, f"{prefix}-{name}")

    return take


def _overflow(page: Page, name: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        _say(f"{name} is {wide} px wider than the window")


def _shop(context: BrowserContext, take: Take) -> None:
    page = context.new_page()
    for name, address in SHOP_PAGES.items():
        page.goto(address)
        take(page, name)
    for category in ("blades", "shoes", "pre-owned", "rubbers"):
        page.goto(f"/equipment?category={category}")
        page.locator(".card h2 a, .card h3 a").first.click()
        page.wait_for_load_state()
        take(page, f"product-{category}")
    _buy(page, take)


def _buy(page: Page, take: Take) -> None:
    """From the product's page that is open to the parcel's page."""
    shopping.add_to_cart(page)
    take(page, "cart")
    page.goto("/checkout")
    take(page, "checkout")
    shopping.fill_in(page, pincode="5600")
    page.locator("#id_pincode_error").wait_for()
    take(page, "checkout-refused")
    page.get_by_label("Pincode").fill(shopping.PINCODE)
    page.get_by_role("button", name="Go on to pay").click()
    window = shopping.payment_window(page)
    take(page, "pay-window")
    window.get_by_role("button", name="Close").click()
    take(page, "pay")
    page.get_by_role("button", name="Pay ₹").click()
    shopping.payment_window(page).locator("button.primary").click()
    shopping.read_the_thanks(page)
    take(page, "success")
    page.get_by_role("link", name="Follow this order").click()
    page.wait_for_load_state()
    take(page, "track")


def _staff(context: BrowserContext, take: Take) -> None:
    page = context.new_page()
    page.goto("/staff/sign-in/")
    take(page, "sign-in")
    working.sign_in(page)
    for name, address in STAFF_PAGES.items():
        page.goto(address)
        take(page, name)
    for status in (*STATUSES, "attention"):
        page.goto(f"/staff/orders/?status={status}")
        _first(page, "main a[href^='/staff/orders/TB-']", take, f"order-{status}")
    page.goto("/staff/products/?words=tenergy")
    _first(page, "main table a[href^='/staff/products/']", take, "product")


def _first(page: Page, selector: str, take: Take, name: str) -> None:
    """Follow the first such link, if there is one."""
    try:
        page.locator(selector).first.click(timeout=2000)
    except Error:
        _say(f"{name}: there is none to look at")
        return
    page.wait_for_load_state()
    take(page, name)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
