"""What is left of an order whose customer is erased."""

from typing import Any

from config import clock
from config.raw_items import stored
from customers.privacy_words import Traces
from orders.models import Moment, Order
from orders.services.forgetting import forgotten
from tests.factories import an_order

SAID = "You asked for it: it comes too late. “My sister “Mini” weds on Friday”"


def left_of(order: Order, *traces: str) -> dict[str, Any]:
    """The order without its customer."""
    present = stored(Order, order.order_id, order.customer_id) or {}
    left = forgotten(present, Traces(traces), customer_id="erased-1", now=clock.now())
    return Order.from_raw_data(dict(left)).to_simple_dict()


def moment(text: str, by: str) -> Moment:
    return Moment(at=clock.now(), text=text, by=by)


def test_the_customers_own_words_go_and_the_listed_reason_stays() -> None:
    order = an_order()
    story = [moment(f"Order cancelled: {SAID} ₹100.00 goes back to you.", "Customer")]
    order.update(actions=[Order.cancel_reason.set(SAID), Order.timeline.set(story)])
    left = left_of(order)
    assert left["cancelReason"] == "You asked for it: it comes too late."
    (line,) = left["timeline"]
    assert line["text"] == (
        "Order cancelled: You asked for it: it comes too late. ₹100.00 goes back to you."
    )


def test_what_a_courier_said_stays() -> None:
    order = an_order()
    text = "Parcel AWB1: the courier says “damaged”. Call the customer."
    order.update(actions=[Order.timeline.set([moment(text, "Shiprocket")])])
    (line,) = left_of(order)["timeline"]
    assert line["text"] == text


def test_the_words_of_somebody_called_customer_go_too() -> None:
    order = an_order()
    order.update(actions=[Order.timeline.set([moment(f"Order cancelled: {SAID}", "Customer")])])
    (line,) = left_of(order, "Test", "Customer")["timeline"]
    assert (line["by"], line["text"]) == (
        "Customer",
        "Order cancelled: You asked for it: it comes too late.",
    )
