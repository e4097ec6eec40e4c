"""Somebody who bought, and wants to be forgotten: what the tests of that share."""

import json
from typing import Any

from config import clock
from config.raw_items import as_plain, every_page
from customers.models import Customer
from orders.models import Order
from orders.rules import Status
from payments.services.intake import take_in
from payments.services.working import one_pass
from tests import conftest
from tests.factories import a_buyer, a_payment_entity, an_event, an_opened_order

WHO = "ananya.raghunathan@example.in"
ADDRESS = {
    "addressLine1": "Flat 7, Malhar Residency, Lane 9",
    "addressLine2": "Prabhat Road",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411004",
}
TRACES = (
    "ananya",
    "raghunathan",
    "9845067890",
    "98450 67890",
    "malhar",
    "prabhat road",
    "411004",
)


def a_paid_order(who: str = WHO, **given: Any) -> Order:
    """An order of this person, paid by UPI through the webhook."""
    buyer = a_buyer(
        customer_id=who, name="Ananya Raghunathan", phone="+919845067890", address=ADDRESS
    )
    order = an_opened_order(buyer=buyer, **given)
    entity = a_payment_entity(order, contact="+919845067890", vpa="ananya.r@okbank")
    take_in(an_event("payment.captured", entity), event_id=f"evt_{order.order_id}")
    return fresh(order)


def a_delivered_order(who: str = WHO, **given: Any) -> Order:
    """The same, at its end."""
    order = a_paid_order(who, **given)
    order.update(actions=[Order.status.set(Status.DELIVERED)])
    return fresh(order)


def fresh(order: Order) -> Order:
    """The order as it stands now, under whomever."""
    (found,) = Order.query(order.order_id, consistent_read=True)
    return found


def everything() -> dict[str, str]:
    """All six tables as text, by the key of each item."""
    found: dict[str, str] = {}
    for model in conftest.TABLES:
        for items, _ in every_page(model):
            for item in items:
                keys = "/".join(str(as_plain(each)) for each in list(item.values())[:2])
                plain = {name: as_plain(held) for name, held in item.items()}
                text = json.dumps(plain, ensure_ascii=False, default=str)
                found[f"{model.Meta.table_name} {keys} {len(found)}"] = text
    return found


def left_of(*traces: str) -> list[str]:
    """Where something of the person is left, in a sentence each."""
    return [
        f"{trace} in {where}: {text}"
        for where, text in everything().items()
        for trace in (traces or TRACES)
        if trace.lower() in text.lower()
    ]


def the_worker(passes: int = 3) -> None:
    """As many passes as an erasure takes when nothing is in its way."""
    for _ in range(passes):
        one_pass(now=clock.now())


def is_known(who: str = WHO) -> bool:
    """Whether there is an item of this person."""
    return bool(list(Customer.query(who, consistent_read=True)))
