"""An order's address is changed, as long as no courier has its parcel (pages.md 59). What
Shiprocket knows of it already, without an AWB, is called off there first; the next dispatch makes
a parcel for the new address."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.errors import Unavailable
from customers.services.throttling import count, refuse_if_full
from orders import queries as order_queries
from orders.models import Order
from orders.rules import Status
from orders.services import mailing, readdressing
from orders.services.readdressing import Receiver, check_bill, is_there_already, mark_of
from shipping import queries
from shipping.errors import (
    AddressClosed,
    AddressMoved,
    BeingDispatched,
    NoCashThere,
    NotCalledOff,
    NotCalledOffYet,
    NotServedThere,
)
from shipping.models import Shipment
from shipping.pincodes import is_army_post
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import call_off_as_read
from shipping.services.measuring import pieces_to_send
from shipping.services.promising import promise_for
from shipping.services.repacking import is_unheard, split, still_unheard

MOST_CHANGES, IN = 8, timedelta(days=1)
TOO_OFTEN = "The address of this order was changed many times today. Please call us."
_OVER = {
    Status.DELIVERED: "The order was delivered.",
    Status.CANCELLED: "The order is cancelled.",
}
GONE = "A courier has the parcel already."


def why_closed(order: Order) -> str:
    """Why the address cannot be changed any more, '' if it can: until there is an AWB, and again
    once every parcel was called off."""
    if order.status in _OVER:
        return _OVER[order.status]
    live = queries.live_of(order)
    if order.status is Status.SHIPPED and (live or not order.shipment_ids):
        return GONE
    return GONE if split(live)[0] else ""


def promise_there(
    order: Order, pincode: str, *, now: datetime, before_asking: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """By when the order would be there, as an order keeps it; as it is promised, for its present
    pincode. NotServedThere; NoCashThere if it is for cash and nobody is known to collect."""
    if pincode == (order.shipping_address or {}).get("pincode"):
        return dict(order.promise or {})
    pieces = pieces_to_send(order)
    promise = promise_for(pincode, pieces, now=now, before_asking=before_asking)
    if not promise.is_served:
        raise NotServedThere(_nobody_goes(pincode))
    if order.is_cod and not promise.allows_cod:
        raise NoCashThere(
            "Whether couriers collect money there is not known just now. Try again in a minute."
            if promise.is_estimate
            else "This order is paid at the door, and no courier collects money there."
        )
    return promise.as_text(is_cod=order.is_cod)


def change_address(
    order_id: str, to: Receiver, *, seen: str, promise: Mapping[str, str], by: str
) -> Order:
    """Send the order to `to`, by this promise, and tell its customer by mail. The same address once
    more changes nothing. `seen`: the mark of the address that the person read.

    Raises OrderNotFound; AddressClosed; AddressMoved; BilledElsewhere; BeingDispatched (a step of
    the dispatch is under way); NotCalledOffYet; TooMany; ShiprocketDown.
    """
    order = order_queries.order(order_id)
    if is_there_already(order, to):
        return order
    _check(order, to, seen)
    refuse_if_full(f"address/{order_id}", MOST_CHANGES, IN, says=TOO_OFTEN)  # ere a parcel goes
    for parcel in queries.live_of(order):
        if not is_unheard(parcel):
            _have_off(parcel, by=by)
    kind = persistently(lambda: _write(order_id, to, seen=seen, promise=promise, by=by))
    order = order_queries.order(order_id)
    if kind:  # at once if it can be, else the worker sends it
        mailing.send_now(order, kind, now=clock.now())
    return order


def _check(order: Order, to: Receiver, seen: str) -> None:
    if mark_of(order) != seen:
        raise AddressMoved
    if why := why_closed(order):
        raise AddressClosed(why)
    check_bill(order, to)


def _have_off(parcel: Shipment, *, by: str) -> None:
    """Without an AWB this is free of charge."""
    try:
        off = call_off_as_read(parcel, by=by)
    except NotCalledOff as no:
        raise AddressClosed(str(no)) from no
    if off.status is not ShipmentStatus.CANCELLED:
        raise NotCalledOffYet


def _write(order_id: str, to: Receiver, *, seen: str, promise: Mapping[str, str], by: str) -> str:
    order = order_queries.order(order_id)
    if is_there_already(order, to):  # by the other press
        return ""
    _check(order, to, seen)
    live = queries.live_of(order)
    if any(not is_unheard(each) for each in live):
        raise BeingDispatched(order_id)
    with transaction() as tx:
        kind = readdressing.part(
            tx,
            order,
            to,
            promise=promise,
            by=by,
            at=clock.now(),
            or_else=Unavailable("The order was changed meanwhile. Please try again."),
        )
        _send_with(tx, live, to)
        count(tx, f"address/{order_id}", MOST_CHANGES, IN, says=TOO_OFTEN)
    return kind


def _send_with(tx: Transaction, parcels: Sequence[Shipment], to: Receiver) -> None:
    """Add to the caller's transaction: parcels that are begun here, and that Shiprocket has not
    heard of, go there too. Whoever chose a courier chose it for the old address."""
    for parcel in parcels:
        tx.update(
            parcel,
            actions=[
                Shipment.shipping_address.set(dict(to.address)),
                Shipment.wanted_courier_id.remove(),
                Shipment.updated_at.set(clock.now()),
            ],
            condition=still_unheard(parcel),
            or_else=BeingDispatched(parcel.order_id),
        )


def _nobody_goes(pincode: str) -> str:
    if is_army_post(pincode):
        return f"Couriers do not go to army post offices such as {pincode}."
    return f"We do not deliver to {pincode}."
