"""Ending an order before its goods are handed over: the stock comes back once, because it travels
with the move to `cancelled`."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog import shelf
from catalog.errors import ProductChanged
from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.money import rupees
from orders import queries
from orders.errors import WrongMoment
from orders.models import Flag, Order
from orders.rules import COD, Status
from orders.services import moving
from orders.services.glued import as_read_on_bench, held_glued
from orders.services.hand_counts import to_count
from orders.services.returning import noted, pieces_as_read, put_back, still_held
from orders.services.story import (
    attention_as_read,
    list_for_attention,
    take_off_attention,
    told,
)

HOLD_RAN_OUT = "hold_ran_out"
REFUND_BY_HAND = "refund_by_hand"
PAID = (Status.CONFIRMED, Status.PROCESSING)
NOT_BEGUN = (Status.PENDING, Status.CONFIRMED)


def end_hold(order: Order, *, now: datetime) -> bool:
    """Cancel an unpaid order whose hold has run out and put its stock back. False, and nothing
    changed, if it was paid or ended meanwhile, or if its time is not yet over."""
    text = "Not paid in time, so the order was cancelled."
    over = (Order.hold_expires_at < now) & (Order.status == Status.PENDING)
    try:
        cancel(order, reason=HOLD_RAN_OUT, text=text, by="Worker", also=over)
    except WrongMoment:
        return False
    return True


def cancel_unpaid(order_id: str, *, reason: str, by: str) -> Order:
    """Cancel an order on which no money came in. Raises OrderNotFound, WrongMoment."""
    order = queries.order(order_id)
    unpaid = (Order.status == Status.PENDING) & Order.razorpay_payment_id.does_not_exist()
    cancel(order, reason=reason, text=f"Order cancelled: {reason}", by=by, also=unpaid)
    return queries.order_of(order.order_id, order.customer_id)


def cancel_unsent(
    order: Order,
    *,
    reason: str,
    by: str,
    settles: frozenset[str] = frozenset(),
    where: Condition | None = None,
) -> None:
    """Cancel an order that was to be paid at the door: no money came in, none goes back. `where`
    as of `cancel`. Raises WrongMoment."""
    text = f"Order cancelled: {reason} Nothing was charged."
    unpaid = (Order.payment_method == COD) & Order.razorpay_payment_id.does_not_exist()
    also = unpaid & attention_as_read(order)
    cancel(order, reason=reason, text=text, by=by, also=also, settles=settles, where=where)


def cancel_without_payment(
    order_id: str, *, reason: str, by: str, where: Condition | None = None
) -> Order:
    """Cancel an order that stands as paid while no payment of it is known here, as some of the
    earlier system do, and have a person see to the money. Only for a caller who has looked for
    payments and found none: nothing is sent back. `where` as of `cancel`. Raises OrderNotFound,
    WrongMoment."""
    order = queries.order(order_id)
    cancel(
        order,
        reason=reason,
        text=f"Order cancelled: {reason} We look your payment up and see to it ourselves.",
        by=by,
        also=Order.status.is_in(*PAID) & attention_as_read(order),
        flags={REFUND_BY_HAND: _by_hand(order)},
        where=where,
    )
    return queries.order_of(order.order_id, order.customer_id)


def cancel(  # noqa: PLR0913 - a cancel is one write, whatever comes with it
    order: Order,
    *,
    reason: str,
    text: str,
    by: str,
    also: Condition | None = None,
    flags: Mapping[str, str] | None = None,
    settles: frozenset[str] = frozenset(),
    extra: Callable[[Transaction], None] | None = None,
    where: Condition | None = None,
) -> None:
    """Move the order to `cancelled`, tell why, and put its stock back, in one write together with
    the caller's `flags` (kind → sentence) and the parts that `extra` adds. Flags of the kinds that
    it `settles` asked for just this and go; with flags or these, `also` must hold the attention.

    A product that is no longer in the table gets nothing back, nor does a racket that is on the
    bench and may be glued; then the order is flagged for a person to count, which is why `extra`
    may not flag it itself. `where` says where the order must stand for it, if not wherever a cancel
    is allowed: `never_left`, `not_begun`. Raises WrongMoment if the order may not be cancelled (any
    more), or stands elsewhere by now.
    """
    gone: set[str] = set()

    def once() -> None:
        now = clock.now()
        story = [told(order, text, by=by, at=now), Order.cancel_reason.set(reason)]
        with transaction() as tx:
            glued = held_glued(order)
            # Nobody owes these pieces to anybody: they are out of the count for good.
            story += noted(order, returned={}, paid_back=glued)
            _flag(tx, order, story, {**(flags or {}), **to_count(order, gone)}, settles, at=now)
            refusal = WrongMoment(order.order_id, order.status, Status.CANCELLED)
            as_read = pieces_as_read(order) & as_read_on_bench(order)
            condition = as_read if also is None else as_read & also
            moving.part(
                tx,
                order,
                Status.CANCELLED,
                actions=story,
                also=condition,
                where=where,
                or_else=refusal,
            )
            put_back(tx, still_held(order), without=gone)
            if extra is not None:
                extra(tx)  # nosec B610 # a part of the write; there are no queries

    while True:
        try:
            persistently(once)
            break
        except ProductChanged as missing:
            gone.add(missing.product_id)
    shelf.touch({line.product_id for line in order.lines if line.product_id})


def not_begun() -> Condition:
    """The condition that nobody has taken the order to the packing bench yet."""
    waiting: Condition = Order.status.is_in(*NOT_BEGUN)
    return waiting


def never_left(order: Order) -> Condition:
    """The condition that the order is shipped as it was read, for a caller who has seen that all
    its parcels were called off: one that is begun for it adds its id, and one that was called off
    never lives again."""
    same: Condition = Order.shipment_ids == order.shipment_ids
    never: Condition = same & (Order.status == Status.SHIPPED)
    return never


def _flag(
    tx: Transaction,
    order: Order,
    story: list[Action],
    raised: Mapping[str, str],
    settled: frozenset[str],
    *,
    at: datetime,
) -> None:
    """One action for all flags: two that set the same list would refuse each other."""
    flags = order.attention or []
    if not raised and not settled & {flag.kind for flag in flags}:
        return
    others = [flag for flag in flags if flag.kind not in {*raised, *settled}]
    left = [*others, *(Flag(kind=kind, text=text, at=at) for kind, text in raised.items())]
    story.append(Order.attention.set(left))
    if left:
        list_for_attention(tx, order.order_id)
    else:
        take_off_attention(tx, order.order_id)


def _by_hand(order: Order) -> str:
    paid_by = f" {order.razorpay_payment_id}" if order.razorpay_payment_id else ""
    return (
        f"Cancelled, but the payment{paid_by} of {rupees(order.total_amount)} is not written down"
        " here, so nothing was sent back. Find it at Razorpay, refund it there if it was not"
        " refunded yet, then press Settled."
    )
