"""What the order's page shows of its parcels, and what may be chosen for those that are not with a
courier yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orders.arrival import last_day
from orders.models import Order
from orders.rules import HOLDING_BACK, Status
from orders.services.sending import is_money_settled
from shipping import steps
from shipping.at_the_door import is_unsure
from shipping.cash import at_the_door_paise
from shipping.models import Shipment
from shipping.packing import Pieces, pieces_in, uncovered
from shipping.parcels import Box, box_from
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import is_asked
from shipping.services.measuring import expected_box
from shipping.services.offering import Offer, offers_for
from shipping.steps import Step


@dataclass(frozen=True)
class ParcelView:
    """A parcel with its number among those that count (0: called off), and what lies in it.
    `asked_paise`: what its courier was to collect, where nobody knows whether it did, else 0."""

    shipment: Shipment
    number: int
    in_all: int
    pieces: list[tuple[str, int]]
    asked_paise: int = 0

    @property
    def box(self) -> Box | None:
        try:
            return box_from(self.shipment.parcel or {})
        except (KeyError, ValueError):  # of the earlier system
            return None

    @property
    def is_asked_back(self) -> bool:
        """Whether Shiprocket was asked to call it off and has not answered."""
        return self.shipment.status is ShipmentStatus.PENDING and is_asked(self.shipment)

    @property
    def may_be_called_off(self) -> bool:
        """Whether there is something at Shiprocket that waits for its pickup."""
        parcel = self.shipment
        is_there = parcel.shiprocket_order_id is not None and parcel.steps is not None
        return is_there and parcel.status is ShipmentStatus.PENDING and not self.is_asked_back


@dataclass(frozen=True)
class Waiting:
    """Pieces that are in no parcel yet, else a parcel that was begun and has no AWB; its box may
    be measured anew while `is_open`."""

    left: Pieces
    begun: Shipment | None
    is_open: bool


@dataclass(frozen=True)
class Choice:
    """Who would carry the goods, who is chosen so far, the day that was promised, and the box; its
    measures may be typed while `is_open`. `is_again`: a parcel was begun before."""

    offers: list[Offer]
    chosen: int | None
    promised: date | None
    box: Box
    is_open: bool
    is_again: bool


def views_of(order: Order, parcels: Sequence[Shipment]) -> list[ParcelView]:
    """The parcels in their order."""
    live = [each.shipment_id for each in parcels if each.status is not ShipmentStatus.CANCELLED]
    return [_view(order, each, live) for each in parcels]


def _view(order: Order, parcel: Shipment, live: list[str]) -> ParcelView:
    number = live.index(parcel.shipment_id) + 1 if parcel.shipment_id in live else 0
    lines = dict(enumerate(order.lines))
    pieces = [(lines[p].name, n) for p, n in pieces_in(order, parcel).items() if p in lines]
    asked = at_the_door_paise(order, parcel) if is_unsure(parcel) else 0
    return ParcelView(parcel, number, len(live), pieces, asked)


def what_waits(order: Order, parcels: Sequence[Shipment]) -> Waiting | None:
    """What the next dispatch sends; None where there is nothing, or it may not go."""
    if order.status not in (Status.PROCESSING, Status.SHIPPED) or not is_money_settled(order):
        return None
    if any(flag.kind in HOLDING_BACK for flag in order.attention or []):
        return None
    live = [each for each in parcels if each.status is not ShipmentStatus.CANCELLED]
    left = uncovered(order, live)
    waiting = next((each for each in live if not steps.is_done(each.steps, Step.AWB)), None)
    if left:
        return Waiting(left, None, is_open=not live)
    if waiting is None or waiting.parcel is None or is_asked(waiting):
        return None
    is_open = len(live) == 1 and waiting.shiprocket_order_id is None
    return Waiting({}, waiting, is_open)


def choice_for(order: Order, parcels: Sequence[Shipment]) -> Choice | None:
    """The choice to be made before the next dispatch; None where nothing is to be dispatched."""
    waits = what_waits(order, parcels)
    if waits is None:
        return None
    begun = waits.begun
    box = box_from(begun.parcel or {}) if begun else expected_box(order, waits.left)
    offers = offers_for(order, box)
    wanted = begun.wanted_courier_id if begun else None
    chosen = int(wanted) if wanted and wanted.isdigit() else None
    if chosen not in [each.courier_id for each in offers]:
        chosen = offers[0].courier_id if offers else None
    promised = last_day(order.promise)
    return Choice(offers, chosen, promised, box, waits.is_open, bool(parcels))
