"""Orders that wait to be packed, and the addresses of the pages about many of them."""

from typing import Any

from catalog.models import Product
from orders.models import Order
from orders.rules import Status
from orders.services.story import flagged
from tests.factories import a_buyer, an_order

LIST = "/staff/orders/"
PICK_LIST, SLIPS, CHOSEN = f"{LIST}pick-list/", f"{LIST}slips/", f"{LIST}chosen/"


def a_waiting_order(
    *wanted: tuple[Product, int], status: Status = Status.CONFIRMED, **given: Any
) -> Order:
    """A paid order of these products (one new one if none is named) at this status."""
    lines = {sku_of(product): pieces for product, pieces in wanted}
    order = an_order(buyer=a_buyer(**given), wanted=lines)
    order.update(actions=[Order.status.set(status), Order.payment_status.set("captured")])
    return order


def sku_of(product: Product) -> str:
    """The sku of a product's first variant, or its own."""
    return next(iter(product.variants or ()), product.product_id)


def raise_flag(order: Order, kind: str, text: str) -> None:
    order.update(actions=[flagged(order, kind, text, at=order.created_at)])


def the_set(*orders: Order) -> dict[str, str]:
    """The set as it stands in an address."""
    return {"orders": ",".join(order.order_id for order in orders)}
