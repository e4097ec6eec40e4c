"""Parts of a racket that may be cut and glued: once their order has come to the packing bench they
never go back in stock by themselves, for nobody could sell them as new."""

from collections.abc import Mapping

from pynamodb.expressions.condition import Condition

from orders.line_parts import glued_with
from orders.models import Order
from orders.rules import Status

_BEGUN = frozenset({Status.PROCESSING, Status.SHIPPED, Status.DELIVERED})


def places_glued(order: Order) -> frozenset[int]:
    """The places of the lines whose pieces may be glued by now."""
    if order.status not in _BEGUN:
        return frozenset()
    return frozenset(place for place, line in enumerate(order.lines) if line.is_part)


def held_glued(order: Order) -> dict[int, int]:
    """Of these the pieces that a cancel finds here (place of the line → pieces)."""
    left = {place: order.lines[place].to_send for place in sorted(places_glued(order))}
    return {place: count for place, count in left.items() if count > 0}


def as_read_on_bench(order: Order) -> Condition:
    """The condition that a racket has not come to the bench since the order was read."""
    if any(line.is_part for line in order.lines):
        same: Condition = Order.status == order.status
        return same
    always: Condition = Order.order_id.exists()
    return always


def is_torn(order: Order, paid_back: Mapping[int, int]) -> bool:
    """Whether paying back these pieces (place of the line → how many) would leave a racket of which
    some parts are paid back and others not."""
    return any(
        len({_gone(order, each, paid_back) for each in glued_with(order.lines, place)}) > 1
        for place, count in paid_back.items()
        if count
    )


def _gone(order: Order, place: int, paid_back: Mapping[int, int]) -> int:
    line = order.lines[place]
    return min(line.quantity, (line.paid_back or 0) + paid_back.get(place, 0))
