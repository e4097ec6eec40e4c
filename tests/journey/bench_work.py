"""Twenty paid orders for the packing bench, and what a packer does with them in a browser."""

import itertools
import re
from collections.abc import Sequence

import requests
from playwright.sync_api import Page, expect

from orders.models import Order
from orders.queries import order as find_order
from orders.rules import Status
from shipping.queries import live_of
from tests.journey.goods import ORANGE, WHITE
from tests.journey.house import House, eventually

PINCODES = ("411038", "560034", "110001", "600020", "700019")
REFUSED = "781001"  # for the order that no courier takes at first
PHONE = "+919845012345"
_number = itertools.count(1)


def paid_orders(house: House, number: int, *, pincodes: Sequence[str] = PINCODES) -> list[Order]:
    """So many orders, placed as the earlier front end does and paid, each of one or two lines."""
    placed = [_place(house, pincodes[n % len(pincodes)], n) for n in range(number)]
    assert eventually(lambda: all(_is_paid(order_id) for order_id in placed), longest=60)
    return [find_order(order_id) for order_id in placed]


def _place(house: House, pincode: str, n: int) -> str:
    second = [{"sku": ORANGE, "quantity": 1}] if n % 3 == 0 else []
    who = next(_number)
    wish = {
        "items": [{"sku": WHITE, "quantity": 1 + n % 2}, *second],
        "customer": {"name": "Ananya Rao", "email": f"bench{who}@example.com", "phone": PHONE},
        "shippingAddress": {
            "addressLine1": "22, 3rd Cross, 4th Block",
            "city": "Pune",
            "state": "Maharashtra",
            "pincode": pincode,
        },
    }
    network = {"X-Forwarded-For": f"10.78.0.{who}"}
    address = f"{house.url}/payment/create-order"
    opened = requests.post(address, json=wish, headers=network, timeout=60).json()["order"]
    house.sandbox.control("pay", order_id=opened["id"], outcome="success")
    return str(opened["receipt"])


def _is_paid(order_id: str) -> bool:
    return find_order(order_id).status is Status.CONFIRMED


def choose(page: Page, orders: Sequence[Order], tab: str = "confirmed") -> None:
    """Tick these orders in the list."""
    page.goto(f"/staff/orders/?status={tab}")
    for order in orders:
        page.get_by_role("checkbox", name=f"Choose {order.order_id}", exact=True).check()


def pack_by_scanner(page: Page, order: Order) -> None:
    """The slip, each piece, and Ctrl+Enter: nothing but what a scanner and a keyboard type."""
    scan(page, order.order_id[-4:])
    expect(page.locator("#heard")).to_contain_text(f"Order {order.order_id} is on the table.")
    for line in order.lines:
        for piece in range(1, line.quantity + 1):
            scan(page, str(line.sku))
            expect(page.locator("#heard")).to_contain_text(f"{piece} of {line.quantity}.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#heard")).to_contain_text(f"{order.order_id} goes by")
    expect(page.locator("#scan")).to_be_focused()


def scan(page: Page, code: str) -> None:
    """What a scanner does: it types into whatever has the focus, and presses Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def wait_for_the_end(page: Page, number: int) -> None:
    """Until every order of the batch was tried."""
    expect(page.get_by_text(f"All {number} tried.")).to_be_visible(timeout=60_000)


def awbs_of(orders: Sequence[Order]) -> list[str]:
    """The AWB of each order's one parcel, out of the table."""
    parcels = [live_of(find_order(order.order_id)) for order in orders]
    assert [len(each) for each in parcels] == [1] * len(orders)
    return [str(parcel.tracking_number) for (parcel,) in parcels]


def awb_rows(page: Page) -> list[str]:
    """The AWBs that the page of a batch names."""
    table = page.get_by_role("region", name="Dispatched", exact=True)
    return re.findall(r"\b\d{10,}\b", table.inner_text())
