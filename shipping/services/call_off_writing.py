"""What is written down when a parcel is to be called off: the wish, and how it ended."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, refused, transaction, write
from orders.models import Order
from orders.rules import Status
from orders.services.sending import is_money_settled
from orders.services.story import attention_as_read, told
from shipping import queries, steps, telling
from shipping.errors import BeingDispatched, LookAgain, OrderMovedOn
from shipping.flag_lines import name_of, text_of
from shipping.models import Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus
from shipping.services.flags import (
    CALL_OFF_FLAG,
    PARCEL_FLAG,
    call_for_dispatch,
    call_for_help,
    note_half_done,
    strike_off,
)
from shipping.steps import WAY, Standing, Step

log = logging.getLogger(__name__)
Flags = Callable[[Transaction, Order, Shipment, datetime], list[Action]]


def write_wish(shipment: Shipment, *, by: str) -> Shipment:
    """From now on no step of the dispatch is taken any more. BeingDispatched if one was meanwhile,
    or the parcel is no longer here."""

    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        text = f"Shiprocket is asked to call off parcel {name_of(shipment)}."
        with transaction() as tx:
            tx.update(
                shipment,
                actions=[_word(Standing.DOING), Shipment.updated_at.set(now)],
                condition=_steps_as_read(shipment) & _is_here(),
                or_else=BeingDispatched(shipment.order_id),
            )
            story = [told(order, text, by=by, at=now, is_internal=True)]
            exists = Order.order_id.exists()
            tx.update(order, actions=story, condition=exists, or_else=OrderMovedOn())
            note_half_done(tx, shipment.shipment_id)

    persistently(once)
    return _fresh(shipment)


def write_asked(shipment: Shipment, awb: str, *, by: str) -> Shipment:
    """It was asked for this moment, and the answer comes later."""
    actions: list[Action] = [_word(Standing.DOING), Shipment.updated_at.set(clock.now())]
    if awb and not shipment.tracking_number:
        actions.append(Shipment.tracking_number.set(awb))
    try:
        write(lambda: shipment.update(actions=[*actions], condition=_is_here()))
    except UpdateError as error:
        if not refused(error):
            raise
    log.info("Parcel %s: %s waits for the answer", shipment.shipment_id, by)
    return _fresh(shipment)


def write_off(shipment: Shipment, awb: str, *, by: str) -> Shipment:
    """It is off: the parcel is cancelled, and nobody has to look after it any more."""
    text = f"Parcel called off at Shiprocket{f' (AWB {awb})' if awb else ''}."
    return _write_end(shipment, awb, text, by=by, flags=_to_send_again)


def write_for_a_person(shipment: Shipment, awb: str, reason: str, *, by: str) -> Shipment:
    """The order has ended and Shiprocket does not call its parcel off: somebody must do it."""
    todo = (
        f"The order has ended, but Shiprocket does not cancel parcel {name_of(shipment)}"
        f" ({reason}). Cancel it in its panel, so that nobody comes for it."
    )
    return _write_end(shipment, awb, todo, by=by, flags=partial(_for_a_person, text=todo))


def write_refusal(shipment: Shipment, text: str, *, by: str) -> Shipment:
    """Shiprocket says no: the parcel stays, and its dispatch may go on."""
    return _write_settled(shipment, text, by=by, needs_help=False)


def write_too_late(shipment: Shipment, *, by: str) -> Shipment:
    """The courier was quicker than the wish: the parcel is on its way, and staff are told."""
    if shipment.status is ShipmentStatus.CANCELLED:
        return shipment
    text = (
        f"Parcel {name_of(shipment)} was to be called off, but the courier has picked it up. It"
        " goes to the customer; ask them to refuse it if it must come back."
    )
    return _write_settled(shipment, text, by=by, needs_help=True)


def _write_settled(shipment: Shipment, text: str, *, by: str, needs_help: bool) -> Shipment:
    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        with transaction() as tx:
            tx.update(
                shipment,
                actions=[_word(Standing.REFUSED), Shipment.updated_at.set(now)],
                condition=Shipment.steps[Step.CALL_OFF].startswith(Standing.DOING.value),
                or_else=BeingDispatched(shipment.order_id),
            )
            story = [told(order, text, by=by, at=now, is_internal=True)]
            if needs_help:
                said = telling.beside(text_of(order, CALL_OFF_FLAG), name_of(shipment), text)
                story.append(call_for_help(tx, order, CALL_OFF_FLAG, said, at=now))
            same = Order.order_id.exists() & attention_as_read(order)
            tx.update(order, actions=story, condition=same, or_else=LookAgain())

    try:
        persistently(once)
    except BeingDispatched:
        log.info("Parcel %s was settled by another", shipment.shipment_id)
    return _fresh(shipment)


def _for_a_person(
    tx: Transaction, order: Order, parcel: Shipment, at: datetime, *, text: str
) -> list[Action]:
    return [call_for_dispatch(tx, order, parcel, text, at=at)]


def _to_send_again(tx: Transaction, order: Order, parcel: Shipment, at: datetime) -> list[Action]:
    """An order on its way whose goods are here again is called for, until they go or it ends."""
    others = [each for each in queries.live_of(order) if each.shipment_id != parcel.shipment_id]
    is_on_its_way = order.status is Status.SHIPPED and is_money_settled(order)
    if not is_on_its_way or not uncovered(order, others):
        return []
    own = telling.called_off(name_of(parcel))
    said = telling.beside(text_of(order, PARCEL_FLAG), name_of(parcel), own)
    return [call_for_help(tx, order, PARCEL_FLAG, said, at=at)]


def _write_end(shipment: Shipment, awb: str, text: str, *, by: str, flags: Flags) -> Shipment:
    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        actions = [
            Shipment.status.set(ShipmentStatus.CANCELLED),
            _word(Standing.DONE),
            Shipment.trouble.set(text),
            Shipment.updated_at.set(now),
        ]
        if awb:
            actions.append(Shipment.tracking_number.set(awb))
        with transaction() as tx:
            over = BeingDispatched(order.order_id)
            tx.update(shipment, actions=actions, condition=_is_here(), or_else=over)
            story = [told(order, text, by=by, at=now, is_internal=True)]
            story += flags(tx, order, shipment, now)
            same = Order.order_id.exists() & attention_as_read(order)
            tx.update(order, actions=story, condition=same, or_else=LookAgain())
            strike_off(tx, shipment.shipment_id)

    try:
        persistently(once)
    except BeingDispatched:
        log.info("Parcel %s was called off by another", shipment.shipment_id)
    return _fresh(shipment)


def _steps_as_read(shipment: Shipment) -> Condition:
    kept = shipment.steps or {}
    same: Condition = Shipment.shipment_id.exists()
    for step in (*WAY, Step.CALL_OFF):
        path = Shipment.steps[step]
        same = same & (path == kept[step] if step in kept else path.does_not_exist())
    return same


def _is_here() -> Condition:
    pending: Condition = Shipment.status == ShipmentStatus.PENDING
    return pending


def _word(standing: Standing) -> Action:
    return Shipment.steps[Step.CALL_OFF].set(steps.word(standing, clock.now()))


def _fresh(shipment: Shipment) -> Shipment:
    return queries.shipment(shipment.shipment_id, shipment.order_id)
