"""The slips that go into the boxes of the chosen orders: one for each box, as far as it is known
how an order is packed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orders.models import Line
from orders.staff.picking import Crate
from shipping import queries
from shipping.arrivals import not_called_off
from shipping.models import Shipment
from shipping.packing import Pieces, pieces_in, to_send, uncovered


@dataclass(frozen=True)
class Slip:
    """What lies in one box of an order; `number` among how many boxes `in_all`."""

    crate: Crate
    rows: list[tuple[int, Line]]
    number: int = 1
    in_all: int = 1

    @property
    def pieces(self) -> int:
        return sum(pieces for pieces, _ in self.rows)


def slips_of(crates: Sequence[Crate]) -> list[Slip]:
    """The slips of these crates; one read for a hundred parcels."""
    parcels: dict[str, list[Shipment]] = defaultdict(list)
    for parcel in not_called_off(queries.of_orders(crate.order for crate in crates)):
        parcels[parcel.order_id].append(parcel)
    return [slip for crate in crates for slip in _slips(crate, parcels[crate.order.order_id])]


def _slips(crate: Crate, parcels: list[Shipment]) -> Iterator[Slip]:
    order = crate.order
    ids = [str(each) for each in order.shipment_ids or ()]
    parcels.sort(key=lambda parcel: ids.index(parcel.shipment_id))
    left = uncovered(order, parcels)
    boxes: list[Pieces] = [pieces_in(order, each) for each in parcels]
    boxes += [left] if left else []
    if len(boxes) < 2:
        boxes = [to_send(order)]
    for number, box in enumerate(boxes, start=1):
        places = sorted(place for place, pieces in box.items() if pieces > 0)
        rows = [(box[place], order.lines[place]) for place in places if place < len(order.lines)]
        yield Slip(crate, rows, number, len(boxes))
