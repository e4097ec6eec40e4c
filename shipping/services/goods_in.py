"""Goods that came back unopened (RTO) are looked at by a person, and what is sound goes back in
stock: once, in the write that checks the parcel in."""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.expressions.update import Action

from catalog import shelf
from catalog.errors import ProductChanged
from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.errors import Conflict
from orders.models import Order
from orders.rules import Status
from orders.services.returning import noted, pieces_as_read, put_back
from orders.services.story import attention_as_read, told
from shipping import queries, telling
from shipping.arrivals import is_at_its_end
from shipping.errors import LookAgain
from shipping.goods_back import Count, came_back, checked, todo_after
from shipping.models import Shipment
from shipping.packing import as_kept
from shipping.rules import ShipmentStatus
from shipping.services.closing import close, taken_by_couriers
from shipping.services.flags import PARCEL_FLAG, call_for_help, calm


class NotBack(Conflict):
    """The parcel is not with us, as far as the courier says."""

    def __init__(self, awb: str) -> None:
        super().__init__(
            f"Parcel {awb} has not come back yet, says the courier. Wait for its news, or ask"
            " Shiprocket."
        )


def check_in(shipment_id: str, order_id: str, sound: Mapping[int, int], *, by: str) -> bool:
    """Put the sound pieces (place of the order's line → how many) of a parcel that came back in
    stock, tell it, and propose the refund. False, and nothing is changed, where somebody has
    checked it in before.

    Raises ShipmentNotFound, NotBack, MoreThanCameBack. Pieces of a product that is no longer in
    the catalogue go into no count, and the flag says so.
    """
    gone: set[str] = set()
    while True:
        try:
            has_changed = persistently(lambda: _check_in(shipment_id, order_id, sound, gone, by))
            break
        except ProductChanged as missing:
            gone.add(missing.product_id)
    order = queries.order_of(queries.shipment(shipment_id, order_id))
    shelf.touch({line.product_id for line in order.lines if line.product_id})
    return has_changed


def _check_in(
    shipment_id: str, order_id: str, sound: Mapping[int, int], gone: set[str], by: str
) -> bool:
    parcel = queries.shipment(shipment_id, order_id)
    if parcel.goods_in_at is not None:
        return False
    if parcel.status is not ShipmentStatus.RTO_DELIVERED:
        raise NotBack(parcel.tracking_number or shipment_id)
    order = queries.order_of(parcel)
    offered = came_back(order, parcel)
    count = Count(parcel, offered, checked(offered, sound), frozenset(gone))
    with transaction() as tx:
        _write(tx, order, count, by=by, at=clock.now())
    return True


def _write(tx: Transaction, order: Order, count: Count, *, by: str, at: datetime) -> None:
    parcel = count.parcel
    is_back = Shipment.status == ShipmentStatus.RTO_DELIVERED
    tx.update(
        parcel,
        actions=[
            Shipment.goods_in_at.set(at),
            Shipment.sound.set(as_kept(count.sound)),
            Shipment.trouble.remove(),
            Shipment.updated_at.set(at),
        ],
        condition=is_back & Shipment.goods_in_at.does_not_exist(),
        or_else=LookAgain(),
    )
    actions: list[Action] = [
        told(order, count.story, by=by, at=at, is_internal=True),
        *_flag(tx, order, count, at=at),
        *noted(order, returned=count.sound, paid_back={}),
    ]
    as_read = attention_as_read(order) & pieces_as_read(order)
    parcels = queries.of_order(order)
    ends = is_at_its_end(order, parcels, checked_in=parcel.shipment_id)
    if ends and order.status is Status.SHIPPED:
        taken = taken_by_couriers(order, parcels, now=at)
        close(tx, order, parcels, actions=actions, also=as_read, taken=taken)
    else:
        actions.append(Order.updated_at.set(at))
        same = (Order.status == order.status) & as_read
        tx.update(order, actions=actions, condition=same, or_else=LookAgain())
    back = [(order.lines[place], pieces) for place, pieces in count.sound.items()]
    put_back(tx, back, without=count.gone)


def _flag(tx: Transaction, order: Order, count: Count, *, at: datetime) -> list[Action]:
    """What is left to do about the parcel stands on the order's flag, beside other parcels'."""
    awb = count.parcel.tracking_number or ""
    raised = next((flag.text for flag in order.attention or [] if flag.kind == PARCEL_FLAG), "")
    one = len(order.shipment_ids or ()) <= 1
    todo = telling.beside("" if one else raised, awb, todo_after(order, count))
    if todo:
        return [call_for_help(tx, order, PARCEL_FLAG, todo, at=at)]
    return calm(tx, order, PARCEL_FLAG)
