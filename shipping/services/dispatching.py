"""Dispatch: parcel → AWB → pickup → label (design.md 4.8). Each step is claimed before Shiprocket
is asked and written down before the next; whoever comes after a crash goes on where it stopped."""

import logging
from collections.abc import Callable

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Conflict, Unavailable
from orders import queries as order_queries
from orders.models import Order
from orders.rules import HOLDING_BACK, PaymentStatus, Status
from orders.services.sending import is_money_settled
from shipping import queries, steps
from shipping.errors import (
    BeingDispatched,
    CancelledThere,
    HeldBack,
    NotDispatched,
    NotPacked,
    NotPaid,
    OrderMovedOn,
)
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import call_off
from shipping.services.flags import strike_off
from shipping.services.handing_over import book_pickup, draw_label, take_awb
from shipping.services.parcelling import begin, register
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Standing, Step

log = logging.getLogger(__name__)
WORKER = "Worker"
MOST_PARCELS = 3  # at one press, where each is found cancelled at Shiprocket


def dispatch(order_id: str, *, by: str) -> Shipment:
    """Have the order's parcel on its way: the shipment with its AWB, and its label if that came.

    Pressed twice, or by two people, it is still one parcel. Raises OrderNotFound; NotPacked,
    NotPaid, HeldBack (the order may not go); NotDispatched (Shiprocket refuses; the order is
    flagged with what to do); BeingDispatched; ShiprocketDown (the worker goes on). A pickup or a
    label that fails is left to the worker: then the order is shipped all the same.
    """
    order = order_queries.order(order_id)
    shipment = queries.latest(order)
    if shipment is None or shipment.status is ShipmentStatus.CANCELLED:
        check_may_go(order, is_again=shipment is not None)
        try:
            shipment = begin(order, by=by)
        except OrderMovedOn:
            check_may_go(order_queries.order(order_id))
            raise
    return _carry_on(shipment, by=by)


def check_may_go(order: Order, *, is_again: bool = False) -> None:
    """Refuse an order that is not on the bench, not paid, or whose money is in question.
    `is_again`: it was shipped, and the courier called the parcel off."""
    if order.status is not Status.PROCESSING and not (is_again and order.status is Status.SHIPPED):
        raise NotPacked(order.order_id, order.status)
    if not is_money_settled(order):
        raise NotPaid(order.order_id, order.payment_status or "none")
    for flag in order.attention or []:
        if flag.kind in HOLDING_BACK:
            raise HeldBack(order.order_id, flag.text)


def resume_half_done(*, most: int = 25) -> int:
    """For the worker: go on with dispatches that stopped half-way, and call off the parcels of
    orders that ended; `most` at a pass. How many were looked after.

    One read when there is nothing to do, for `#half-done` lists exactly the shipments that have a
    step left. After the first call that Shiprocket does not answer the rest waits.
    """
    looked_after = 0
    for shipment in queries.half_done():
        if looked_after >= most:
            break
        try:
            looked_after += _resume(shipment)
        except ShiprocketDown:
            break
        except Conflict as refusal:
            log.info("Dispatch of %s: %s", shipment.shipment_id, refusal)
    return looked_after


def _resume(shipment: Shipment) -> bool:
    now = clock.now()
    if shipment.status is not ShipmentStatus.PENDING or steps.all_done(shipment.steps):
        _strike_off(shipment)
        return True
    if steps.is_anybody_at_it(shipment.steps, now):
        return False
    order = queries.order_of(shipment)
    has_ended = order.status is Status.CANCELLED or order.payment_status == PaymentStatus.REFUNDED
    if has_ended and not steps.is_done(shipment.steps, Step.AWB):
        call_off(shipment, by=WORKER)
        return True
    if not steps.is_due(shipment.steps, now):
        return False
    _carry_on(shipment, by=WORKER, bears_silence=False)
    return True


def _carry_on(shipment: Shipment, *, by: str, bears_silence: bool = True) -> Shipment:
    for _ in range(MOST_PARCELS):
        try:
            return _finish(_hand_over(shipment, by=by), by=by, bears_silence=bears_silence)
        except CancelledThere:
            order = queries.order_of(shipment)
            shipment = begin(order, by=by, instead_of=queries.latest(order))
    raise NotDispatched("Shiprocket keeps cancelling this parcel. Look at it in its panel.")


def _hand_over(shipment: Shipment, *, by: str) -> Shipment:
    if steps.is_done(shipment.steps, Step.AWB):
        return shipment
    is_again = shipment.shipment_id != f"{shipment.order_id}-1"
    check_may_go(queries.order_of(shipment), is_again=is_again)
    try:
        return take_awb(register(shipment, by=by), by=by)
    except OrderMovedOn:
        check_may_go(queries.order_of(shipment), is_again=is_again)
        raise


def _finish(shipment: Shipment, *, by: str, bears_silence: bool) -> Shipment:
    """Pickup and label, each as far as it goes now: the parcel has its AWB, the rest can wait.
    Whoever does not bear silence gets ShiprocketDown at the first call without an answer."""
    later: tuple[tuple[Step, Callable[..., Shipment]], ...] = (
        (Step.PICKUP, book_pickup),
        (Step.LABEL, draw_label),
    )
    for step, act in later:
        state = steps.state_of(shipment.steps, step)
        if state.standing is Standing.DONE or shipment.status is not ShipmentStatus.PENDING:
            continue
        try:
            shipment = act(shipment, by=by)
        except (BeingDispatched, NotDispatched, Unavailable) as refusal:
            if isinstance(refusal, ShiprocketDown) and not bears_silence:
                raise
            log.warning("%s of %s is left for later: %s", step, shipment.shipment_id, refusal)
            shipment = queries.shipment(shipment.shipment_id, shipment.order_id)
    return shipment


def _strike_off(shipment: Shipment) -> None:
    def once() -> None:
        with transaction() as tx:
            strike_off(tx, shipment.shipment_id)

    persistently(once)
