"""An order whose goods are missing or damaged is set aside: nothing of it is sent until a person
has seen to it."""

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Unavailable
from orders import queries
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import SET_ASIDE_FLAG, Status
from orders.services.attending import settle
from orders.services.story import attention_as_read, flagged, list_for_attention, told

ON_THE_BENCH = (Status.CONFIRMED, Status.PROCESSING)


def set_aside(order_id: str, *, by: str, text: str) -> Order:
    """Flag the order with what is wrong with its goods. Raises OrderNotFound, and WrongMoment for
    one that is not on the bench."""
    persistently(lambda: _set_aside(queries.order(order_id), by=by, text=text))
    return queries.order(order_id)


def take_back(order_id: str, *, by: str) -> Order:
    """The goods are complete after all: the flag goes, and the order may be packed."""
    return settle(order_id, SET_ASIDE_FLAG, by=by)


def _set_aside(order: Order, *, by: str, text: str) -> None:
    if order.status not in ON_THE_BENCH:
        raise WrongMoment(order.order_id, order.status, "set aside")
    now = clock.now()
    with transaction() as tx:
        tx.update(
            order,
            actions=[
                flagged(order, SET_ASIDE_FLAG, text, at=now),
                told(order, text, by=by, at=now, is_internal=True),
                Order.updated_at.set(now),
            ],
            condition=attention_as_read(order) & Order.status.is_in(*ON_THE_BENCH),
            or_else=Unavailable("Somebody else was at this order just now. Please try again."),
        )
        list_for_attention(tx, order.order_id)
