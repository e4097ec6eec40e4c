"""What can only be seen by looking twice: nothing goes backwards, and what was promised stays."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from orders import rules as order_rules
from orders.models import Order
from orders.rules import HOLDING_BACK, PAID_FOR, TIMELINE_LENGTH, Status
from orders.services.cancelling import HOLD_RAN_OUT
from payments.models import Payment
from payments.rules import RANK
from shipping import rules as shipping_rules
from shipping.models import Shipment
from tests.money_invariants import REFUND_WORDS
from tests.snapshot import Tables, as_they_are

OVER = frozenset({"won", "lost", "closed"})


class Watcher:
    """Remembers the tables as they were at the last look."""

    def __init__(self) -> None:
        self._before: Tables | None = None

    def look(self, tables: Tables | None = None) -> list[str]:
        """Sentences about whatever went backwards or vanished since the last look; `tables` if
        they were read just now."""
        now = tables or as_they_are()
        before, self._before = self._before, now
        return [] if before is None else [*_backwards(before, now)]

    def assert_forward(self) -> None:
        """Nothing went backwards since the last look."""
        assert not (found := self.look()), "\n".join(found)


def _backwards(before: Tables, now: Tables) -> Iterator[str]:
    yield from (f"the mark of event {each} is gone" for each in before.events - now.events)
    for order_id, order in before.orders.items():
        if order_id not in now.orders:
            yield f"{order_id} is gone"
        else:
            yield from _order(order, now.orders[order_id], is_here=_is_here(now, order_id))
    payments = {(row.payment_id, row.order_id): row for row in now.payments}
    known = {row.payment_id for row in now.payments}
    for row in before.payments:
        later = payments.get((row.payment_id, row.order_id))
        if row.payment_id not in known:
            yield f"{row.payment_id} is gone"
        if later is not None:
            yield from _payment(row, later)
    yield from _parcels(before, now)


def _is_here(now: Tables, order_id: str) -> bool:
    """Whether all parcels of the order were called off or lost, or are back and checked in, so that
    it may still be cancelled."""
    parcels = [each for each in now.shipments if each.order_id == order_id]
    off = {shipping_rules.ShipmentStatus.CANCELLED, shipping_rules.ShipmentStatus.LOST}
    return bool(parcels) and all(each.status in off or each.goods_in_at for each in parcels)


def _order(before: Order, now: Order, *, is_here: bool) -> Iterator[str]:
    name = before.order_id
    ended = is_here and (before.status, now.status) == (Status.SHIPPED, Status.CANCELLED)
    if now.status not in _may_be(before) and not ended:
        yield f"{name}: {before.status} became {now.status}"
    for attribute in ("razorpay_payment_id", "razorpay_order_id"):
        was, later = getattr(before, attribute), getattr(now, attribute)
        if was not in (None, later):
            yield f"{name}: its {attribute} was {was} and is {later}"
    if _frozen(before) != _frozen(now):
        yield f"{name}: {_frozen(before)} became {_frozen(now)}"
    if any(a.kept < b.kept for a, b in zip(before.lines, now.lines, strict=False)):
        yield f"{name}: pieces that came back are forgotten"
    yield from _promised(before, now)


def _promised(before: Order, now: Order) -> Iterator[str]:
    name, told = before.order_id, [line.text for line in before.timeline or []]
    if len(told) < TIMELINE_LENGTH and told != [m.text for m in now.timeline or []][: len(told)]:
        yield f"{name}: its story was rewritten"
    for kind, noted in (before.mails or {}).items():
        if not noted.startswith(("sending ", "owed ")) and (now.mails or {}).get(kind) != noted:
            yield f"{name}: the mail {kind} is to be sent again"


def _may_be(order: Order) -> set[Status]:
    """Where the order may stand later: on its way forward, or revived by late money."""
    starts = {Status(order.status)}
    reached = {each for each in Status if order_rules.has_passed(each, Status(order.status))}
    if order.status == Status.PENDING or order.cancel_reason == HOLD_RAN_OUT:
        reached |= set(Status) - {Status.PENDING}
    return starts | reached


def _frozen(order: Order) -> tuple[Any, ...]:
    lines = [(line.sku, line.quantity, line.price) for line in order.lines]
    return (order.total_amount, order.customer_id, lines)


def _payment(before: Payment, now: Payment) -> Iterator[str]:
    name = before.payment_id
    if _money_rank(now) < _money_rank(before):
        yield f"{name}: {before.status} became {now.status}"
    if (before.amount, before.currency) != (now.amount, now.currency):
        yield f"{name}: {before.amount} became {now.amount}"
    for key, refund in (before.refunds or {}).items():
        later = (now.refunds or {}).get(key)
        if later is None or later.amount != refund.amount:
            yield f"{name}: the refund {key} of {refund.amount} is gone"
        elif _rank(later.status) < _rank(refund.status):
            yield f"{name}: {key} was {refund.status} and is {later.status}"
        elif refund.gateway_id not in (None, later.gateway_id):
            yield f"{name}: {key} was {refund.gateway_id} and is {later.gateway_id}"
    yield from _disputes(name, before.disputes or {}, now.disputes or {})


def _disputes(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for dispute_id, dispute in before.items():
        later = now.get(dispute_id)
        if later is None:
            yield f"{name}: the dispute {dispute_id} is gone"
        elif dispute.standing in OVER and later.standing not in OVER:
            yield f"{name}: {dispute_id} was {dispute.standing} and is {later.standing}"


def _money_rank(payment: Payment) -> int:
    """`refunded` and `captured` change places when a refund fails: the money is here again."""
    return min(RANK.get(payment.status, 0), RANK["captured"])


def _rank(status: str) -> int:
    return REFUND_WORDS.index(status)


def _parcels(before: Tables, now: Tables) -> Iterator[str]:
    earlier = {each.shipment_id: each for each in before.shipments}
    later = {each.shipment_id: each for each in now.shipments}
    yield from (f"the parcel {each} is gone" for each in earlier.keys() - later.keys())
    for shipment_id, shipment in later.items():
        was = earlier.get(shipment_id)
        if was and shipment.status not in {was.status, *_after(was.status)}:
            yield f"{shipment_id}: {was.status} became {shipment.status}"
        if was and was.tracking_number not in (None, shipment.tracking_number):
            yield f"{shipment_id}: AWB {was.tracking_number} became {shipment.tracking_number}"
        if shipment.tracking_number and not (was and was.tracking_number):
            yield from _sent(shipment, before.orders.get(shipment.order_id))


def _sent(shipment: Shipment, order: Order | None) -> Iterator[str]:
    """A parcel got its AWB since the last look: the order must have been fit to go then."""
    if order is None or order.payment_status not in PAID_FOR:
        yield f"{shipment.order_id} was sent, said {order and order.payment_status}"
    for flag in (order.attention or []) if order else []:
        if flag.kind in HOLDING_BACK:
            yield f"{shipment.order_id} was sent with its money in question: {flag.text}"


@cache
def _after(status: shipping_rules.ShipmentStatus) -> frozenset[shipping_rules.ShipmentStatus]:
    reached, open_ends = set(shipping_rules.NEXT[status]), list(shipping_rules.NEXT[status])
    while open_ends:
        for each in shipping_rules.NEXT[open_ends.pop()] - reached:
            reached.add(each)
            open_ends.append(each)
    return frozenset(reached)
