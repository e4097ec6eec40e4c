"""Parts of a write that call for a person, or say that none is needed any more."""

from datetime import datetime

from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from config.errors import Unavailable
from orders.models import Order
from orders.services.story import flagged, list_for_attention, take_off_attention
from shipping.models import HalfDone

DISPATCH_FLAG = "dispatch"  # the parcel does not get out of the house
PARCEL_FLAG = "parcel"  # it is out, and in trouble


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
