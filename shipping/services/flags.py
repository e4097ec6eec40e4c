"""Parts of a write that call for a person, or say that none is needed any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from config.errors import Unavailable
from orders.models import Flag, Order
from orders.rules import WENT_ANYWAY_FLAG
from orders.services.story import flagged, list_for_attention, take_off_attention
from shipping import flag_lines, queries, telling
from shipping.arrivals import not_called_off
from shipping.models import HalfDone, Shipment
from shipping.packing import uncovered

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


def calm_parcel(tx: Transaction, order: Order, name: str) -> list[Action]:
    """Add to the caller's transaction: this parcel is in no trouble on its way any more. The
    actions that take what is said of it off the order's flag come back."""
    said = flag_lines.text_of(order, PARCEL_FLAG)
    return _leave(tx, order, {PARCEL_FLAG: telling.beside(said, name, "")})


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
    others = _beside(order, parcel) if said else []
    return _leave(tx, order, {DISPATCH_FLAG: flag_lines.still_refused(said, others)})


def calm_sent(tx: Transaction, order: Order, parcel: Shipment) -> list[Action]:
    """Add to the caller's transaction: this parcel has a courier. What the flags say of the
    order's other parcels stays; that some were called off goes once all their goods go again."""
    refused = flag_lines.text_of(order, DISPATCH_FLAG)
    in_trouble = flag_lines.text_of(order, PARCEL_FLAG)
    others = _beside(order, parcel) if refused or in_trouble else []
    going = [parcel, *(each for each in not_called_off(others) if each.tracking_number)]
    if not uncovered(order, going):
        in_trouble = flag_lines.without_called_off(in_trouble, others)
        others = not_called_off(others)
    left = {
        DISPATCH_FLAG: flag_lines.still_refused(refused, others),
        PARCEL_FLAG: in_trouble,
    }
    return _leave(tx, order, left)


def call_for_stray(
    tx: Transaction, order: Order, parcel: Shipment, text: str, *, at: datetime
) -> Action:
    """Add to the caller's transaction: this parcel was called off, and goes all the same. Nothing
    of the order is sent until a person has settled it; that its goods are here is taken back."""
    list_for_attention(tx, order.order_id)
    name = flag_lines.name_of(parcel)
    said = telling.beside(flag_lines.text_of(order, WENT_ANYWAY_FLAG), name, text)
    left = telling.beside(flag_lines.text_of(order, PARCEL_FLAG), name, "")
    others = [each for each in order.attention or [] if each.kind != WENT_ANYWAY_FLAG]
    flags = [*_saying(others, {PARCEL_FLAG: left}), Flag(kind=WENT_ANYWAY_FLAG, text=said, at=at)]
    return Order.attention.set(flags)


def _beside(order: Order, parcel: Shipment) -> Sequence[Shipment]:
    if len(order.shipment_ids or ()) <= 1:
        return []
    return [each for each in queries.of_order(order) if each.shipment_id != parcel.shipment_id]


def _leave(tx: Transaction, order: Order, left: Mapping[str, str]) -> list[Action]:
    """The flags of these kinds say only what is left; one of which nothing is left goes."""
    flags = _saying(order.attention or [], left)
    if [flag.text for flag in flags] == [flag.text for flag in order.attention or []]:
        return []
    if not flags:
        take_off_attention(tx, order.order_id)
    return [Order.attention.set(flags)]


def _saying(flags: Sequence[Flag], left: Mapping[str, str]) -> list[Flag]:
    return [
        Flag(kind=flag.kind, text=text, at=flag.at)
        for flag in flags
        if (text := left.get(flag.kind, flag.text))
    ]


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
