"""The step that puts a parcel into a courier's hands. An AWB costs money, so it is taken under a
lease, never twice, and never for an order that has ended."""

import logging
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.models import Order
from orders.rules import Status
from orders.services import moving
from orders.services.returning import pieces_as_read
from orders.services.sending import is_money_settled, money_is_settled
from orders.services.story import attention_as_read, told
from shipping import queries, steps
from shipping.errors import BeingDispatched, CancelledThere, LessToSend, LookAgain, OrderMovedOn
from shipping.models import Shipment
from shipping.packing import pieces_in
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import call_off
from shipping.services.choosing import Taken, have_awb, taken_before
from shipping.services.flags import calm_sent
from shipping.services.leases import Lease, claim, minding
from shipping.services.parcelling import still_wanted
from shipping.shiprocket import AwbAlreadyAssigned
from shipping.shiprocket_entities import Awb
from shipping.steps import Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)


def take_awb(shipment: Shipment, *, by: str) -> Shipment:
    """Have a courier and an AWB for the parcel, and the order `shipped` by the same write.

    OrderMovedOn if the order has ended meanwhile; an AWB that was got for nothing is called off.
    NothingLeft or LessToSend if pieces were given back since the parcel was registered.
    """
    order = queries.order_of(shipment)
    if still_wanted(order, shipment) != pieces_in(order, shipment):
        raise LessToSend
    lease = claim(shipment, Step.AWB, guard=lambda tx: _still_wanted(tx, order))
    with minding(lease, by=by):
        taken = _awb_for(lease)
    try:
        persistently(lambda: _write_awb_or_look_again(lease, taken, by=by))
    except OrderMovedOn:
        call_off(lease.shipment, by=by, awb=taken.awb.code)
        raise
    except BeingDispatched:
        _compare(lease.shipment, taken.awb, by=by)
    return queries.shipment(shipment.shipment_id, shipment.order_id)


def _still_wanted(tx: Transaction, order: Order) -> None:
    """Add to the caller's transaction: the order waits for its parcel, and is paid; no piece was
    given back since it was read."""
    may_go = Order.status.is_in(Status.PROCESSING, Status.SHIPPED)
    tx.update(
        order,
        actions=[Order.updated_at.set(clock.now())],
        condition=may_go & money_is_settled() & pieces_as_read(order),
        or_else=OrderMovedOn(),
    )


def _awb_for(lease: Lease) -> Taken:
    """The AWB that is there already, else a new one."""
    if lease.before.may_have_happened() and (awb := _found_there(lease.shipment)):
        return awb
    try:
        return have_awb(lease, look_first=lambda: _found_there(lease.shipment))
    except AwbAlreadyAssigned:
        if awb := _found_there(lease.shipment):
            return awb
        raise


def _found_there(shipment: Shipment) -> Taken | None:
    """The AWB that Shiprocket has for the parcel; CancelledThere if it was called off."""
    details = client().order_details(int(shipment.shiprocket_order_id or 0))
    if details.is_cancelled:
        raise CancelledThere
    if not details.awb_code:
        return None
    return taken_before(shipment, details.awb_code, details.courier_name)


def _write_awb_or_look_again(lease: Lease, taken: Taken, *, by: str) -> None:
    order = queries.order_of(lease.shipment)
    try:
        _write_awb(lease, order, taken, by=by)
    except OrderMovedOn:
        if _may_still_go(queries.order_of(lease.shipment)):
            raise LookAgain from None  # flagged, or shipped by another parcel: that stops none
        raise


def _may_still_go(order: Order) -> bool:
    return order.status in (Status.PROCESSING, Status.SHIPPED) and is_money_settled(order)


def _write_awb(lease: Lease, order: Order, taken: Taken, *, by: str) -> None:
    now = clock.now()
    with transaction() as tx:
        tx.update(
            lease.shipment,
            actions=_known_by(taken, now),
            condition=Shipment.tracking_number.does_not_exist() & _is_alive(),
            or_else=BeingDispatched(order.order_id),
        )
        text = _taken(order, lease.shipment, taken.awb)
        story = [told(order, text, by=by, at=now), *calm_sent(tx, order, lease.shipment)]
        paid = money_is_settled() & attention_as_read(order)
        if order.status is Status.SHIPPED:  # by another parcel, perhaps one that was called off
            still = (Order.status == Status.SHIPPED) & paid
            tx.update(order, actions=story, condition=still, or_else=OrderMovedOn())
        else:
            moving.part(tx, order, Status.SHIPPED, actions=story, also=paid, or_else=OrderMovedOn())


def _known_by(taken: Taken, now: datetime) -> list[Action]:
    actions: list[Action] = [
        Shipment.tracking_number.set(taken.awb.code),
        Shipment.courier_name.set(taken.awb.courier_name),
        Shipment.courier_id.set(str(taken.awb.courier_id)),
        Shipment.steps[Step.AWB].set(steps.word(Standing.DONE, now)),
        Shipment.trouble.remove(),
        Shipment.updated_at.set(now),
    ]
    if taken.rate_paise is not None:
        actions.append(Shipment.rate.set(taken.rate_paise))
    return actions


def _is_alive() -> Condition:
    alive: Condition = Shipment.status != ShipmentStatus.CANCELLED
    return alive


def _taken(order: Order, shipment: Shipment, awb: Awb) -> str:
    source = f" from {awb.courier_name}" if awb.courier_name else ""
    which = ""
    if len(order.shipment_ids or ()) > 1:
        ids = [each.shipment_id for each in queries.live_of(order)]
        if len(ids) > 1 and shipment.shipment_id in ids:
            which = f"Parcel {ids.index(shipment.shipment_id) + 1} of {len(ids)}: "
    return f"{which}AWB {awb.code} taken{source}; the courier fetches the parcel from us."


def _compare(shipment: Shipment, awb: Awb, *, by: str) -> None:
    """Whoever took the step over has written the AWB, which must be ours; or has called the parcel
    off, and then ours is for nothing."""
    kept = queries.shipment(shipment.shipment_id, shipment.order_id)
    if kept.tracking_number == awb.code:
        return
    if kept.status is ShipmentStatus.CANCELLED:
        call_off(kept, by=by, awb=awb.code)
        return
    log.error("Parcel %s has two AWBs: %s, %s", kept.shipment_id, kept.tracking_number, awb)
