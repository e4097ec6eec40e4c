"""The things that a shop does with money: a sale, a refund, a dispatch. Each is played through the
real views, and knows the ends that are allowed, whatever went wrong on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape

from orders.rules import Status
from tests.factories import a_product
from tests.faults.scene import Scene
from tests.invariants import orders

FIELDS = {
    "phone": "98450 12345",
    "email": "ananya@example.com",
    "name": "Ananya Rao",
    "pincode": "411 038",
    "city": "Pune",
    "state": "Maharashtra",
    "line1": "22, 3rd Cross",
    "line2": "Kothrud",
}


@dataclass(frozen=True)
class Flow:
    """`prepare` sets the stage, without faults; `play` is what the faults happen to; `ends` says
    in sentences what is not as it may be in the end. Up to the call `after` it is another flow;
    `faults` are those tried on it, if not all; the reads of one `like_another` are the other's."""

    name: str
    prepare: Callable[[Scene], None]
    play: Callable[[Scene], None]
    ends: Callable[[Scene], Iterator[str]]
    after: str = ""
    faults: tuple[str, ...] = ()
    like_another: bool = False


def put_on_sale(scene: Scene) -> None:
    """Two products, one with variants, and what was received of them."""
    a_product(product_id="sheet", stock=5, price=900_00)
    a_product(product_id="blade", variants={"FL": {"stock": 3}, "ST": {"stock": 2}})
    scene.received = {"sheet": 5, "FL": 3, "ST": 2}


def buy(scene: Scene, *, browser_first: bool = False) -> None:
    """From the cart to the page that says thank you, and the worker's pass after it. That it is
    paid is news from Razorpay's webhook, or else from the browser first."""
    browser = scene.browser()
    for sku, pieces in (("sheet", "2"), ("FL", "1")):
        line = {"sku": sku, "quantity": pieces}
        scene.press(lambda line=line: browser.post("/cart/add", line))  # type: ignore[misc]
    page = scene.press(lambda: browser.get("/checkout"))
    form = FIELDS | {name: page.hidden(name) for name in ("attempt", "total")}
    page = scene.press(lambda: browser.post("/checkout", form))
    page = scene.press(lambda: browser.get(page.location))
    paid = scene.sandbox.control("pay", order_id=page.at("order"), outcome="success")
    scene.props["is_paid"] = True
    callback = unescape(page.at("callback")).removeprefix("http://testserver")
    if not browser_first:
        scene.post_events()
    page = scene.press(lambda: browser.post(callback, paid["response"]))
    scene.post_events()
    scene.press(lambda: browser.get(page.location))
    browser.act("worker")


def sold(scene: Scene) -> Iterator[str]:
    """Paid is sold; not paid is over, with everything back on the shelf. One form, one order."""
    is_paid, found = bool(scene.props.get("is_paid")), orders()
    if len(found) > 1 or (is_paid and not found):
        yield f"one form made {len(found)} orders"
    wanted = Status.CONFIRMED if is_paid else Status.CANCELLED
    for order in found:
        if order.status is not wanted:
            yield f"the order is {order.status}, not {wanted}"


SALE = Flow("sale", put_on_sale, buy, sold)
SALE_BROWSER_FIRST = Flow(
    "sale, browser first",
    put_on_sale,
    partial(buy, browser_first=True),
    sold,
    after="TransactWriteItems payments+orders",
)
