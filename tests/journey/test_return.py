"""A return in Chromium: asked for with a photo on a phone, accepted at the desk, fetched by the
courier, checked in, and paid back."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from orders.models import Order
from orders.queries import order as find_order
from orders.rules import Status
from orders.services import moving
from payments.queries import payment
from shipping.queries import shipment
from tests.journey import working
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.house import House, eventually
from tests.journey.test_account import sign_in
from tests.journey.test_refund import a_paid_order

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
BUYER = "back@example.com"
LONGEST = 20_000  # ms: one press asks Shiprocket four times, another draws a photo anew


def a_delivered_order(house: House) -> Order:
    """Two blades, paid and delivered."""
    order = a_paid_order(house)
    for step in (Status.PROCESSING, Status.SHIPPED, Status.DELIVERED):
        moving.move(find_order(order.order_id), step, by="Sneha", text="On.")
    return find_order(order.order_id)


def a_picture() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1600), (190, 40, 50)).save(out, "JPEG")
    return {"name": "crack.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def ask_with_a_photo(page: Page, order: Order) -> None:
    """Choose one blade, see what comes back, and send it with a picture."""
    page.goto(f"/account/orders/{order.order_id}")
    page.get_by_role("link", name="Return", exact=True).click()
    page.locator("[name=line_0]").fill("1")
    page.get_by_text("It is faulty").click()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="You get back")).to_be_visible()
    page.get_by_role("button", name="Ask for the return").click()
    expect(page.get_by_role("alert")).to_contain_text("Please add a photo")
    page.get_by_label("Photos").set_input_files(a_picture())
    page.get_by_role("button", name="Ask for the return").dblclick()
    expect(page.get_by_text("Return R1 is asked for.")).to_be_visible(timeout=LONGEST)
    expect(page.get_by_alt_text("Photo 1 of 1")).to_be_visible()


def accept(page: Page, order: Order) -> str:
    """At the desk, from the list of open returns; the AWB under which it is fetched."""
    page.goto("/staff/orders/returns/")
    page.get_by_role("link", name=re.compile(rf"at {order.order_id} R1")).click()
    expect(page.get_by_alt_text("Photo 1 of 1")).to_be_visible()
    page.get_by_label("Words to the customer").fill("We are sorry.")
    page.get_by_role("button", name="Accept, have it fetched").click()
    expect(page.get_by_text("Return R1 is accepted.").first).to_be_visible(timeout=LONGEST)
    return str(shipment(f"{order.order_id}-R1", order.order_id).tracking_number)


def check_in(page: Page, order: Order) -> None:
    """Open the parcel, count, and see the money go."""
    page.goto(f"/staff/orders/{order.order_id}/returns/R1/")
    page.get_by_role("link", name="Open and check in").click()
    page.get_by_label(re.compile("To the shelf")).fill("0")
    page.get_by_role("button", name="Check in").dblclick()
    expect(page.get_by_text("Paid back").first).to_be_visible(timeout=LONGEST)


def status_of(order: Order) -> str:
    return str((find_order(order.order_id).returns or {})["R1"].status)


def test_a_return_with_a_photo_is_fetched_and_paid_back(house: House, browser: Browser) -> None:
    order = a_delivered_order(house)
    with (
        a_visit(browser, house.url, size=PHONE) as (phone, _),
        a_visit(browser, house.url, size=DESK) as (desk, _),
    ):
        shopper, staff = phone.new_page(), desk.new_page()
        sign_in(house, shopper, BUYER, to="/account")
        ask_with_a_photo(shopper, order)
        working.sign_in(staff)
        awb = accept(staff, order)
        shopper.reload()
        expect(shopper.get_by_text("Accepted; we fetch it")).to_be_visible()
        expect(shopper.get_by_text("We are sorry.")).to_be_visible()
        for status_id in (42, 18, 17, 7):
            house.sandbox.control(f"parcels/{awb}/move", status_id=status_id)
        assert eventually(lambda: status_of(order) == "arrived")
        check_in(staff, order)
        shopper.reload()
        expect(shopper.get_by_text("paid back").first).to_be_visible()
    kept = payment(order.razorpay_payment_id or "")
    assert kept is not None
    fee = order.shipping_fee or 0
    assert [each.amount for each in (kept.refunds or {}).values()] == [order.lines[0].price + fee]
    assert list(find_order(order.order_id).returns or {}) == ["R1"]
