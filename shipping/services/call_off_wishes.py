"""The wish that a parcel be called off, as it stands in the table until Shiprocket has answered."""

import logging

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, refused, transaction, write
from orders.models import Order
from orders.services.story import told
from shipping import queries, steps
from shipping.errors import BeingDispatched, OrderMovedOn
from shipping.flag_lines import name_of
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.flags import note_half_done
from shipping.steps import WAY, Standing, Step

log = logging.getLogger(__name__)


def write_wish(shipment: Shipment, *, by: str, anew: bool = False) -> Shipment:
    """From now on no step of the dispatch is taken any more. `anew`: once it is off, another parcel
    is made of what is still to be sent of it. BeingDispatched if a step was taken since the parcel
    was read, or it is no longer here."""
    wanted = (Step.CALL_OFF, Step.ANEW) if anew else (Step.CALL_OFF,)

    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        text = f"Shiprocket is asked to call off parcel {name_of(shipment)}."
        with transaction() as tx:
            tx.update(
                shipment,
                actions=[*map(_asked, wanted), Shipment.updated_at.set(now)],
                condition=_steps_as_read(shipment) & is_here(),
                or_else=BeingDispatched(shipment.order_id),
            )
            story = [told(order, text, by=by, at=now, is_internal=True)]
            exists = Order.order_id.exists()
            tx.update(order, actions=story, condition=exists, or_else=OrderMovedOn())
            note_half_done(tx, shipment.shipment_id)

    persistently(once)
    return fresh(shipment)


def write_asked(shipment: Shipment, awb: str, *, by: str) -> Shipment:
    """It was asked for this moment, and the answer comes later."""
    actions: list[Action] = [_asked(Step.CALL_OFF), Shipment.updated_at.set(clock.now())]
    if awb and not shipment.tracking_number:
        actions.append(Shipment.tracking_number.set(awb))
    try:
        write(lambda: shipment.update(actions=[*actions], condition=is_here()))
    except UpdateError as error:
        if not refused(error):
            raise
    log.info("Parcel %s: %s waits for the answer", shipment.shipment_id, by)
    return fresh(shipment)


def wish_anew(shipment: Shipment) -> Shipment:
    """Of a parcel that is to be called off: once it is, another is made of what is still to be
    sent of it. BeingDispatched if it is no longer to be called off."""
    asked = Shipment.steps[Step.CALL_OFF].startswith(Standing.DOING.value)
    try:
        write(lambda: shipment.update(actions=[_asked(Step.ANEW)], condition=asked & is_here()))
    except UpdateError as error:
        if not refused(error):
            raise
        raise BeingDispatched(shipment.order_id) from error
    return fresh(shipment)


def is_here() -> Condition:
    """The condition that the parcel waits for its pickup."""
    pending: Condition = Shipment.status == ShipmentStatus.PENDING
    return pending


def fresh(shipment: Shipment) -> Shipment:
    """The parcel as it stands now."""
    return queries.shipment(shipment.shipment_id, shipment.order_id)


def _asked(step: Step) -> Action:
    return Shipment.steps[step].set(steps.word(Standing.DOING, clock.now()))


def _steps_as_read(shipment: Shipment) -> Condition:
    kept = shipment.steps or {}
    same: Condition = Shipment.shipment_id.exists()
    for step in (*WAY, Step.CALL_OFF):
        path = Shipment.steps[step]
        same = same & (path == kept[step] if step in kept else path.does_not_exist())
    return same
