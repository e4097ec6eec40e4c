"""Return parcels that nobody waits for and that do not stay away: a person is called."""

from datetime import datetime

from config import clock
from config.dynamo import Transaction, transaction
from orders.models import Order
from orders.services.story import attention_as_read, told
from shipping import queries, steps, telling
from shipping.errors import LookAgain
from shipping.flag_lines import name_of, text_of
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.flags import PARCEL_FLAG, call_for_help, calm_parcel
from shipping.services.tracking import heard
from shipping.steps import Standing, Step


def tell_of_a_stray(tx: Transaction, order: Order, parcel: Shipment, *, by: str) -> None:
    """Add to the caller's transaction: the courier has a parcel that nobody waits for (any more).
    Told once."""
    text = (
        f"Parcel {name_of(parcel)} of return {parcel.return_of} comes to us all the same. Look into"
        " it when it is here, and agree with the customer. Then press Settled."
    )
    _tell(tx, order, parcel, text, by=by, at=clock.now())


def write_not_called_off(parcel: Shipment, reason: str, *, by: str) -> None:
    """Shiprocket refuses to call a parcel off: a person is told, once, and we ask again."""
    now, order = clock.now(), queries.order_of(parcel)
    parcel = queries.shipment(parcel.shipment_id, parcel.order_id)
    if parcel.status is not ShipmentStatus.PENDING:
        return
    text = (
        f"Parcel {name_of(parcel)} of return {parcel.return_of} is not called off: Shiprocket says"
        f" “{reason.rstrip('.')}”. Call it off in its panel, so that nobody comes for it. Then"
        " press Settled."
    )
    with transaction() as tx:
        tx.update(
            parcel,
            actions=[
                Shipment.steps[Step.CALL_OFF].set(steps.word(Standing.DOING, now)),
                Shipment.trouble.set(text),
                *heard(parcel, now),
            ],
            condition=Shipment.status == ShipmentStatus.PENDING,
            or_else=LookAgain(),
        )
        if parcel.trouble != text:
            _tell(tx, order, parcel, text, by=by, at=now)


def tell_it_is_off(tx: Transaction, order: Order, parcel: Shipment, *, by: str) -> None:
    """Add to the caller's transaction: a parcel is called off, and nobody is needed for that any
    more. What the flag says of other parcels stays."""
    actions = calm_parcel(tx, order, name_of(parcel))
    if actions:
        text = f"Parcel {name_of(parcel)} of return {parcel.return_of} is called off now."
        line = told(order, text, by=by, at=clock.now(), is_internal=True)
        same = Order.order_id.exists() & attention_as_read(order)
        tx.update(order, actions=[*actions, line], condition=same, or_else=LookAgain())


def _tell(
    tx: Transaction, order: Order, parcel: Shipment, text: str, *, by: str, at: datetime
) -> None:
    present = text_of(order, PARCEL_FLAG)
    if text in present.split("\n"):
        return
    said = telling.beside(present, name_of(parcel), text)
    flag = call_for_help(tx, order, PARCEL_FLAG, said, at=at)
    line = told(order, text, by=by, at=at, is_internal=True)
    same = Order.order_id.exists() & attention_as_read(order)
    tx.update(order, actions=[flag, line], condition=same, or_else=LookAgain())
