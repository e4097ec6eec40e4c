"""Parts of a write that call for a person, or say that none is needed any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from config.errors import Unavailable
from orders.models import Flag, Order
from orders.services.story import flagged, list_for_attention, take_off_attention
from shipping import flag_lines, queries
from shipping.arrivals import not_called_off
from shipping.models import HalfDone, Shipment

DISPATCH_FLAG = "dispatch"  # the parcel does not get out of the house
PARCEL_FLAG = "parcel"  # it is out, and in trouble
CALL_OFF_FLAG = "call_off"  # it was to be called off, and went: stays until a person settles it


def call_for_help(tx: Transaction, order: Order, kind: str, text: str, *, at: datetime) -> Action:
    """Add to the caller's transaction: the order stands on the list of those that need a person.
    The action on the order itself comes back."""
    list_for_attention(tx, order.order_id)
    return flagged(order, kind, text, at=at)


def calm(tx: Transaction, order: Order, *kinds: str) -> list[Action]:
    """Add to the caller's transaction, if these were the order's only flags: nobody is needed.
    The actions that take the flags off the order come back."""
    flags = order.attention or []
    left = [flag for flag in flags if flag.kind not in kinds]
    if len(left) == len(flags):
        return []
    if not left:
        take_off_attention(tx, order.order_id)
    return [Order.attention.set(left)]


def call_for_dispatch(
    tx: Transaction, order: Order, parcel: Shipment, text: str, *, at: datetime
) -> Action:
    """Add to the caller's transaction: this parcel does not get out of the house, nor do those of
    which the flag says so already."""
    said = flag_lines.text_of(order, DISPATCH_FLAG)
    text = flag_lines.refused_too(said, text, _beside(order, parcel)) if said else text
    return call_for_help(tx, order, DISPATCH_FLAG, text, at=at)


def calm_dispatch(tx: Transaction, order: Order, parcel: Shipment) -> list[Action]:
    """Add to the caller's transaction: this parcel's dispatch goes on. What the flag says of the
    order's other parcels stays."""
    said = flag_lines.text_of(order, DISPATCH_FLAG)
    others = not_called_off(_beside(order, parcel)) if said else []
    return _leave(tx, order, {DISPATCH_FLAG: flag_lines.still_refused(said, others)})


def calm_sent(tx: Transaction, order: Order, parcel: Shipment) -> list[Action]:
    """Add to the caller's transaction: this parcel has a courier. What the flags say of the
    order's other parcels stays, but for those that were called off."""
    refused = flag_lines.text_of(order, DISPATCH_FLAG)
    in_trouble = flag_lines.text_of(order, PARCEL_FLAG)
    others = not_called_off(_beside(order, parcel)) if refused or in_trouble else []
    left = {
        DISPATCH_FLAG: flag_lines.still_refused(refused, others),
        PARCEL_FLAG: flag_lines.still_in_trouble(in_trouble, others),
    }
    return _leave(tx, order, left)


def _beside(order: Order, parcel: Shipment) -> Sequence[Shipment]:
    if len(order.shipment_ids or ()) <= 1:
        return []
    return [each for each in queries.of_order(order) if each.shipment_id != parcel.shipment_id]


def _leave(tx: Transaction, order: Order, left: Mapping[str, str]) -> list[Action]:
    """The flags of these kinds say only what is left; one of which nothing is left goes."""
    flags = [
        Flag(kind=flag.kind, text=text, at=flag.at)
        for flag in order.attention or []
        if (text := left.get(flag.kind, flag.text))
    ]
    if [flag.text for flag in flags] == [flag.text for flag in order.attention or []]:
        return []
    if not flags:
        take_off_attention(tx, order.order_id)
    return [Order.attention.set(flags)]


def note_half_done(tx: Transaction, *shipment_ids: str) -> None:
    """Add to the caller's transaction: the worker looks after these dispatches."""
    tx.update(
        HalfDone(HalfDone.KEY, "#"),
        actions=[HalfDone.shipment_ids.add(set(shipment_ids))],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def strike_off(tx: Transaction, *shipment_ids: str) -> None:
    """Add to the caller's transaction: nothing is left to do for these dispatches."""
    tx.update(
        HalfDone(HalfDone.KEY, "#"),
        actions=[HalfDone.shipment_ids.delete(set(shipment_ids))],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
