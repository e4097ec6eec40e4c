"""One sale with all that is in reach of it: our order, Razorpay's, and the ways by which news of
its payments comes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any, TypeVar

from django.conf import settings
from django.test import Client

from config import clock
from orders.models import Order
from orders.rules import HOLD
from orders.services.cancelling import end_hold
from payments.models import Payment
from payments.sandbox.process import RunningSandbox
from payments.services.opening import open_payment
from payments.services.working import one_pass
from payments.signatures import webhook_signature
from tests.faults import report
from tests.invariants import assert_invariants, assert_settled
from tests.snapshot import rows

_T = TypeVar("_T")
SOON, LATER = timedelta(minutes=2), HOLD + timedelta(minutes=1)


@dataclass
class Sale:
    """An order that was opened at Razorpay."""

    order_id: str
    customer_id: str
    opened_id: str
    razorpay: RunningSandbox

    @property
    def order(self) -> Order:
        """As it stands in the table."""
        return Order.get(self.order_id, self.customer_id, consistent_read=True)

    @property
    def payments(self) -> list[Payment]:
        """What is known here of its payments."""
        found: list[Payment] = rows(Payment, "payment_id")
        return [row for row in found if row.payment_id.startswith("pay_")]

    def pay(self, **how: Any) -> dict[str, str]:
        """Somebody pays; what the browser gets, and nothing is told to the shop yet."""
        paid = self.razorpay.control("pay", order_id=self.opened_id, **{"outcome": "success"} | how)
        response: dict[str, str] = paid["response"] or {}
        return response | {"id": paid["payment"]["id"]}

    def events(self, name: str = "*") -> Iterator[dict[str, str]]:
        """What Razorpay has to tell of this order, oldest first."""
        for event in self.razorpay.ledger().get("events", []):
            if self.opened_id in event["body"] and name in {"*", event["name"]}:
                yield event

    def tell(self, name: str = "payment.captured") -> int:
        """The events of this name arrive; the last answer."""
        return [tell(event) for event in self.events(name)][-1]

    def come_back(self, response: dict[str, str]) -> int:
        """The browser arrives with what Razorpay gave it."""
        fields = {name: value for name, value in response.items() if name != "id"}
        return Client().post("/payment/callback", fields).status_code


def tell(event: dict[str, str], *, event_id: str = "") -> int:
    """Deliver an event as Razorpay does."""
    raw = event["body"].encode()
    headers = {
        "X-Razorpay-Signature": webhook_signature(settings.RAZORPAY_WEBHOOK_SECRETS[0], raw),
        "x-razorpay-event-id": event_id or event["id"],
    }
    return Client().post("/payment/webhook", raw, "application/json", headers=headers).status_code


def a_sale(razorpay: RunningSandbox, order: Order) -> Sale:
    """The order, opened at Razorpay."""
    report.tried("rounds of named scenarios")
    opened_id = open_payment(order, is_fresh=True)
    return Sale(order.order_id, order.customer_id, opened_id, razorpay)


def at_once(acts: Iterable[Callable[[], _T]]) -> list[_T]:
    """Do all of these in the same moment; their answers in order."""
    acts = list(acts)
    start = Barrier(len(acts), timeout=30)

    def go(act: Callable[[], _T]) -> _T:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(go, acts))


def after_the_hold(sale: Sale) -> None:
    """Nobody paid in time."""
    assert end_hold(sale.order, now=clock.now() + LATER)


def assert_all_is_well(razorpay: RunningSandbox, **received: int) -> None:
    """The worker passes, the news is in, and what must always hold does."""
    one_pass(now=clock.now() + SOON)
    for event in razorpay.ledger().get("events", []):
        if event["name"].startswith(("refund.", "payment.", "order.")):
            assert tell(event) == 200
    assert_settled()
    assert_invariants(received=received, ledger=razorpay.ledger())


def received_lines(order: Order) -> int:
    """How often the order's story tells of money that came in."""
    return sum("received" in line.text for line in order.timeline or [])


def assert_paid_once(sale: Sale, **received: int) -> None:
    """The order has its money, once, and all else is as it must be."""
    assert (sale.order.status, received_lines(sale.order)) == ("confirmed", 1)
    assert_all_is_well(sale.razorpay, **received)


def refunded_at(razorpay: RunningSandbox) -> list[int]:
    """What Razorpay gave back, in paise."""
    return [refund["amount"] for refund in razorpay.ledger().get("refunds", [])]
