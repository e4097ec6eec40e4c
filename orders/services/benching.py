"""Orders go to the packing bench, many at a press. What may not go there is left out with the
reason, and stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.errors import ShopError
from orders import queries
from orders.models import Order
from orders.rules import Status
from orders.services.attending import KEPT_WHILE_AT_WORK
from orders.services.moving import start_packing
from orders.services.sending import is_money_settled

_NOT_HERE: dict[Status, str] = {
    Status.PENDING: "It is not paid yet.",
    Status.SHIPPED: "It is shipped already.",
    Status.DELIVERED: "It was delivered already.",
    Status.CANCELLED: "It is cancelled.",
}


@dataclass(frozen=True)
class Started:
    """What became of one order: on the bench, by this press or before, or the reason why not."""

    order_id: str
    why_not: str = ""
    is_new: bool = False


def why_left_out(order: Order) -> str:
    """Why this order may not be packed now, '' if it may. A dispatch that was refused is no
    reason: pressing again is what its flag asks for."""
    if order.status in _NOT_HERE:
        return _NOT_HERE[order.status]
    if not is_money_settled(order):
        return "It is not paid."
    for flag in order.attention or []:
        if flag.kind not in KEPT_WHILE_AT_WORK:
            return flag.text
    return "" if any(line.to_send > 0 for line in order.lines) else "Nothing is left to send."


def start_all(order_ids: Sequence[str], *, by: str) -> list[Started]:
    """Take these orders to the bench, each on its own."""
    return [_start(order_id, by=by) for order_id in order_ids]


def _start(order_id: str, *, by: str) -> Started:
    try:
        order = queries.order(order_id)
        if reason := why_left_out(order):
            return Started(order_id, reason)
        start_packing(order_id, by=by)
    except ShopError as refusal:
        return Started(order_id, str(refusal))
    return Started(order_id, is_new=order.status is Status.CONFIRMED)
