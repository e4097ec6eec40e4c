"""The stand-in's Checkout in Chromium, on a page with the shop's strict policy."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote

import pytest
import requests
from django.conf import settings
from playwright.sync_api import FrameLocator, Page, expect, sync_playwright

from payments.razorpay import Razorpay
from payments.sandbox.process import RunningSandbox
from tests.samples import sample

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>Shop</title><h1>Pay</h1><button id="pay">Pay</button>
<output></output><script src="{0}/razorpay/checkout.js"></script><script src="/page.js"></script>"""
SCRIPT = """
const say = (kind, told) => {
  const line = document.createElement("p");
  line.textContent = JSON.stringify([kind, told]);
  document.querySelector("output").append(line);
};
const options = Object.assign(JSON.parse(decodeURIComponent(location.hash.slice(1))), {
  modal: { ondismiss: () => say("dismissed") },
});
if (!options.callback_url) options.handler = (response) => say("paid", response);
const checkout = new Razorpay(options);
checkout.on("payment.failed", (told) => say("failed", told.error));
document.querySelector("#pay").addEventListener("click", () => checkout.open());
"""


class Shop:
    """A page that pays, under a policy as strict as the shop's; keeps what is posted to it."""

    def __init__(self, sandbox_url: str) -> None:
        self.posted: list[dict[str, list[str]]] = []
        policy = (
            f"default-src 'none'; script-src 'self' {sandbox_url}; frame-src {sandbox_url};"
            " style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
        )
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                script = self.path == "/page.js"
                text = SCRIPT if script else PAGE.format(sandbox_url)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript" if script else "text/html")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(text.encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                shop.posted.append(parse_qs(body.decode()))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Keep the tests' output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 390, "height": 844})
        browser.close()


@pytest.fixture
def shop(sandbox: RunningSandbox) -> Iterator[Shop]:
    shop = Shop(sandbox.url)
    thread = threading.Thread(target=shop.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield shop
    shop.server.shutdown()
    shop.server.server_close()
    thread.join()


def client(sandbox: RunningSandbox) -> Razorpay:
    return Razorpay(
        requests.Session(),
        sandbox.razorpay_url,
        key_id=settings.RAZORPAY_KEY_ID,
        key_secret=settings.RAZORPAY_KEY_SECRET,
    )


def opened(page: Page, shop: Shop, sandbox: RunningSandbox, **options: object) -> FrameLocator:
    order = client(sandbox).open_order("TB-1", 123450, {})
    given = {"key": settings.RAZORPAY_KEY_ID, "order_id": order.id, "name": "Third Ball"} | options
    page.goto("about:blank")
    page.goto(f"{shop.url}/#{quote(json.dumps(given))}")
    page.get_by_role("button", name="Pay").click()
    return page.frame_locator("iframe")


def said(page: Page, lines: int) -> list[list[object]]:
    told = page.locator("output p")
    expect(told).to_have_count(lines, timeout=10_000)
    return [json.loads(line) for line in told.all_text_contents()]


def test_a_success_reaches_the_handler_signed(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    prefill = {"email": "asha@example.com", "contact": "+919876543210"}
    window = opened(browser_page, shop, sandbox, prefill=prefill, notes={"orderId": "TB-1"})
    window.get_by_label("Card").check()
    window.get_by_role("button", name="Pay ₹1,234.50").click()
    [[kind, response]] = said(browser_page, 1)
    assert isinstance(response, dict)
    assert (kind, response.keys()) == (
        "paid",
        sample("razorpay", "checkout.success.response").keys(),
    )
    payment = client(sandbox).payment(response["razorpay_payment_id"])
    assert (payment.status, payment.method, payment.email) == (
        "captured",
        "card",
        "asha@example.com",
    )
    assert payment.notes == {"orderId": "TB-1"}
    expect(browser_page.locator("iframe")).to_have_count(0)


def test_a_success_is_posted_to_the_callback(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    window = opened(browser_page, shop, sandbox, callback_url=f"{shop.url}/callback")
    window.get_by_role("button", name="Pay ₹1,234.50").click()
    browser_page.wait_for_url("**/callback")
    [form] = shop.posted
    assert form.keys() == sample("razorpay", "checkout.success.response").keys()
    [order_id], [payment_id] = form["razorpay_order_id"], form["razorpay_payment_id"]
    [signature] = form["razorpay_signature"]
    assert client(sandbox).payment_signature_is_right(order_id, payment_id, signature)


def test_a_failure_is_told_and_the_same_window_pays_later(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    window = opened(browser_page, shop, sandbox)
    window.get_by_role("button", name="Fail the payment").click()
    expect(window.get_by_role("status")).to_contain_text("try again")
    window.get_by_role("button", name="Pay ₹1,234.50").click()
    [failed, paid] = said(browser_page, 2)
    assert isinstance(failed[1], dict)
    assert (failed[0], failed[1]["reason"], paid[0]) == ("failed", "payment_failed", "paid")


def test_a_failure_with_redirect_is_posted_unsigned(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    callback = f"{shop.url}/callback"
    window = opened(browser_page, shop, sandbox, callback_url=callback, redirect=True)
    window.get_by_role("button", name="Fail the payment").click()
    browser_page.wait_for_url("**/callback")
    [form] = shop.posted
    assert form.keys() == sample("razorpay", "checkout.callback.failure.form").keys()
    assert json.loads(form["error[metadata]"][0]).keys() == {"payment_id", "order_id"}


@pytest.mark.parametrize("way", ["button", "escape", "escape behind it"])
def test_closing_says_nothing_but_that(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox, way: str
) -> None:
    window = opened(browser_page, shop, sandbox)
    close = window.get_by_role("button", name="Close")
    if way == "button":
        close.click()
    elif way == "escape":
        close.press("Escape")
    else:  # the keys go to the page, as after a click past the window
        browser_page.evaluate("document.activeElement.blur()")
        browser_page.keyboard.press("Escape")
    assert said(browser_page, 1) == [["dismissed", None]]
    expect(browser_page.get_by_role("button", name="Pay")).to_be_focused()
    assert client(sandbox).payments_of(sandbox.ledger()["orders"][0]["entity"]["id"]) == []


def test_the_page_behind_is_out_of_reach_until_the_window_is_closed(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    window = opened(browser_page, shop, sandbox)
    behind = "document.querySelector('#pay').closest('[inert]') !== null"
    assert browser_page.evaluate(behind)
    browser_page.evaluate("document.querySelector('#pay').focus()")
    expect(browser_page.locator("#pay")).not_to_be_focused()
    window.get_by_role("button", name="Close").click()
    expect(browser_page.locator("[inert]")).to_have_count(0)


def test_a_stranger_cannot_frame_the_control_pages_nor_pay_with_another_key(
    browser_page: Page, shop: Shop, sandbox: RunningSandbox
) -> None:
    window = opened(browser_page, shop, sandbox, key="rzp_test_other")
    expect(window.get_by_role("alert")).to_contain_text("key")
