"""Money at Razorpay and reconcile beside it, for the tests of reconcile."""

import io
import json
from typing import Any

from django.core.management import call_command

from orders.models import Order
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.opening import open_payment
from payments.services.taking import take_payment
from payments.services.writing import Source
from tests.factories import an_order

SOURCE = Source(by="Razorpay")


def reconcile(*words: str) -> tuple[int, dict[str, Any]]:
    """The command's exit code, and its JSON."""
    out = io.StringIO()
    try:
        call_command("reconcile", "--json", *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def an_opened(**given: Any) -> tuple[Order, str]:
    order = an_order(**given)
    opened = open_payment(order, is_fresh=True)
    return fresh(order), opened


def paid_there(razorpay: RunningSandbox, **given: Any) -> tuple[Order, str]:
    """An order whose money came in at Razorpay, of which nobody told us."""
    order, opened = an_opened(wanted=given.pop("wanted", None))
    paid = razorpay.control("pay", order_id=opened, method="upi", **given)
    return order, paid["payment"]["id"]


def taken(order: Order, payment_id: str) -> None:
    take_payment(gateway().payment(payment_id), source=SOURCE)


def cancelled_while_razorpay_is_down(razorpay: RunningSandbox, order: Order) -> None:
    razorpay.control("faults", path="/razorpay/v1/payments/*/refund", kind="500", times=9)
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    razorpay.control("faults/clear")


def rules(lines: list[dict[str, Any]]) -> list[str]:
    return [line["rule"] for line in lines]
