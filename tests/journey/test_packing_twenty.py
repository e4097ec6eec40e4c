"""Twenty orders packed and dispatched through the pages: four by scanner, sixteen at one press, one
of which no courier takes at first; and, small, the same without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.models import Order
from orders.queries import order as find_order
from orders.rules import Status
from tests.invariants import assert_invariants
from tests.journey import bench_work, working
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.goods import RECEIVED
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]
ENOUGH = 10_000_000_00  # paise in Shiprocket's wallet


def sign_in(page: Page) -> None:
    working.sign_in(page, "packer")


def test_a_packer_packs_and_dispatches_twenty_orders(house: House, browser: Browser) -> None:
    house.sandbox.control("wallet", balance_paise=ENOUGH)
    house.sandbox.control("couriers", unserviceable=[])
    orders = bench_work.paid_orders(house, 19)
    (refused,) = bench_work.paid_orders(house, 1, pincodes=[bench_work.REFUSED])
    scanned, pressed = orders[:4], [*orders[4:], refused]
    house.sandbox.control("couriers", unserviceable=[bench_work.REFUSED])
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        sign_in(page)
        fetch(page, scanned)
        for number, order in enumerate(scanned, start=1):
            bench_work.pack_by_scanner(page, order)
            expect(page.get_by_text(f"{number} of 4 packed")).to_be_visible()
        bench_work.choose(page, pressed)
        page.get_by_role("button", name="Dispatch 16 orders").click()
        bench_work.wait_for_the_end(page, 16)
        expect(page.get_by_role("heading", name="15 dispatched, 1 not")).to_be_visible()
        left = page.get_by_role("region", name="Not dispatched")
        expect(left).to_contain_text(refused.order_id)
        assert len(set(bench_work.awb_rows(page))) == 15
        house.sandbox.control("couriers", unserviceable=[])
        left.get_by_role("button", name="Try 1 again").click()
        bench_work.wait_for_the_end(page, 1)
        expect(page.get_by_role("heading", name="1 dispatched", exact=True)).to_be_visible()
        print_labels(page, [*scanned, *pressed])
        assert witness.seen == []
    awbs = bench_work.awbs_of([*orders, refused])
    assert len(set(awbs)) == 20
    there = {parcel["awb"] for parcel in house.sandbox.ledger()["parcels"]}
    assert set(awbs) <= there
    assert {find_order(order.order_id).status for order in orders} == {Status.SHIPPED}
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def fetch(page: Page, orders: list[Order]) -> None:
    """Start packing, and see what lies on which shelf."""
    bench_work.choose(page, orders)
    expect(page.get_by_text("4 orders chosen")).to_be_visible()
    page.get_by_role("button", name="Start packing").click()
    expect(page.get_by_text("4 orders are being packed.")).to_be_visible()
    page.get_by_role("link", name="Pick list").click()
    shelves = page.get_by_role("heading", level=2, name=re.compile("^Shelf"))
    expect(shelves).to_have_text(["Shelf D2-1", "Shelf D10-1"])
    page.get_by_role("link", name="Pack these").click()
    expect(page.locator("#scan")).to_be_focused()


def print_labels(page: Page, orders: list[Order]) -> None:
    """All labels on one paper."""
    ids = ",".join(order.order_id for order in orders)
    page.goto(f"/staff/shipments/labels/?orders={ids}")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Print 20 labels").click()
    paper = opened.value
    expect(paper.locator(".label")).to_have_count(20)
    paper.close()


def test_two_ticks_in_a_breath_are_both_kept(house: House, browser: Browser) -> None:
    (order,) = bench_work.paid_orders(house, 1)
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        sign_in(page)
        page.goto(f"/staff/shipments/pack/?orders={order.order_id}&order={order.order_id}")
        boxes = page.locator("input[name=line]")
        expect(boxes).to_have_count(2)
        page.evaluate("document.querySelectorAll('input[name=line]').forEach(b => b.click())")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Still to tick")).to_have_count(0)
        assert boxes.evaluate_all("all => all.every(box => box.checked)")
        assert witness.seen == []


def test_without_scripts_a_packer_scans_ticks_and_dispatches(
    house: House, browser: Browser
) -> None:
    house.sandbox.control("wallet", balance_paise=ENOUGH)
    house.sandbox.control("couriers", unserviceable=[])
    one, two, three = bench_work.paid_orders(house, 3)
    with a_visit(browser, house.url, size=PHONE, scripts=False) as (context, witness):
        page = context.new_page()
        sign_in(page)
        bench_work.choose(page, [one])
        page.get_by_role("button", name="Start packing").click()
        page.locator("#scan").fill(one.order_id)
        page.get_by_role("button", name="Take").click()
        page.locator("#scan").fill("NOT-IN-HERE")
        page.locator("#scan").press("Enter")
        expect(page.get_by_text("WRONG: “NOT-IN-HERE”")).to_be_visible()
        for box in page.locator("input[name=line]").all():
            box.check()
        page.get_by_role("button", name="Dispatch and print label").click()
        expect(page.get_by_text(f"{one.order_id} goes by")).to_be_visible()
        bench_work.choose(page, [two, three])
        page.get_by_role("button", name="Dispatch", exact=True).click()
        expect(page.get_by_role("heading", name="Dispatch of 2 orders")).to_be_visible()
        assert eventually(lambda: go_on(page), longest=60)
        expect(page.get_by_role("heading", name="2 dispatched", exact=True)).to_be_visible()
        assert witness.seen == []
    assert len(set(bench_work.awbs_of([one, two, three]))) == 3


def go_on(page: Page) -> bool:
    """Press "Go on" as long as it is there; the worker may be quicker. Whether it is over."""
    button = page.get_by_role("button", name="Go on")
    if button.count():
        button.click()
    return page.get_by_text("All 2 tried.").count() == 1
