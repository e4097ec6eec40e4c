"""The worker's duties about returns: money that was not sent, parcels that fetch goods, and mails
that their customers are owed, however old the order is."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from config.dynamo import persistently, transaction
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.return_errors import LookAgain
from orders.return_list import ReturnList
from orders.services import mailing
from payments.services.returning import left_to_refund
from shipping.services import return_round

Act = Callable[[], bool]


def returns(now: datetime) -> Iterator[Act]:
    """All that is left to do about returns. Two reads where there is none."""
    listed = order_queries.return_list()
    yield from left_to_refund(sorted(listed.order_ids or ()))
    for order_id in sorted(listed.to_tell or ()):
        yield partial(_tell, order_id, now)
    yield from return_round.rounds(now)


def _tell(order_id: str, now: datetime) -> bool:
    """Send what is owed; once nothing of a return is, the order leaves the list."""
    order = _order(order_id)
    sent = mailing.send_owed(order, now=now) if order else 0
    order = _order(order_id)
    if order is None or not _still_owed(order):
        persistently(lambda: _strike_off(order_id, order))
        return True
    return sent > 0


def _still_owed(order: Order) -> list[str]:
    """The mails about returns that are marked, or claimed by somebody who may have died."""
    return [kind for kind in mailing.owed_by(order) if kind.startswith(mailing.OF_RETURN)]


def _strike_off(order_id: str, order: Order | None) -> None:
    """Only while the order's mails are as they were: a new one keeps it on the list."""
    with transaction() as tx:
        if order is not None:
            tx.check(
                Order,
                order.order_id,
                order.customer_id,
                condition=Order.mails == order.mails,
                or_else=LookAgain(),
            )
        tx.update(
            ReturnList(ReturnList.KEY, "#"),
            actions=[ReturnList.to_tell.delete({order_id})],
            condition=None,
            or_else=LookAgain(),
        )


def _order(order_id: str) -> Order | None:
    try:
        return order_queries.order(order_id)
    except OrderNotFound:
        return None
