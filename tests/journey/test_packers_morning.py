"""A packer's morning: orders fetched from the shelves, packed by scanner and by mouse, one put
aside for a piece that is missing, the others labelled, handed over and on their way."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orders.models import Order
from orders.queries import order as find_order
from orders.rules import SET_ASIDE_FLAG, Status
from shipping.queries import live_of
from tests.invariants import assert_invariants
from tests.journey import bench_work, working
from tests.journey.browsing import DESK, a_visit
from tests.journey.goods import RECEIVED
from tests.journey.house import NAMES, House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
PICKED_UP = 42


def test_a_packers_morning(house: House, browser: Browser) -> None:
    house.sandbox.control("wallet", balance_paise=10_000_000_00)
    house.sandbox.control("couriers", unserviceable=[])
    orders = bench_work.paid_orders(house, 3)
    scanned, clicked, short = orders
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page, "packer")
        fetch(page, orders)
        bench_work.pack_by_scanner(page, scanned)
        pack_by_mouse(page, clicked)
        put_aside(page, short)
        hand_over(house, page, [scanned, clicked])
        leave(page, orders)
        assert witness.seen == []
    assert {find_order(each.order_id).status for each in (scanned, clicked)} == {Status.SHIPPED}
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def fetch(page: Page, orders: list[Order]) -> None:
    """From the page of the day to the list, the shelves and the bench."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_role("heading", name=re.compile("orders? to pack"))).to_be_visible()
    expect(page.get_by_role("link", name="Payments")).to_have_count(0)
    page.get_by_role("link", name="See the list").click()
    bench_work.choose(page, orders)
    page.get_by_role("button", name="Start packing").click()
    expect(page.get_by_text("3 orders are being packed.")).to_be_visible()
    page.get_by_role("link", name="Pick list").click()
    expect(page.get_by_role("heading", level=2, name="Shelf D2-1")).to_be_visible()
    page.get_by_role("link", name="Pack these").click()
    expect(page.locator("#scan")).to_be_focused()


def pack_by_mouse(page: Page, order: Order) -> None:
    """Each line ticked, then one press; the label is one press further."""
    page.goto(f"/staff/shipments/pack/?orders={order.order_id}&order={order.order_id}")
    for box in page.locator("input[name=line]").all():
        box.check()
    expect(page.get_by_text("Still to tick")).to_have_count(0)
    page.get_by_role("button", name="Dispatch and print label").click()
    expect(page.get_by_text(f"{order.order_id} goes by").first).to_be_visible()
    page.goto(f"/staff/orders/{order.order_id}/")
    (awb,) = bench_work.awbs_of([order])
    assert awb in working.open_the_label(page)


def put_aside(page: Page, order: Order) -> None:
    """A ball is missing: nothing goes before a person has settled it."""
    page.goto(f"/staff/shipments/pack/?orders={order.order_id}&order={order.order_id}")
    page.get_by_text("Piece missing or damaged").click()
    page.get_by_label("What is wrong").select_option("It is missing")
    page.get_by_role("button", name="Put it aside").click()
    expect(page.get_by_text(re.compile("aside")).first).to_be_visible()
    present = find_order(order.order_id)
    assert [flag.kind for flag in present.attention or []] == [SET_ASIDE_FLAG]
    assert (present.status, live_of(present)) == (Status.PROCESSING, [])


def hand_over(house: House, page: Page, orders: list[Order]) -> None:
    """The paper that the courier signs names each parcel; once scanned they wait for nobody."""
    assert eventually(lambda: all(map(has_manifest, orders)))
    page.goto("/staff/shipments/?list=pickup")
    with page.expect_popup() as opened:
        page.get_by_role("link", name=re.compile(r"Manifest of \d+ parcel")).first.click()
    paper, awbs = opened.value, bench_work.awbs_of(orders)
    for awb in awbs:
        expect(paper.get_by_text(awb).first).to_be_visible()
    paper.close()
    for awb in awbs:
        house.sandbox.control(f"parcels/{awb}/move", status_id=PICKED_UP)
    assert eventually(lambda: all(map(is_picked_up, orders)))
    page.goto("/staff/shipments/?list=pickup")
    for order in orders:
        expect(page.get_by_text(order.order_id)).to_have_count(0)


def has_manifest(order: Order) -> bool:
    return all(parcel.manifest_url for parcel in live_of(find_order(order.order_id)))


def is_picked_up(order: Order) -> bool:
    return all(parcel.status == "picked" for parcel in live_of(find_order(order.order_id)))


def leave(page: Page, orders: list[Order]) -> None:
    """The packer's own lines of the log, and out of the door, which stays shut."""
    page.goto("/staff/log/mine/")
    acts = page.get_by_role("region", name="Acts, the newest first")
    for order in orders:
        expect(acts.get_by_text(order.order_id).first).to_be_visible()
    page.get_by_role("button", name=f"{NAMES['packer']}, menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
