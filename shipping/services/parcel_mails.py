"""Which mails a parcel owes its customer. The debt is written on the order by the very write that
moves the parcel, so that none is lost; `orders.services.mailing` sends it, and a parcel that has
moved on owes what it did not send no more."""

from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from orders.models import Order
from orders.services import mailing
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S

# A second attempt, or a second failure, is told again only on another day.
AGAIN_AFTER = timedelta(hours=20)
PART_DELIVERED = "parcel_delivered"
_NAMES: dict[S, str] = {
    S.OUT_FOR_DELIVERY: "out_for_delivery",
    S.UNDELIVERED: "undelivered",
    S.RTO_INITIATED: "coming_back",
    S.RTO_DELIVERED: "coming_back",
    S.LOST: "lost",
    S.DELIVERED: PART_DELIVERED,
}
_REPEATED = frozenset({"out_for_delivery", "undelivered"})


def debts(
    order: Order, parcel: Shipment, to: S, *, now: datetime, closes: bool
) -> tuple[list[Action], Condition]:
    """The actions on the order by which a parcel that moves to `to` owes its mail, and gives up
    those that it still owed, with the condition that none of them is being sent this moment. A
    delivery that closes the order has a mail of the order's own."""
    if order.mails is None:  # the earlier system sent its own
        return [], Order.order_id.exists()
    name = "" if closes else _NAMES.get(to, "")
    kept = mailing.marked_as_owed(order, about=parcel.shipment_id)
    given_up = [kind for kind in kept if mailing.name_of(kind) != name]
    actions = [mailing.forgo(kind) for kind in given_up]
    condition: Condition = Order.order_id.exists()
    for kind in given_up:
        condition = condition & mailing.as_noted(order, kind)
    new = _next_kind(order, name, parcel.shipment_id, now) if name else None
    if new is not None:
        actions.append(mailing.owe(new, at=now))
        condition = condition & mailing.as_noted(order, new)
    return actions, condition


def _next_kind(order: Order, name: str, shipment_id: str, now: datetime) -> str | None:
    """'undelivered/TB-…-1', for the second time 'undelivered/TB-…-1.2'; None where it was told
    already."""
    first = f"{name}/{shipment_id}"
    told = [kind for kind in order.mails or {} if kind == first or kind.startswith(f"{first}.")]
    if not told:
        return first
    last = max(mailing.noted_at(order, kind) for kind in told)
    is_again = name in _REPEATED and now - last >= AGAIN_AFTER
    return f"{first}.{len(told) + 1}" if is_again else None
