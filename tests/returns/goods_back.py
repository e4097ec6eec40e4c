"""Delivered orders, what their customers ask to send back, and looks at what became of it."""

from datetime import datetime
from typing import Any

from django.test import Client

from config import clock
from orders import queries
from orders.models import Order
from orders.return_list import ReturnList
from orders.return_parts import Return
from orders.return_rules import Reason
from orders.rules import Status
from orders.services.asking_back import Wish, ask_back, next_number
from payments.sandbox.process import RunningSandbox
from shipping.models import Shipment
from tests.factories import a_product, an_order
from tests.payments.desk import a_sold_order

SENT = "2026-11-23T10:00:00.000Z"
WORD = {"x-api-key": "tests-courier-token"}


def a_delivered_order(*, at: datetime | None = None, **given: Any) -> Order:
    """Two pieces of a ₹500 sheet with ₹79 of delivery, delivered just now."""
    wanted = given.pop("wanted", None) or {a_product(stock=5).product_id: 2}
    order = an_order(wanted=wanted, **given)
    order.update(
        actions=[
            Order.status.set(Status.DELIVERED),
            Order.payment_status.set("captured"),
            Order.delivered_at.set(at or clock.now()),
            Order.hold_expires_at.remove(),
        ]
    )
    return fresh(order)


def fresh(order: Order) -> Order:
    return queries.order_of(order.order_id, order.customer_id)


def a_wish(count: int = 1, **given: Any) -> Wish:
    """One piece of the first line, because it does not fit."""
    return Wish(**{"pieces": {0: count}, "reason": Reason.FITS_NOT} | given)


def asked(order: Order, wish: Wish | None = None) -> str:
    """Ask for it; the number of the return."""
    number = next_number(fresh(order))
    ask_back(order.order_id, order.customer_id, number=number, wish=wish or a_wish())
    return number


def back_of(order: Order, number: str = "R1") -> Return:
    """A return as it stands in the table."""
    found: Return = (fresh(order).returns or {})[number]
    return found


def listed() -> tuple[set[str], set[str]]:
    """Ids on the list of open returns, and of those whose customer has to be told."""
    found = next(iter(ReturnList.query(ReturnList.KEY, consistent_read=True)), None)
    return (set(found.order_ids or ()), set(found.to_tell or ())) if found else (set(), set())


def calls(order: Order) -> dict[str, str]:
    """Kind and text of the order's flags; the list of those that need a person agrees."""
    found = {flag.kind: flag.text for flag in fresh(order).attention or []}
    assert (order.order_id in queries.needing_a_person()) == bool(found)
    return found


def said(order: Order) -> str:
    """The last line of the story."""
    return str((fresh(order).timeline or [])[-1].text)


def a_paid_order(sandbox: RunningSandbox, **given: Any) -> Order:
    """Two pieces of ₹500 with ₹79 of delivery, paid at the stand-in and delivered; its mails of
    the way there were sent."""
    order = a_sold_order(sandbox, **given)
    order.update(actions=[Order.mails.set({"confirmed": SENT, "delivered": SENT})])
    return fresh(order)


def parcels_of(order: Order) -> list[Shipment]:
    """The parcels that were made for the order's returns, by their names."""
    found = [
        each for each in Shipment.scan(consistent_read=True) if each.order_id == order.order_id
    ]
    return sorted((each for each in found if each.return_of), key=lambda each: each.shipment_id)


def moved(sandbox: RunningSandbox, parcel: Shipment, *status_ids: int) -> None:
    """The courier's news, and its webhooks at our door."""
    for status_id in status_ids:
        sandbox.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id)
    events = [e for e in sandbox.ledger()["events"] if e["vendor"] == "shiprocket"]
    for each in events:
        told = Client().post(
            each["path"], each["body"], content_type="application/json", headers=WORD
        )
        assert told.status_code == 200
