"""How far an order is, in the words a customer reads. Pure: no tables, no clock."""

from dataclasses import dataclass

from config.templatetags.shop import moment
from orders.models import Moment, Order
from orders.rules import Status

OURSELVES = frozenset({"Checkout", "Customer", "Customer's browser", "Shop", "Worker"})
OTHERS = {"Razorpay": "Razorpay", "Shiprocket": "The courier"}
STEPS = (
    (Status.CONFIRMED, "Paid"),  # or CONFIRMED, where the money is collected at the door
    (Status.PROCESSING, "Being packed"),
    (Status.SHIPPED, "On the way"),
    (Status.DELIVERED, "Delivered"),
)
HEADINGS = {
    Status.PENDING: "Waiting for your payment",
    Status.CONFIRMED: "Paid, and next in line to be packed",
    Status.PROCESSING: "Being packed in Pune",
    Status.SHIPPED: "On the way to you",
    Status.DELIVERED: "Delivered",
    Status.CANCELLED: "Cancelled",
}


CONFIRMED = "Confirmed"
CONFIRMED_HEADING = "Confirmed, and next in line to be packed"


@dataclass(frozen=True)
class Step:
    """One stop on the line: `state` is done, now or later."""

    title: str
    when: str
    state: str


@dataclass(frozen=True)
class Progress:
    """The heading, the line of steps, and the story minus its internal lines, newest first."""

    heading: str
    steps: list[Step]
    story: list[Moment]


def progress_of(order: Order) -> Progress:
    """What a customer is told of an order; cancelled ones have no line of steps."""
    story = [line for line in order.timeline or [] if not line.is_internal]
    status = Status(order.status)
    steps = [] if status is Status.CANCELLED else _steps(order, status)
    return Progress(heading_at(order, status), steps, list(reversed(story)))


def author_of(by: str, *, shop: str) -> str:
    """Who told a line, as a customer reads it: the courier, Razorpay or `shop` for its people by
    name; '' where a program of ours did it, or the customer."""
    return "" if by in OURSELVES else OTHERS.get(by, shop)


def heading_at(order: Order, status: Status) -> str:
    """What stands on top of the page of an order that is at `status`."""
    is_unpaid = order.is_cod and status is Status.CONFIRMED
    return CONFIRMED_HEADING if is_unpaid else HEADINGS[status]


def _steps(order: Order, status: Status) -> list[Step]:
    reached = [step for step, _ in STEPS].index(status) if status is not Status.PENDING else -1
    ordered = Step("Ordered", moment(order.created_at), "done")
    return [ordered] + [
        Step(CONFIRMED if order.is_cod and title == "Paid" else title, "", _state(place, reached))
        for place, (_, title) in enumerate(STEPS)
    ]


def _state(place: int, reached: int) -> str:
    if place < reached or (place == reached == len(STEPS) - 1):
        return "done"
    if place == reached or (reached == -1 and place == 0):
        return "now"
    return "later"
