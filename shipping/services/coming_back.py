"""An order of which nothing is with its customer, and nothing will be, is over: its parcels came
back and were checked in, or were lost, and no money of it is here any more."""

from collections.abc import Callable, Iterator
from functools import partial

from pynamodb.expressions.condition import Condition

from config import clock
from config.dynamo import persistently, transaction
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.reasons import CAME_BACK
from orders.rules import WENT_ANYWAY_FLAG, PaymentStatus, Status
from orders.services import moving
from orders.services.returning import noted, pieces_as_read
from orders.services.story import attention_as_read, told
from shipping import queries
from shipping.arrivals import is_gone_for_good
from shipping.errors import LookAgain
from shipping.models import Shipment
from shipping.services import closing
from shipping.services.flags import PARCEL_FLAG

ABOUT_PARCELS = frozenset({PARCEL_FLAG, WENT_ANYWAY_FLAG})


def end_if_nothing_is_left(order: Order, *, by: str) -> bool:
    """Cancel a shipped order whose parcels are all back or lost, once nobody is needed for them and
    no money of it is here. False, and nothing changed, where something is left to do, or somebody
    was quicker. No stock moves: what is sound was put back when it was checked in."""
    return persistently(lambda: _end(order.order_id, order.customer_id, by=by))


def left_over() -> Iterator[Order]:
    """For the worker: the shipped orders that may be ended, as the index shows them. One batch of
    reads for a hundred parcels of those whose money is settled."""
    settled = [o for o in order_queries.by_status(Status.SHIPPED) if _is_settled(o)]
    parcels: dict[str, list[Shipment]] = {}
    for parcel in queries.of_orders(settled):
        parcels.setdefault(parcel.order_id, []).append(parcel)
    return (o for o in settled if is_gone_for_good(o, parcels.get(o.order_id, [])))


def endings(*, by: str) -> Iterator[Callable[[], bool]]:
    """For the worker: an act for each shipped order whose parcels have all come to an end, and
    nobody said so; True where it changed something."""
    for order in closing.arrived():
        yield partial(closing.close_if_at_its_end, order, by=by)
    for order in left_over():
        yield partial(end_if_nothing_is_left, order, by=by)


def _is_settled(order: Order) -> bool:
    """Whether no money of it is here, and nobody is called for its parcels."""
    is_calm = not any(flag.kind in ABOUT_PARCELS for flag in order.attention or [])
    return is_calm and (order.is_cod or order.payment_status == PaymentStatus.REFUNDED)


def _end(order_id: str, customer_id: str, *, by: str) -> bool:
    try:
        order = order_queries.order_of(order_id, customer_id)
    except OrderNotFound:
        return False
    is_open = order.status is Status.SHIPPED and _is_settled(order)
    if not is_open or not is_gone_for_good(order, queries.of_order(order)):
        return False
    now = clock.now()
    money = "Nothing was charged." if order.is_cod else "Your money went back to you."
    text = f"The order is over: its goods did not reach you. {money}"
    missing = {place: line.quantity for place, line in enumerate(order.lines) if line.kept}
    with transaction() as tx:
        moving.part(
            tx,
            order,
            Status.CANCELLED,
            actions=[
                Order.cancel_reason.set(CAME_BACK),
                told(order, text, by=by, at=now),
                # Nobody owes these pieces to anybody: they were lost, or came back broken.
                *noted(order, returned={}, paid_back=missing),
            ],
            where=(Order.status == Status.SHIPPED) & closing.parcels_as_read(order),
            also=attention_as_read(order) & pieces_as_read(order) & _money_as_read(order),
            or_else=LookAgain(),
        )
    return True


def _money_as_read(order: Order) -> Condition:
    same: Condition = Order.payment_status.does_not_exist()
    if order.payment_status is not None:
        same = Order.payment_status == order.payment_status
    return same
