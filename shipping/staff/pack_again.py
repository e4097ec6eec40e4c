"""What of an order lies at the packing station: all of it, or of an order on its way what no
courier has, because its parcel was called off or refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.errors import ShopError
from orders.models import Order
from orders.rules import Status
from orders.services.benching import why_left_out
from orders.staff.picking import Crate
from shipping import queries
from shipping.models import Shipment
from shipping.packing import Pieces, to_send, uncovered
from shipping.rules import ShipmentStatus
from shipping.services.dispatching import check_may_go
from shipping.services.repacking import split

IS_ASKED = "A courier is being asked for a parcel of it. That goes on by itself."


@dataclass(frozen=True)
class CrateAgain(Crate):
    """A crate of an order on its way of which these pieces are here; none where a courier is being
    asked for what is missing."""

    here: Pieces = field(default_factory=dict)

    @property
    def why_not(self) -> str:
        return why_not_packed(self.order, self.here) if self.here else IS_ASKED

    @property
    def is_sent(self) -> bool:
        return False


def to_pack(order: Order) -> dict[int, int]:
    """The pieces to pack, by place of the line; none where a courier has all of it."""
    if order.status is not Status.SHIPPED:
        return to_send(order)
    return here_again([order]).get(order.order_id, {})


def here_again(orders: Iterable[Order]) -> dict[str, dict[int, int]]:
    """Of the orders on their way: order → the pieces that no courier has. One read for all."""
    return {order_id: pieces for order_id, pieces in _not_gone(orders).items() if pieces}


def _not_gone(orders: Iterable[Order]) -> dict[str, dict[int, int]]:
    """The same with those of which nothing is here, but of which a parcel has no AWB."""
    shipped = [order for order in orders if order.status is Status.SHIPPED and order.shipment_ids]
    parcels: dict[str, list[Shipment]] = defaultdict(list)
    for parcel in queries.of_orders(shipped):
        if parcel.status is not ShipmentStatus.CANCELLED:
            parcels[parcel.order_id].append(parcel)
    found = {each.order_id: uncovered(each, split(parcels[each.order_id])[0]) for each in shipped}
    asked = {each for each, live in parcels.items() if not all(p.tracking_number for p in live)}
    return {each: pieces for each, pieces in found.items() if pieces or each in asked}


def why_not_packed(order: Order, here: Mapping[int, int]) -> str:
    """Why these pieces of the order may not be packed now, '' if they may."""
    if order.status is not Status.SHIPPED or not here:
        return why_left_out(order)
    try:
        check_may_go(order, is_again=True)
    except ShopError as refusal:
        return str(refusal)
    return ""


def crates_again(crates: Iterable[Crate]) -> list[Crate]:
    """The crates, those of which goods are here again as such."""
    crates = list(crates)
    here = _not_gone(crate.order for crate in crates)
    return [
        CrateAgain(crate.number, crate.order, here[crate.order.order_id])
        if crate.order.order_id in here
        else crate
        for crate in crates
    ]
