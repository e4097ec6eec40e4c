"""When an order's parcels have done their work. Pure: no tables, no clock."""

from collections.abc import Iterable, Sequence

from orders.models import Order
from shipping.giving_up import is_given_up
from shipping.models import Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus


def not_called_off(parcels: Iterable[Shipment]) -> list[Shipment]:
    """The parcels that count: what was called off holds nothing of the order."""
    return [parcel for parcel in parcels if parcel.status is not ShipmentStatus.CANCELLED]


def is_all_delivered(parcels: Sequence[Shipment], *, arriving: str = "") -> bool:
    """Whether every parcel that counts was handed over; `arriving` is the id of one of which that
    is just being written."""
    live = not_called_off(parcels)
    return bool(live) and all(_is_there(each, arriving) for each in live)


def is_at_its_end(
    order: Order, parcels: Sequence[Shipment], *, arriving: str = "", checked_in: str = ""
) -> bool:
    """Whether the order is over: something of it was handed over, and whatever else was sent is
    back and checked in, or lost and seen to; `checked_in` is the id of a parcel of which that is
    being written."""
    live = not_called_off(parcels)
    has_ended = all(
        _is_there(each, arriving)
        or is_checked_in(each)
        or is_given_up(order, each)
        or each.shipment_id == checked_in
        for each in live
    )
    is_any_there = any(_is_there(each, arriving) for each in live)
    return has_ended and is_any_there and not uncovered(order, live)


def is_gone_for_good(order: Order, parcels: Sequence[Shipment]) -> bool:
    """Whether nothing of the order was handed over and nothing will be: every parcel is back and
    checked in, or lost."""
    live = not_called_off(parcels)
    is_over = all(each.status is ShipmentStatus.LOST or is_checked_in(each) for each in live)
    return bool(live) and is_over and not uncovered(order, live)


def is_checked_in(parcel: Shipment) -> bool:
    """Whether it came back to us and somebody has looked at its goods."""
    return parcel.status is ShipmentStatus.RTO_DELIVERED and parcel.goods_in_at is not None


def number_of(order: Order, parcel: Shipment, parcels: Sequence[Shipment]) -> tuple[int, int]:
    """Which of how many parcels it is, as its customer counts them: without those called off."""
    ids = [each.shipment_id for each in not_called_off(parcels)]
    if parcel.shipment_id not in ids:
        return 1, max(1, len(ids))
    return ids.index(parcel.shipment_id) + 1, len(ids)


def _is_there(parcel: Shipment, arriving: str) -> bool:
    return parcel.status is ShipmentStatus.DELIVERED or parcel.shipment_id == arriving
