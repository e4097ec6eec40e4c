"""A sold order and the staff page on which its money is given back."""

import re
from typing import Any

from django.test import Client

from orders.models import Order
from orders.rules import Status
from orders.services import moving
from payments.models import Payment
from payments.sandbox.process import RunningSandbox
from payments.services.checking import check_order
from payments.services.opening import open_payment
from tests.factories import a_product, an_order

WHY = {"reason": "It arrived damaged.", "words": "The corner was  bent."}
ONE_PIECE = {"line_0": "1", "stock": "on"}


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def the_payment(order: Order) -> Payment:
    return Payment.get(fresh(order).razorpay_payment_id, order.order_id, consistent_read=True)


def a_sold_order(razorpay: RunningSandbox, *, to: Status = Status.DELIVERED, **given: Any) -> Order:
    """Two pieces of ₹500 with ₹79 of delivery, paid by UPI; delivered unless said otherwise."""
    wanted = given.pop("wanted", None) or {a_product(stock=5, **given).product_id: 2}
    order = an_order(wanted=wanted)
    razorpay.control("pay", order_id=open_payment(order, is_fresh=True), outcome="success")
    check_order(fresh(order))
    for step in (Status.PROCESSING, Status.SHIPPED, Status.DELIVERED):
        if fresh(order).status != to:
            moving.move(fresh(order), step, by="Sneha", text="On.")
    return fresh(order)


def address(order: Order) -> str:
    payment_id = fresh(order).razorpay_payment_id
    return f"/staff/payments/orders/{order.order_id}/{payment_id}/refund/"


def on_order(order: Order) -> str:
    return f"/staff/orders/{order.order_id}/"


def hidden(page: str) -> dict[str, str]:
    """What a preview carries into the press that follows it."""
    return dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]+)"', page))


def previewed(browser: Client, order: Order, wanted: dict[str, str]) -> dict[str, str]:
    """The whole form of the second press, as a browser would send it."""
    page = browser.post(address(order), wanted | WHY | {"act": "preview"})
    assert page.status_code == 200
    return wanted | WHY | hidden(page.content.decode()) | {"act": "refund"}


def given_back(razorpay: RunningSandbox) -> list[int]:
    return [refund["amount"] for refund in razorpay.ledger().get("refunds", [])]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
