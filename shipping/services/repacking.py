"""Parcels that are packed otherwise before a courier has them. What Shiprocket has heard of is
called off there first, which is free of charge as long as there is no AWB."""

from collections.abc import Sequence

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from config.dynamo import refused, write
from orders.models import Order
from shipping import queries, steps
from shipping.errors import BadBoxes, BeingDispatched, NotCalledOff, NotDispatched
from shipping.models import Shipment
from shipping.packing import PackedBox, Pieces, as_kept, check_boxes, pieces_in, uncovered
from shipping.rules import ShipmentStatus
from shipping.services.beginning import Births, Boxes, write_parcels
from shipping.services.call_off_wishes import fresh
from shipping.services.calling_off import call_off_as_read
from shipping.services.measuring import expected_box
from shipping.steps import Standing, Step

REPACKED = "Packed anew before Shiprocket heard of it."
TOO_LATE = (
    "A courier has this order's parcels as they were packed before. To pack it otherwise, call them"
    " off first."
)
NOT_OFF_YET = (
    "Shiprocket knows the parcel as it was packed before, and was asked to call it off. It has not"
    " done so yet: press dispatch again in a minute."
)

LATER_ANEW = (
    "Shiprocket knows the parcel with pieces in it that were given back, and was asked to call it"
    " off. It has not done so yet; then another one is made by itself."
)
MADE_ANEW = "Called off, for pieces of it were given back; another parcel was made."


def is_as_packed(order: Order, parcels: Sequence[Shipment], boxes: Boxes) -> bool:
    """Whether the live parcels are what stands on the bench, so that they only have to go on."""
    if not parcels or uncovered(order, parcels):
        return False
    if boxes is None or _are_same(parcels, boxes, of=uncovered(order, ())):
        return True
    going, waiting = split(parcels)
    return bool(waiting) and _are_same(waiting, boxes, of=uncovered(order, going))


def split(parcels: Sequence[Shipment]) -> tuple[list[Shipment], list[Shipment]]:
    """The parcels that a courier has, or may have, and those that may be packed otherwise."""
    waiting = [each for each in parcels if _is_free_yet(each)]
    return [each for each in parcels if each not in waiting], waiting


def repack(
    order: Order,
    parcels: Sequence[Shipment],
    boxes: Sequence[PackedBox],
    *,
    by: str,
    courier_id: int | None,
) -> list[Shipment]:
    """The parcels as they are packed now: those that a courier has stay, all others make room.

    Raises BadBoxes if the boxes do not hold just what no courier has; NotDispatched if Shiprocket
    does not call off what it knows; BeingDispatched, OrderMovedOn, ShiprocketDown.
    """
    going, waiting = split(parcels)
    left = uncovered(order, going)
    if not left:
        raise BadBoxes(TOO_LATE)
    check_boxes(order, boxes, left)
    unheard = [each for each in waiting if is_unheard(each)]
    for each in waiting:
        if each not in unheard:
            present = fresh(each)
            if not _is_free_yet(present):
                raise BeingDispatched(order.order_id)
            _have_off(present, by=by)

    def births() -> Births:
        found = Births(order, list(going), courier_id)
        found.pack(boxes)
        return found

    instead_of = [(each, still_unheard(each)) for each in unheard]
    return [*going, *write_parcels(births, by=by, instead_of=instead_of, why=REPACKED)]


def make_anew(parcel: Shipment, *, by: str) -> Shipment:
    """A parcel of what is still to be sent of this one, which Shiprocket knows with more in it:
    that one is called off first. From then on the worker makes it, if nobody else does. Raises as
    `repack`."""
    present = fresh(parcel)
    if present.status is not ShipmentStatus.CANCELLED:
        if present.tracking_number or present.status is not ShipmentStatus.PENDING:
            raise BeingDispatched(parcel.order_id)
        present = _have_off(present, by=by, anew=True)
    return begin_anew(present, by=by)


def begin_anew(old: Shipment, *, by: str) -> Shipment:
    """The parcel in place of one that is off and was to be made anew. BeingDispatched if it was
    begun before, or all that lay in it is in other parcels."""
    order = queries.order_of(old)
    live = queries.live_of(order)
    contents = as_kept(left_of(order, old, live))
    if not contents or not steps.wants_anew(old.steps):
        raise BeingDispatched(old.order_id)
    wanted, word = old.wanted_courier_id, (old.steps or {}).get(Step.ANEW)

    def births() -> Births:
        found = Births(order, live, int(wanted) if wanted and wanted.isdigit() else None)
        found.add(contents, old.parcel or expected_box(order).as_text())
        return found

    still = (Shipment.status == ShipmentStatus.CANCELLED) & (Shipment.steps[Step.ANEW] == word)
    return write_parcels(births, by=by, instead_of=[(old, still)], why=MADE_ANEW)[0]


def left_of(order: Order, old: Shipment, live: Sequence[Shipment]) -> dict[int, int]:
    """What lay in a parcel that is off, is still to be sent, and is in none of these."""
    here = uncovered(order, live)
    return {
        place: min(count, here[place])
        for place, count in pieces_in(order, old).items()
        if place in here
    }


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


def _is_free_yet(parcel: Shipment) -> bool:
    """Whether no courier has the parcel, and none is being asked or may have said yes."""
    asked = steps.state_of(parcel.steps, Step.AWB).standing
    is_bare = parcel.tracking_number is None and parcel.status is ShipmentStatus.PENDING
    return is_bare and asked in {Standing.WAITING, Standing.REFUSED}


def is_unheard(parcel: Shipment) -> bool:
    """Whether Shiprocket cannot know of it."""
    heard = steps.state_of(parcel.steps, Step.PARCEL).standing
    return parcel.shiprocket_order_id is None and heard in {Standing.WAITING, Standing.REFUSED}


def still_unheard(parcel: Shipment) -> Condition:
    """The same as the condition of a write, for a parcel that was just read."""
    path, seen = Shipment.steps[Step.PARCEL], (parcel.steps or {}).get(Step.PARCEL)
    as_seen: Condition = path.does_not_exist() if seen is None else path == seen
    still: Condition = as_seen & (Shipment.status == ShipmentStatus.PENDING)
    return still


def _have_off(parcel: Shipment, *, by: str, anew: bool = False) -> Shipment:
    try:
        parcel = call_off_as_read(parcel, by=by, anew=anew)
    except NotCalledOff as no:
        raise NotDispatched(str(no)) from no
    if parcel.status is not ShipmentStatus.CANCELLED:
        raise NotDispatched(LATER_ANEW if anew else NOT_OFF_YET)
    return parcel


def _are_same(parcels: Sequence[Shipment], boxes: Sequence[PackedBox], *, of: Pieces) -> bool:
    """Whether the boxes are these parcels; `of` is what lies in a box that does not say."""
    if len(parcels) != len(boxes):
        return False
    return all(
        parcel.parcel == packed.box.as_text()
        and parcel.contents == as_kept(of if packed.contents is None else packed.contents)
        for parcel, packed in zip(parcels, boxes, strict=True)
    )
