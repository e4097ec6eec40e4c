"""Parcels that are packed otherwise, or get another courier, before Shiprocket hears of them."""

from collections.abc import Sequence

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from config.dynamo import refused, write
from orders.models import Order
from shipping import queries, steps
from shipping.models import Shipment
from shipping.packing import PackedBox, pieces_in, uncovered
from shipping.rules import ShipmentStatus
from shipping.services.beginning import Births, Boxes, write_parcels
from shipping.steps import Standing, Step

REPACKED = "Packed anew before Shiprocket heard of it."


def repack(
    order: Order, parcels: Sequence[Shipment], boxes: Boxes, *, by: str, courier_id: int | None
) -> list[Shipment]:
    """The parcels as they are packed now, as long as Shiprocket has heard of none of them; those
    that are there, where nothing is new or it is too late."""
    if boxes is None or not all(_is_open(each) for each in parcels):
        return list(parcels)
    if len(boxes) == len(parcels) and all(
        _is_same(order, parcel, box) for parcel, box in zip(parcels, boxes, strict=True)
    ):
        return list(parcels)

    def births() -> Births:
        found = Births(order, [], courier_id)
        found.pack(boxes)
        return found

    instead_of = [(each, _still_open(each)) for each in parcels]
    return write_parcels(births, by=by, instead_of=instead_of, why=REPACKED)


def want_courier(parcel: Shipment, courier_id: int) -> Shipment:
    """The parcel with the courier that staff chose, as long as none has it."""
    if parcel.tracking_number or parcel.wanted_courier_id == str(courier_id):
        return parcel
    action = Shipment.wanted_courier_id.set(str(courier_id))
    condition = Shipment.tracking_number.does_not_exist()
    try:
        write(lambda: parcel.update(actions=[action], condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return queries.shipment(parcel.shipment_id, parcel.order_id)
    return parcel


def _is_open(parcel: Shipment) -> bool:
    """Whether Shiprocket cannot know of it."""
    heard = steps.state_of(parcel.steps, Step.PARCEL).standing
    return parcel.shiprocket_order_id is None and heard in {Standing.WAITING, Standing.REFUSED}


def _still_open(parcel: Shipment) -> Condition:
    path, seen = Shipment.steps[Step.PARCEL], (parcel.steps or {}).get(Step.PARCEL)
    as_seen: Condition = path.does_not_exist() if seen is None else path == seen
    still: Condition = as_seen & (Shipment.status == ShipmentStatus.PENDING)
    return still


def _is_same(order: Order, parcel: Shipment, packed: PackedBox) -> bool:
    holds = uncovered(order, ()) if packed.contents is None else _pieces(packed)
    return parcel.parcel == packed.box.as_text() and pieces_in(order, parcel) == holds


def _pieces(packed: PackedBox) -> dict[int, int]:
    """What lies in the box, without lines of which nothing does."""
    return {place: count for place, count in (packed.contents or {}).items() if count}
