"""The money of an order that is paid at the door: from delivery on the courier has it."""

from datetime import datetime

from pynamodb.expressions.update import Action

from config.money import rupees
from orders.models import Order


def collected(order: Order, paise: int, *, at: datetime) -> list[Action]:
    """The actions by which an order whose parcels have arrived notes what was collected for them in
    all. They join the caller's write; none for an order that was paid before."""
    return [Order.collected_at.set(at), Order.collected.set(paise)] if order.is_cod else []


def collected_words(paise: int) -> str:
    """What a parcel's line of the story says of its money: '₹549.00 collected by the courier.', ''
    where nothing was to be collected."""
    return f"{rupees(paise)} collected by the courier." if paise else ""
