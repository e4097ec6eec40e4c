"""Dispatches that stopped half-way are gone on with by the worker, and so are call-offs."""

import logging
from datetime import datetime, timedelta

from config import clock
from config.dynamo import persistently, transaction
from config.errors import Conflict
from shipping import queries, steps
from shipping.errors import NotDispatched
from shipping.memory import Pace
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.call_off_writing import has_ended
from shipping.services.calling_off import WORKER, call_off, follow_up, is_asked
from shipping.services.dispatching import carry_on, check_may_go
from shipping.services.flags import strike_off
from shipping.services.repacking import begin_anew, left_of
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Step

log = logging.getLogger(__name__)
PACE = Pace(20, timedelta(minutes=1))


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
            if isinstance(refusal, NotDispatched):  # Shiprocket was asked
                PACE.note()
            log.info("Dispatch of %s: %s", shipment.shipment_id, refusal)
    return looked_after


def _resume(shipment: Shipment) -> bool:
    now = clock.now()
    if shipment.status is ShipmentStatus.CANCELLED and steps.wants_anew(shipment.steps):
        return _resume_anew(shipment)
    if is_asked(shipment) and shipment.status is not ShipmentStatus.CANCELLED:
        return follow_up(shipment)
    if shipment.status is not ShipmentStatus.PENDING or steps.all_done(shipment.steps):
        _strike_off(shipment)
        return True
    return _resume_waiting(shipment, now)


def _resume_waiting(shipment: Shipment, now: datetime) -> bool:
    """A parcel that waits for a step: gone on with if one is due, or called off if it is of no more
    use."""
    if steps.is_anybody_at_it(shipment.steps, now):
        return False
    order = queries.order_of(shipment)
    if has_ended(order) and not steps.is_done(shipment.steps, Step.AWB):
        call_off(shipment, by=WORKER)
        return True
    if not steps.is_due(shipment.steps, now):
        return False
    carry_on(shipment, by=WORKER, bears_silence=False)
    return True


def _resume_anew(shipment: Shipment) -> bool:
    """What is still to be sent of a parcel that is off goes in another, unless it does already."""
    order = queries.order_of(shipment)
    if has_ended(order) or not left_of(order, shipment, queries.live_of(order)):
        _strike_off(shipment)
        return True
    check_may_go(order, is_again=True)
    begin_anew(shipment, by=WORKER)
    return True


def _strike_off(shipment: Shipment) -> None:
    def once() -> None:
        with transaction() as tx:
            strike_off(tx, shipment.shipment_id)

    persistently(once)
