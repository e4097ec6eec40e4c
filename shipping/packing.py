"""Which pieces of an order lie in which box. Pure: no tables, no clock."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orders.line_parts import glued_with
from orders.models import Order
from shipping.errors import BadBoxes
from shipping.models import Shipment
from shipping.parcels import LONGEST_CM, MOST_GRAMS, Box

Pieces = Mapping[int, int]  # place of the order's line → pieces of it
MOST_BOXES = 10


@dataclass(frozen=True)
class PackedBox:
    """A box as it stands on the bench: what lies in it (None: all that is not in a parcel yet),
    its weight with packing, and its sides."""

    contents: Pieces | None
    grams: int
    length_cm: int
    breadth_cm: int
    height_cm: int

    @property
    def box(self) -> Box:
        sides = sorted((self.length_cm, self.breadth_cm, self.height_cm), reverse=True)
        return Box(self.grams, *sides)


def to_send(order: Order) -> dict[int, int]:
    """The pieces that belong to the customer and did not come back."""
    return {place: line.to_send for place, line in enumerate(order.lines) if line.to_send > 0}


def pieces_in(order: Order, parcel: Shipment) -> dict[int, int]:
    """What was put in a parcel; one of the earlier system, which does not say, held everything."""
    if parcel.contents is None:
        return {place: line.quantity for place, line in enumerate(order.lines)}
    return {int(place): int(count) for place, count in parcel.contents.items()}


def _left_in(order: Order, parcel: Shipment) -> Counter[int]:
    """What a parcel holds of the pieces to send: the sound ones that came back with it are on the
    shelf, and a line with a sku counts them no more."""
    sound = {int(place): int(count) for place, count in (parcel.sound or {}).items()}
    counted = {place: count for place, count in sound.items() if order.lines[place].sku}
    return Counter(pieces_in(order, parcel)) - Counter(counted)


def uncovered(order: Order, live: Iterable[Shipment]) -> dict[int, int]:
    """The pieces to send that are in none of the live parcels."""
    covered = _sum(_left_in(order, each) for each in live)
    left = {place: count - covered[place] for place, count in to_send(order).items()}
    return {place: count for place, count in left.items() if count > 0}


def still_in(order: Order, parcel: Shipment, earlier: Iterable[Shipment]) -> dict[int, int]:
    """What of a parcel's contents is still to be sent: pieces that were given back since are
    taken out of the last parcel that holds such a one."""
    taken, wanted = _sum(_left_in(order, each) for each in earlier), to_send(order)
    held = pieces_in(order, parcel)
    left = {place: min(count, wanted.get(place, 0) - taken[place]) for place, count in held.items()}
    return {place: count for place, count in left.items() if count > 0}


def as_kept(contents: Pieces) -> dict[str, str]:
    """As the shipment keeps it."""
    return {str(place): str(count) for place, count in sorted(contents.items()) if count}


def check_boxes(order: Order, boxes: Sequence[PackedBox], wanted: Pieces) -> None:
    """Refuse boxes that do not hold exactly the wanted pieces, or that no courier takes."""
    if not 1 <= len(boxes) <= MOST_BOXES:
        raise BadBoxes(f"An order goes in 1 to {MOST_BOXES} boxes.")
    for number, box in enumerate(boxes, 1):
        _check_measures(box, f"Box {number}" if len(boxes) > 1 else "The box")
        if box.contents is None and len(boxes) > 1:
            raise BadBoxes("Say for each box which pieces lie in it.")
        if box.contents is not None and not any(box.contents.values()):
            raise BadBoxes(f"Box {number} is empty.")
    if any(count < 0 for box in boxes for count in (box.contents or {}).values()):
        raise BadBoxes("A box cannot hold fewer than no pieces.")
    packed = _sum(wanted if box.contents is None else box.contents for box in boxes)
    for place in sorted({*packed, *wanted}):
        _check_line(order, place, packed[place], wanted.get(place, 0))
    for number, box in enumerate(boxes, 1):
        _check_rackets(order, box.contents or wanted, wanted, number)


def _check_line(order: Order, place: int, packed: int, wanted: int) -> None:
    if packed == wanted:
        return
    if not 0 <= place < len(order.lines):
        raise BadBoxes(f"The order has no line {place + 1}.")
    name = order.lines[place].name
    if packed < wanted:
        raise BadBoxes(f"{wanted - packed} × {name} lies in no box.")  # noqa: RUF001
    raise BadBoxes(f"{packed} × {name} in the boxes, but {wanted} to send.")  # noqa: RUF001


def _check_rackets(order: Order, held: Pieces, wanted: Pieces, number: int) -> None:
    """A racket that was glued is one thing and lies in one box."""
    for place in wanted:
        parts = glued_with(order.lines, place)
        is_whole = len({wanted.get(each, 0) for each in parts}) == 1
        if is_whole and len({held.get(each, 0) for each in parts}) > 1:
            racket = order.lines[place].racket
            raise BadBoxes(f"Box {number} holds parts of racket {racket}: it goes in one piece.")


def _check_measures(box: PackedBox, name: str) -> None:
    if not 1 <= box.grams <= MOST_GRAMS:
        raise BadBoxes(f"{name} weighs from 1 g to {MOST_GRAMS // 1000} kg.")
    if not all(1 <= side <= LONGEST_CM for side in (box.length_cm, box.breadth_cm, box.height_cm)):
        raise BadBoxes(f"{name} has sides from 1 to {LONGEST_CM} cm.")


def _sum(each: Iterable[Pieces]) -> Counter[int]:
    total: Counter[int] = Counter()
    for pieces in each:
        total.update(pieces)
    return total
