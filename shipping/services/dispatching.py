"""Dispatch: parcel → AWB → pickup → label → manifest (design.md 4.8). Each step is claimed before
Shiprocket is asked and written down before the next; whoever comes after a crash goes on there."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Conflict
from orders import queries as order_queries
from orders.models import Order
from orders.rules import HOLDING_BACK, PaymentStatus, Status
from orders.services.sending import is_money_settled
from shipping import queries, steps
from shipping.errors import (
    BeingDispatched,
    CancelledThere,
    HeldBack,
    LessToSend,
    NotDispatched,
    NothingLeft,
    NotPacked,
    NotPaid,
    OrderMovedOn,
)
from shipping.memory import Pace
from shipping.models import Shipment
from shipping.packing import PackedBox
from shipping.rules import ShipmentStatus
from shipping.services.beginning import begin, begin_again
from shipping.services.calling_off import WORKER, call_off, follow_up, is_asked
from shipping.services.flags import strike_off
from shipping.services.handing_over import take_awb
from shipping.services.papers import finish
from shipping.services.parcelling import register
from shipping.services.repacking import is_as_packed, make_anew, repack, want_courier
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Step

log = logging.getLogger(__name__)
PACE = Pace(20, timedelta(minutes=1))
MOST_PARCELS = 3  # at one press, where each is found cancelled at Shiprocket


def dispatch(
    order_id: str,
    *,
    by: str,
    boxes: Sequence[PackedBox] | None = None,
    courier_id: int | None = None,
) -> Shipment:
    """Have the order's parcels on their way: the first of them with its AWB, and its papers if
    they came. `boxes`: how all of it is packed, or all that no courier has (None: in one, or as
    before). `courier_id`: who is to carry it (None: as before, or Shiprocket's choice).

    Pressed twice, or by two people, no piece goes twice. What was called off goes again in a parcel
    of its own; what Shiprocket knows otherwise packed, without an AWB, is called off there. Raises
    OrderNotFound; NotPacked, NotPaid, HeldBack (the order may not go); BadBoxes; NotDispatched
    (Shiprocket refuses; the order is flagged with what to do); BeingDispatched; ShiprocketDown (the
    worker goes on). What fails after the AWB is left to the worker: the order is shipped then.
    """
    order = order_queries.order(order_id)
    live = queries.live_of(order)
    if not is_as_packed(order, live, boxes):
        check_may_go(order, is_again=bool(order.shipment_ids))
        try:
            if boxes is None:
                live = [*live, *begin(order, by=by, courier_id=courier_id, live=live)]
            else:
                live = repack(order, live, boxes, by=by, courier_id=courier_id)
        except OrderMovedOn:
            check_may_go(order_queries.order(order_id))
            raise
    if courier_id is not None:
        live = [want_courier(parcel, courier_id) for parcel in live]
    return _send_all(live, by=by)


def _send_all(parcels: Sequence[Shipment], *, by: str) -> Shipment:
    """Each parcel as far as it goes; where one is refused, the others still go."""
    refusals: list[BeingDispatched | NotDispatched] = []
    sent: list[Shipment] = []
    for parcel in parcels:
        try:
            sent.append(_carry_on(parcel, by=by))
        except (BeingDispatched, NotDispatched) as refusal:
            refusals.append(refusal)
    if refusals:
        raise refusals[0]
    return next((each for each in sent if each.tracking_number), sent[0])


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
    """For the worker: go on with dispatches that stopped half-way, those that wait longest first,
    and call off the parcels of orders that ended; `most` at a pass. How many were looked after.

    One read when there is nothing to do, for `#half-done` lists exactly the shipments that have a
    step left. After the first silence of Shiprocket the rest waits, and after twenty in a minute:
    it bears 180 calls, and people press buttons as well.
    """
    looked_after = 0
    for shipment in queries.half_done():
        if looked_after >= most or not PACE.has_room():
            break
        try:
            if _resume(shipment):
                looked_after += 1
                PACE.note()
        except ShiprocketDown:
            break
        except Conflict as refusal:
            log.info("Dispatch of %s: %s", shipment.shipment_id, refusal)
    return looked_after


def _resume(shipment: Shipment) -> bool:
    now, is_off = clock.now(), shipment.status is ShipmentStatus.CANCELLED
    if is_asked(shipment) and not is_off:
        return follow_up(shipment)
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
            return finish(_hand_over(shipment, by=by), by=by, bears_silence=bears_silence)
        except CancelledThere:
            shipment = begin_again(shipment, by=by)
        except LessToSend:
            shipment = make_anew(shipment, by=by)
        except NothingLeft:
            call_off(shipment, by=by)
            return queries.shipment(shipment.shipment_id, shipment.order_id)
    raise NotDispatched("Shiprocket keeps cancelling this parcel. Look at it in its panel.")


def _hand_over(shipment: Shipment, *, by: str) -> Shipment:
    if steps.is_done(shipment.steps, Step.AWB):
        return shipment
    check_may_go(queries.order_of(shipment), is_again=True)
    try:
        return take_awb(register(shipment, by=by), by=by)
    except OrderMovedOn:
        check_may_go(queries.order_of(shipment), is_again=True)
        raise


def _strike_off(shipment: Shipment) -> None:
    def once() -> None:
        with transaction() as tx:
            strike_off(tx, shipment.shipment_id)

    persistently(once)
