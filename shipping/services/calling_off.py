"""A parcel whose order has ended is called off at Shiprocket, so that nobody comes for it and
nobody pays for it."""

import logging

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, transaction
from orders.models import Order
from orders.services.story import told
from shipping import queries, steps
from shipping.errors import BeingDispatched, OrderMovedOn
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.flags import DISPATCH_FLAG, call_for_help, strike_off
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import OrderDetails
from shipping.steps import Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)


def call_off(shipment: Shipment, *, by: str, awb: str = "") -> None:
    """Cancel what Shiprocket has of this parcel (`awb` if we know better than its list), then the
    shipment. While Shiprocket does not answer the worker comes back to it; where it refuses, a
    person is told to do it there."""
    try:
        gone = _cancel_there(shipment, awb)
    except ShiprocketDown:
        log.warning("Parcel %s is not called off yet", shipment.shipment_id)
        return
    except ShiprocketRefused as no:
        todo = (
            f"The order has ended, but Shiprocket does not cancel parcel {shipment.reference}"
            f" ({no.reason}). Cancel it in its panel, so that nobody comes for it."
        )
        _write_down(shipment, awb, todo, by=by, needs_help=True)
        return
    text = f"Parcel called off at Shiprocket{f' (AWB {gone})' if gone else ''}."
    _write_down(shipment, gone, text, by=by, needs_help=False)


def _write_down(shipment: Shipment, awb: str, text: str, *, by: str, needs_help: bool) -> None:
    try:
        persistently(lambda: _write(shipment, awb, text, by=by, needs_help=needs_help))
    except BeingDispatched:
        log.info("Parcel %s was called off by another", shipment.shipment_id)


def _cancel_there(shipment: Shipment, awb: str) -> str:
    """The AWB that was called off, '' if there was none."""
    details = _details(shipment)
    if details is None or details.is_cancelled:
        return awb
    awb = details.awb_code or awb
    if awb:
        client().cancel_awb(awb)
    else:
        client().cancel_order(details.order_id)
    return awb


def _details(shipment: Shipment) -> OrderDetails | None:
    if shipment.shiprocket_order_id:
        return client().order_details(int(shipment.shiprocket_order_id))
    if steps.state_of(shipment.steps, Step.PARCEL).may_have_happened():
        return client().order_by_reference(shipment.reference or shipment.order_id)
    return None


def _write(shipment: Shipment, awb: str, text: str, *, by: str, needs_help: bool) -> None:
    now, order = clock.now(), queries.order_of(shipment)
    actions: list[Action] = [
        Shipment.status.set(ShipmentStatus.CANCELLED),
        Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DONE, now)),
        Shipment.trouble.set(text),
        Shipment.updated_at.set(now),
    ]
    if awb:
        actions.append(Shipment.tracking_number.set(awb))
    with transaction() as tx:
        pending = Shipment.status == ShipmentStatus.PENDING
        tx.update(
            shipment, actions=actions, condition=pending, or_else=BeingDispatched(order.order_id)
        )
        story = [told(order, text, by=by, at=now, is_internal=True)]
        if needs_help:
            story.append(call_for_help(tx, order, DISPATCH_FLAG, text, at=now))
        tx.update(order, actions=story, condition=Order.order_id.exists(), or_else=OrderMovedOn())
        strike_off(tx, shipment.shipment_id)
