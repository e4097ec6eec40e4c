"""What is told about an order: its timeline, and the flags that call for a person. Both are parts
of the write they speak of, so that nothing happens without its line and no line lies."""

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from config.errors import Unavailable
from orders.models import AttentionList, Flag, Moment, Order
from orders.rules import NOTE, TIMELINE_LENGTH


def told(
    order: Order,
    text: str,
    *,
    by: str,
    at: datetime,
    event: str | None = None,
    is_internal: bool = False,
) -> Action:
    """The action that adds a line to the order's story. The customer reads it unless internal. In
    a full one the oldest note makes room, else the line after the first."""
    line = Moment(at=at, text=text, by=by, event=event, is_internal=is_internal)
    so_far = order.timeline or []
    if len(so_far) >= TIMELINE_LENGTH:
        place = next((at for at, each in enumerate(so_far) if each.event == NOTE), 1)
        left = [*so_far[:place], *so_far[place + 1 :]]
        return Order.timeline.set([left[0], *left[2 - TIMELINE_LENGTH :], line])
    return Order.timeline.set((Order.timeline | []).append([line]))


def flagged(
    order: Order, kind: str, text: str, *, at: datetime, instead_of: str | None = None
) -> Action:
    """The action that flags the order; a flag of the same kind, or of the one it stands instead
    of, is replaced. Goes together with `list_for_attention` in one transaction."""
    others = [flag for flag in order.attention or [] if flag.kind not in (kind, instead_of)]
    return Order.attention.set([*others, Flag(kind=kind, text=text, at=at)])


def unflagged(order: Order, *kinds: str) -> Action:
    """The action that takes the flags of these kinds off the order."""
    return Order.attention.set([flag for flag in order.attention or [] if flag.kind not in kinds])


def attention_as_read(order: Order) -> Condition:
    """The condition that nobody has flagged or unflagged the order since it was read. Goes with
    `flagged` and `unflagged`, which write the whole list."""
    if order.attention is None:
        absent: Condition = Order.attention.does_not_exist()
        return absent
    same: Condition = Order.attention == order.attention
    return same


def list_for_attention(tx: Transaction, order_id: str) -> None:
    """Add to the caller's transaction: the order stands on the list of those that need a person."""
    tx.update(
        AttentionList(AttentionList.KEY, "#"),
        actions=[AttentionList.order_ids.add({order_id})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def take_off_attention(tx: Transaction, order_id: str) -> None:
    """Add to the caller's transaction: the order needs nobody any more."""
    tx.update(
        AttentionList(AttentionList.KEY, "#"),
        actions=[AttentionList.order_ids.delete({order_id})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )
