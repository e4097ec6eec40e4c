"""How staff read an order's states: a word, an icon and a tint, and the act that comes next."""

from dataclasses import dataclass

from orders.models import Order
from orders.rules import HOLDING_BACK, PaymentStatus, Status


@dataclass(frozen=True)
class Look:
    """A badge: never a colour alone."""

    word: str
    icon: str
    tint: str


LOOKS: dict[Status, Look] = {
    Status.PENDING: Look("Unpaid", "clock", "bg-secondary-lt"),
    Status.CONFIRMED: Look("To pack", "package", "bg-blue-lt"),
    Status.PROCESSING: Look("Packing", "package-open", "bg-orange-lt"),
    Status.SHIPPED: Look("Shipped", "truck", "bg-azure-lt"),
    Status.DELIVERED: Look("Delivered", "circle-check", "bg-green-lt"),
    Status.CANCELLED: Look("Cancelled", "circle-x", "bg-secondary-lt"),
}
MONEY_LOOKS: dict[str, Look] = {
    PaymentStatus.CREATED: Look("Not paid", "clock", "bg-secondary-lt"),
    PaymentStatus.AUTHORIZED: Look("Money on its way", "clock", "bg-azure-lt"),
    PaymentStatus.CAPTURED: Look("Paid", "indian-rupee", "bg-green-lt"),
    PaymentStatus.FAILED: Look("Payment failed", "circle-x", "bg-red-lt"),
    PaymentStatus.REFUNDED: Look("Refunded", "undo-2", "bg-secondary-lt"),
    PaymentStatus.PARTIALLY_REFUNDED: Look("Part refunded", "undo-2", "bg-orange-lt"),
}


TO_COLLECT = Look("Cash on delivery", "indian-rupee", "bg-azure-lt")
COLLECTED = Look("Cash collected", "indian-rupee", "bg-green-lt")
PART_COLLECTED = Look("Cash part collected", "indian-rupee", "bg-orange-lt")
NONE_COLLECTED = Look("No cash collected", "indian-rupee", "bg-orange-lt")
TO_ASK = Look("Cash to be asked for", "indian-rupee", "bg-orange-lt")
NOT_COLLECTED = Look("Cash on delivery", "indian-rupee", "bg-secondary-lt")


def order_money_look(order: Order) -> Look | None:
    """The badge of an order's money, of one that is paid at the door whether it was; nothing where
    nothing is known."""
    if not order.is_cod:
        return money_look(order.payment_status) if order.payment_status else None
    if order.collected is not None:
        return _collected_look(order.collected, order.total_amount)
    if order.status is Status.DELIVERED:
        return TO_ASK
    return NOT_COLLECTED if order.status is Status.CANCELLED else TO_COLLECT


def _collected_look(paise: int, total_paise: int) -> Look:
    if paise >= total_paise:
        return COLLECTED
    return PART_COLLECTED if paise else NONE_COLLECTED


def money_look(payment_status: str) -> Look:
    """The badge of a payment state; a word of the earlier system is shown as it is."""
    other = Look(payment_status.capitalize(), "indian-rupee", "bg-secondary-lt")
    return MONEY_LOOKS.get(payment_status, other)


# Who tells a line of the story, where it is none of the shop's people.
_TELLERS = {
    "Checkout": "Checkout, by the customer",
    "Customer": "The customer",
    "Customer's browser": "The customer's browser, back from paying",
    "Reconcile": "Reconcile, which compares with Razorpay",
    "Shop": "The shop, by itself",
    "Worker": "The worker, by itself",
}


def teller(by: str) -> str:
    """Who made a line of the story: a person by name, or what else did it, in words."""
    return _TELLERS.get(by, by)


@dataclass(frozen=True)
class Act:
    """The next thing to do to an order: a POST to `url_name`, for those who have the right."""

    title: str
    text: str
    url_name: str = ""
    button: str = ""
    icon: str = ""
    right: str = ""


_PACK = Act(
    "Next: pack it",
    "Take the goods off their shelves. The customer then reads that you are packing.",
    "staff:orders:packing",
    "Start packing",
    "package-open",
    "orders.pack",
)
_DISPATCH = Act(
    "Next: hand it to a courier",
    "Shiprocket gets the order, assigns an AWB, orders the pickup and makes the label. Pressing"
    " twice does no harm.",
    "staff:shipping:dispatch",
    "Dispatch",
    "truck",
    "shipments.dispatch",
)


def next_act(order: Order) -> Act | None:
    """What to do next, None where nothing is left to do here. While a flag holds the order back
    there is nothing to press."""
    if order.status in (Status.CONFIRMED, Status.PROCESSING):
        for flag in order.attention or []:
            if flag.kind in HOLDING_BACK:
                return Act("Wait", flag.text)
    match order.status:
        case Status.PENDING:
            return Act(
                "Waits for money", "The worker cancels it when the time of its hold is over."
            )
        case Status.CONFIRMED:
            return _PACK
        case Status.PROCESSING:
            return _DISPATCH
    return None
