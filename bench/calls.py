"""How often DynamoDB is asked, page by page and through one sale."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from catalog import shelf
from config import dynamo
from orders.links import token_of
from orders.models import Order
from orders.queries import by_status
from orders.rules import Status
from payments.razorpay import gateway
from payments.services.intake import take_in
from payments.services.working import one_pass
from tests.calls import counted
from tests.factories import a_payment_entity, an_event
from tests.journey.house import House
from tests.payments.test_checkout import the_form
from tests.staff import a_browser

SKU = "TIB-MXP-R-19"


def calls(house: House) -> list[str]:
    """Rows of a Markdown table. The shelf is warm and has its own thread, as in a server."""
    dynamo.use(house.engine_url)
    settings.SHELF_REFRESH_SECONDS = 3600
    settings.RAZORPAY_BASE_URL = house.sandbox.razorpay_url
    gateway.cache_clear()
    shelf.shelf()
    shopper, owner = Client(), a_browser("owner")
    order = next(iter(by_status(Status.CONFIRMED)))
    lines = ["| page or step | calls to DynamoDB |", "|---|---|"]
    for name, client, address in [
        ("home, list, search, product, cart, checkout page", shopper, "/equipment"),
        ("tracking page", shopper, f"/track/{token_of(order.order_id)}"),
        ("staff: today", owner, "/staff/"),
        ("staff: orders to pack", owner, "/staff/orders/?status=confirmed"),
        ("staff: one order", owner, f"/staff/orders/{order.order_id}/"),
        ("staff: products", owner, "/staff/products/"),
    ]:
        lines.append(_row(name, lambda c=client, a=address: c.get(a)))  # type: ignore[misc]
    return [*lines, *_sale(shopper)]


def _sale(shopper: Client) -> list[str]:
    shopper.post("/cart/add", {"sku": SKU, "quantity": "1"})
    form = the_form(shopper)
    said: list[str] = []
    lines = [
        _row(
            "sale: order placed, opened at Razorpay",
            lambda: said.append(shopper.post("/checkout", form)["Location"]),
        )
    ]
    lines.append(_row("sale: payment page", lambda: shopper.get(said[0])))
    order = _placed(said[0])
    raw = an_event("payment.captured", a_payment_entity(order))
    lines.append(
        _row(
            "sale: webhook, confirmed, customer and address written",
            lambda: take_in(raw, event_id="bench-1"),
        )
    )
    lines.append(_row("the same event again", lambda: take_in(raw, event_id="bench-1")))
    thanks = f"/order-success?orderId={order.order_id}&paymentId=x"
    lines.append(_row("thank-you page", lambda: shopper.get(thanks)))
    one_pass()
    lines.append(_row("worker: a pass with nothing to do", lambda: one_pass(is_thorough=False)))
    return lines


def _placed(address: str) -> Order:
    order_id = address.rsplit("/", 1)[1]
    return next(iter(Order.query(order_id, consistent_read=True)))


def _row(name: str, act: Callable[[], Any]) -> str:
    with counted() as asked:
        act()
    kinds = ", ".join(f"{count} {kind}" for kind, count in _sorted(asked))
    return f"| {name} | {asked.total()}{f' ({kinds})' if kinds else ''} |"


def _sorted(asked: Counter[str]) -> list[tuple[str, int]]:
    return sorted(asked.items())
