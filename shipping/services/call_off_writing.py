"""What is written down when a parcel was to be called off: how it ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.sending import is_money_settled
from orders.services.story import attention_as_read, told
from shipping import queries, steps, telling
from shipping.errors import BeingDispatched, LookAgain
from shipping.flag_lines import name_of, text_of
from shipping.models import Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus
from shipping.services.call_off_wishes import fresh, is_here
from shipping.services.flags import (
    CALL_OFF_FLAG,
    PARCEL_FLAG,
    call_for_dispatch,
    call_for_help,
    strike_off,
)
from shipping.steps import Standing, Step

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class About:
    """What became of a parcel, as it is told, and by which name it is known."""

    parcel: Shipment
    name: str
    text: str
    at: datetime


Flags = Callable[[Transaction, Order, About], list[Action]]


def write_off(shipment: Shipment, awb: str, *, by: str) -> Shipment:
    """It is off: the parcel is cancelled, and nobody has to look after it any more, unless another
    is to be made in its place."""
    text = f"Parcel called off at Shiprocket{f' (AWB {awb})' if awb else ''}."
    return _write_end(shipment, awb, lambda _: text, by=by, flags=_to_send_again)


def write_for_a_person(shipment: Shipment, awb: str, reason: str, *, by: str) -> Shipment:
    """The parcel is of no more use and Shiprocket does not call it off: somebody must do it."""

    def todo(order: Order) -> str:
        cause = "the order has ended" if has_ended(order) else "it is not needed any more"
        return (
            f"Parcel {awb or name_of(shipment)}: {cause}, but Shiprocket does not call it off"
            f" ({reason}). Call it off in its panel, so that nobody comes for it."
        )

    return _write_end(shipment, awb, todo, by=by, flags=_for_a_person)


def write_refusal(shipment: Shipment, text: str, *, by: str) -> Shipment:
    """Shiprocket says no: the parcel stays, and its dispatch may go on. One that was to be made
    anew cannot: a person is told, and the worker waits for them."""
    flags = _not_made_anew if steps.wants_anew(shipment.steps) else _for_nobody
    return _write_settled(shipment, text, by=by, flags=flags)


def write_too_late(shipment: Shipment, *, by: str) -> Shipment:
    """The courier was quicker than the wish: the parcel is on its way, and staff are told."""
    if shipment.status is ShipmentStatus.CANCELLED:
        return shipment
    text = (
        f"Parcel {name_of(shipment)} was to be called off, but the courier has picked it up. It"
        " goes to the customer; ask them to refuse it if it must come back."
    )
    return _write_settled(shipment, text, by=by, flags=_for_a_person)


def has_ended(order: Order) -> bool:
    """Whether nothing of the order is to be sent any more."""
    return order.status is Status.CANCELLED or order.payment_status == PaymentStatus.REFUNDED


def _write_settled(shipment: Shipment, text: str, *, by: str, flags: Flags) -> Shipment:
    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        with transaction() as tx:
            tx.update(
                shipment,
                actions=[*_settled(shipment, text, now), Shipment.updated_at.set(now)],
                condition=Shipment.steps[Step.CALL_OFF].startswith(Standing.DOING.value),
                or_else=BeingDispatched(shipment.order_id),
            )
            story = [told(order, text, by=by, at=now, is_internal=True)]
            story += flags(tx, order, About(shipment, name_of(shipment), text, now))
            same = Order.order_id.exists() & attention_as_read(order)
            tx.update(order, actions=story, condition=same, or_else=LookAgain())

    try:
        persistently(once)
    except BeingDispatched:
        log.info("Parcel %s was settled by another", shipment.shipment_id)
    return fresh(shipment)


def _settled(shipment: Shipment, text: str, now: datetime) -> list[Action]:
    """That it is not to be called off any more; nor made anew, for which a person must come."""
    no = steps.word(Standing.REFUSED, now)
    ends: list[Action] = [Shipment.steps[Step.CALL_OFF].set(no)]
    if steps.wants_anew(shipment.steps):
        ends += [Shipment.steps[Step.ANEW].remove(), Shipment.steps[Step.AWB].set(no)]
        ends.append(Shipment.trouble.set(text))
    return ends


def _for_nobody(tx: Transaction, order: Order, about: About) -> list[Action]:
    return []


def _not_made_anew(tx: Transaction, order: Order, about: About) -> list[Action]:
    return [call_for_dispatch(tx, order, about.parcel, about.text, at=about.at)]


def _for_a_person(tx: Transaction, order: Order, about: About) -> list[Action]:
    said = telling.beside(text_of(order, CALL_OFF_FLAG), about.name, about.text)
    return [call_for_help(tx, order, CALL_OFF_FLAG, said, at=about.at)]


def _to_send_again(tx: Transaction, order: Order, about: About) -> list[Action]:
    """An order whose goods are here again is called for, until they go or it ends. What is to be
    made anew goes by itself."""
    parcel, name = about.parcel, about.name
    others = [each for each in queries.live_of(order) if each.shipment_id != parcel.shipment_id]
    is_over = not is_money_settled(order) or not uncovered(order, others)
    if is_over or steps.wants_anew(parcel.steps):
        return []
    own = telling.called_off(name)
    if order.status is Status.PROCESSING:
        return [call_for_dispatch(tx, order, parcel, own, at=about.at)]
    if order.status is not Status.SHIPPED:
        return []
    said = telling.beside(text_of(order, PARCEL_FLAG), name, own)
    return [call_for_help(tx, order, PARCEL_FLAG, said, at=about.at)]


def _write_end(
    shipment: Shipment, awb: str, words: Callable[[Order], str], *, by: str, flags: Flags
) -> Shipment:
    def once() -> None:
        now, order = clock.now(), queries.order_of(shipment)
        text = words(order)
        actions: list[Action] = [
            Shipment.status.set(ShipmentStatus.CANCELLED),
            Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DONE, now)),
            Shipment.trouble.set(text),
            Shipment.updated_at.set(now),
        ]
        if awb:
            actions.append(Shipment.tracking_number.set(awb))
        with transaction() as tx:
            over = BeingDispatched(order.order_id)
            tx.update(shipment, actions=actions, condition=is_here(), or_else=over)
            story = [told(order, text, by=by, at=now, is_internal=True)]
            story += flags(tx, order, About(shipment, awb or name_of(shipment), text, now))
            same = Order.order_id.exists() & attention_as_read(order)
            tx.update(order, actions=story, condition=same, or_else=LookAgain())
            if not steps.wants_anew(shipment.steps):
                strike_off(tx, shipment.shipment_id)

    try:
        persistently(once)
    except BeingDispatched:
        log.info("Parcel %s was called off by another", shipment.shipment_id)
    return fresh(shipment)
