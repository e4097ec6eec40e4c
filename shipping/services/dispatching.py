"""Dispatch: parcel → AWB → pickup → label → manifest (design.md 4.8). Each step is claimed before
Shiprocket is asked and written down before the next; whoever comes after a crash goes on there."""

from collections.abc import Sequence

from config import clock
from orders import queries as order_queries
from orders.models import Order
from orders.rules import HOLDING_BACK, Status
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
from shipping.models import Shipment
from shipping.packing import PackedBox, uncovered
from shipping.services.beginning import begin, begin_again
from shipping.services.billing import make_bill
from shipping.services.calling_off import call_off
from shipping.services.handing_over import take_awb
from shipping.services.papers import finish
from shipping.services.parcelling import register
from shipping.services.repacking import (
    is_as_packed,
    make_anew,
    repack,
    want_courier,
)
from shipping.steps import Step

CALLED_OFF = "The parcel was called off meanwhile. To send its goods, press dispatch again."
MOST_PARCELS = 3  # at one press, where each is found cancelled at Shiprocket


def dispatch(
    order_id: str,
    *,
    by: str,
    boxes: Sequence[PackedBox] | None = None,
    courier_id: int | None = None,
) -> Shipment:
    """Have the order's parcels on their way: the first that got its AWB now, else the latest, with
    its papers if they came. `boxes`: how all of it is packed, or all that no courier has (None: in
    one, or as before). `courier_id`: who is to carry it (None: as before, or Shiprocket's choice).

    Pressed twice, or by two people, no piece goes twice. What was called off goes again in a parcel
    of its own; what Shiprocket knows otherwise packed, without an AWB, is called off there. Raises
    OrderNotFound; NotPacked, NotPaid, HeldBack (the order may not go); BadBoxes; NothingLeft;
    NotDispatched (Shiprocket refuses; the order is flagged with what to do); BeingDispatched;
    ShiprocketDown (the worker goes on). What fails after the AWB is left to the worker.
    """
    order = order_queries.order(order_id)
    live = queries.live_of(order)
    if not is_as_packed(order, live, boxes):
        live = _packed(order, live, boxes, by=by, courier_id=courier_id)
    make_bill(order, by=by)
    if courier_id is not None:
        live = [want_courier(parcel, courier_id) for parcel in live]
    return _send_all(live, by=by)


def _packed(
    order: Order,
    live: list[Shipment],
    boxes: Sequence[PackedBox] | None,
    *,
    by: str,
    courier_id: int | None,
) -> list[Shipment]:
    check_may_go(order, is_again=bool(order.shipment_ids))
    try:
        if boxes is None:
            return [*live, *begin(order, by=by, courier_id=courier_id, live=live)]
        return repack(order, live, boxes, by=by, courier_id=courier_id)
    except OrderMovedOn:
        check_may_go(order_queries.order(order.order_id))
        raise


def _send_all(parcels: Sequence[Shipment], *, by: str) -> Shipment:
    """Each parcel as far as it goes; where one is refused, the others still go."""
    refusals: list[BeingDispatched | NotDispatched] = []
    gone: list[Shipment] = []
    fresh: list[Shipment] = []
    for parcel in parcels:
        try:
            sent = carry_on(parcel, by=by)
        except (BeingDispatched, NotDispatched) as refusal:
            refusals.append(refusal)
            continue
        if sent.tracking_number:
            (gone if parcel.tracking_number else fresh).append(sent)
    if refusals:
        raise refusals[0]
    if fresh or gone:
        return fresh[0] if fresh else max(gone, key=_taken_at)
    order = queries.order_of(parcels[0])
    if uncovered(order, queries.live_of(order)):
        raise NotDispatched(CALLED_OFF)
    raise NothingLeft


def _taken_at(parcel: Shipment) -> str:
    at = steps.state_of(parcel.steps, Step.AWB).at
    return clock.to_text(at) if at else ""


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


def carry_on(shipment: Shipment, *, by: str, bears_silence: bool = True) -> Shipment:
    """The parcel as far as it goes, or the one that must be made in its place. Whoever does not
    bear silence gets ShiprocketDown from its papers, too. Raises what `dispatch` does."""
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
    raise NotDispatched(
        f"This parcel was begun anew {MOST_PARCELS} times and has no courier. Look at it in"
        " Shiprocket's panel, then press dispatch again."
    )


def _hand_over(shipment: Shipment, *, by: str) -> Shipment:
    if steps.is_done(shipment.steps, Step.AWB):
        return shipment
    check_may_go(queries.order_of(shipment), is_again=True)
    try:
        return take_awb(register(shipment, by=by), by=by)
    except OrderMovedOn:
        check_may_go(queries.order_of(shipment), is_again=True)
        raise
