"""One whole sale in Chromium, shopper and staff, and what it leaves in the six tables."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.invariants import assert_invariants
from tests.journey import shopping, the_sale, working
from tests.journey.browsing import DESK, a_visit
from tests.journey.goods import RECEIVED
from tests.journey.house import House, eventually
from tests.journey.the_tables import Tables, item_troubles, schema_troubles

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
# Shiprocket's numbers for picked up, in transit, out for delivery, delivered.
ON_THE_WAY = {42: "picked", 18: "in_transit", 17: "out_for_delivery", 7: "delivered"}


@pytest.fixture
def plain(house: House) -> Iterator[Tables]:
    reader = Tables(house.engine_url)
    yield reader
    reader.close()


def test_a_whole_sale(house: House, browser: Browser, plain: Tables) -> None:
    with a_visit(browser, house.url) as (phone, by_shopper):
        page = phone.new_page()
        shopping.find_the_sheet(page)
        shopping.choose_black_two_one(page)
        shopping.put_into_cart(page)
        shopping.mistype_the_pincode(page, by_shopper)
        shopping.mend_the_pincode(page)
        shopping.fail_then_pay(page)
        order_id = shopping.read_the_thanks(page)
        page.goto(the_link_in_the_mail(house, order_id))
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Paid, and next in line to be packed"
        )
        expect(page.get_by_text("Cart, empty")).to_be_attached()
        with a_visit(browser, house.url, size=DESK) as (desk, by_staff):
            awb = send_it(house, desk.new_page(), plain, order_id)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Delivered"))
    assert (by_shopper.seen, by_shopper.provoked, by_staff.seen) == ([], [], [])
    assert_the_records(house, plain, order_id, awb)


def the_link_in_the_mail(house: House, order_id: str) -> str:
    """The confirmation comes once, by the worker; the tracking link in it."""
    eventually(lambda: house.sandbox.mails(to=shopping.EMAIL))
    (mail,) = house.sandbox.mails(to=shopping.EMAIL)
    assert mail["subject"] == f"Your order {order_id} is confirmed"
    found = re.search(rf"{re.escape(house.url)}/track/\S+", mail["text"])
    assert found, mail["text"]
    return found[0]


def send_it(house: House, page: Page, tables: Tables, order_id: str) -> str:
    """Staff pack and dispatch, the courier brings it, staff see that; the AWB."""
    working.sign_in(page)
    awb = working.pack_and_dispatch(page, order_id)
    assert awb in working.open_the_label(page)
    for status_id, status in ON_THE_WAY.items():
        house.sandbox.control(f"parcels/{awb}/move", status_id=status_id)
        assert eventually(lambda status=status: the_sale.parcel_is(tables, order_id, status))  # type: ignore[misc]
    working.open_from_the_list(page, order_id, "delivered")
    expect(page.locator("#ship").get_by_text("Delivered", exact=True).first).to_be_visible()
    return awb


def assert_the_records(house: House, tables: Tables, order_id: str, awb: str) -> None:
    """The six tables agree with each other, with Razorpay, with the courier and with design.md."""
    assert [*schema_troubles(tables), *item_troubles(tables)] == []
    the_sale.assert_order(tables, order_id)
    the_sale.assert_payment(tables, order_id, house.sandbox.ledger())
    the_sale.assert_buyer(tables)
    the_sale.assert_parcel(tables, order_id, awb)
    house.a_pass()  # the last mail is left to a thorough pass
    the_sale.assert_mails(house, order_id)
    assert house.a_pass() == "nothing to do"
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())
    the_sale.assert_discreet(house, order_id)


def test_without_scripts_the_way_leads_to_the_payment_step(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url, scripts=False) as (phone, witness):
        page = phone.new_page()
        page.goto("/equipment?category=rubbers")
        page.get_by_role("link", name="Vega Pro").first.click()
        shopping.choose_without_scripts(page)
        shopping.put_into_cart(page)
        shopping.mistype_the_pincode(page, witness)
        shopping.mend_the_pincode(page)
        expect(page.locator("[data-pay] noscript .note")).to_be_visible()
        page.get_by_role("button", name="Cancel this order").click()
        expect(page.get_by_text("The order is cancelled. Nothing was charged.")).to_be_visible()
        expect(page.get_by_text("Black, 2.1 mm")).to_be_visible()
    assert (witness.seen, witness.provoked) == ([], [])
