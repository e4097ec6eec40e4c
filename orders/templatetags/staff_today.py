"""The orders' share of the day's overview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from orders.models import Order
from orders.rules import Status
from orders.staff.calls import Call, calls_of
from orders.staff.numbers import in_state
from orders.staff.page import pieces_of
from orders.staff.queries import MOST_COUNTED, flagged, page_of

register = template.Library()
LOOKED_AT = 100  # orders to pack, the oldest: their pieces are counted
FEW = 6
MOST_CALLS = 10


@dataclass(frozen=True)
class Desk:
    """What is to be packed, the oldest first, and how many orders stand in each working state."""

    orders: Sequence[Order]
    is_all: bool
    number: int
    packing: int
    unpaid: int
    shipped: int

    @property
    def pieces(self) -> int:
        """The pieces of the orders that were looked at."""
        return sum(pieces_of(order) for order in self.orders)

    @property
    def few(self) -> Sequence[Order]:
        return self.orders[:FEW]

    @property
    def to_send(self) -> int:
        """How many orders are still to be sent."""
        return self.number + self.packing


@register.filter
def as_counted(number: int) -> str:
    """'7', '199+': beyond that nobody has counted."""
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"


@register.simple_tag
def packing_desk() -> Desk:
    """The orders to pack, a hundred at most, and the numbers of the working states."""
    found = page_of(Status.CONFIRMED, size=LOOKED_AT)
    return Desk(
        orders=found.orders,
        is_all=not found.next,
        number=in_state(Status.CONFIRMED),
        packing=in_state(Status.PROCESSING),
        unpaid=in_state(Status.PENDING),
        shipped=in_state(Status.SHIPPED),
    )


@register.inclusion_tag("orders/staff/attention_panel.html")
def orders_needing_a_person() -> dict[str, Any]:
    """Every flag with what to do about it, longest waiting first."""
    orders, in_all = flagged()
    calls: list[Call] = sorted(
        (call for order in orders for call in calls_of(order)), key=lambda call: call.at
    )
    return {"calls": calls[:MOST_CALLS], "more": len(calls) > MOST_CALLS, "in_all": in_all}
