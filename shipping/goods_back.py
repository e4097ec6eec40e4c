"""What came back in a parcel (RTO), what of it is sound, and what is left to do. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.errors import ShopError
from orders.models import Line, Order
from orders.rules import PAID_FOR, Status
from shipping.models import Shipment
from shipping.packing import pieces_in


class MoreThanCameBack(ShopError):
    """More sound pieces than the parcel can hold."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"Write from 0 to {most} pieces of {name}.")


@dataclass(frozen=True)
class CameBack:
    """A line of which pieces lie in the parcel: its place in the order, how many, and whether stock
    is kept of them (the earlier system kept none here)."""

    place: int
    line: Line
    pieces: int

    @property
    def has_stock(self) -> bool:
        return bool(self.line.sku and self.line.product_id and self.line.seller_id)


def came_back(order: Order, parcel: Shipment) -> list[CameBack]:
    """What lies in the parcel and may go back in stock: not what a cancel or a refund has put
    there already."""
    if order.status is Status.CANCELLED:
        return []
    inside = pieces_in(order, parcel)
    lines = [
        CameBack(place, line, min(inside.get(place, 0), line.kept))
        for place, line in enumerate(order.lines)
    ]
    return [each for each in lines if each.pieces > 0]


@dataclass(frozen=True)
class Count:
    """What somebody found in the parcel: what could be there, what of it is sound (place → pieces),
    and the products that are no longer in the catalogue."""

    parcel: Shipment
    offered: list[CameBack]
    sound: Mapping[int, int]
    gone: frozenset[str]

    @property
    def glued(self) -> int:
        """Pieces that are in no count, and nobody's fault: they are glued into a racket."""
        parts = (each for each in self.offered if each.line.is_part)
        return sum(each.pieces - self.sound.get(each.place, 0) for each in parts)

    @property
    def pieces(self) -> int:
        return sum(each.pieces for each in self.offered) - self.glued

    @property
    def unsound(self) -> int:
        return self.pieces - sum(self.sound.values())

    @property
    def text(self) -> str:
        """'2 of 3 pieces sound and back in stock.'"""
        if not self.offered:
            return "Its goods were in stock again before."
        glued = "Of the rackets it held, the glued parts are in no count." if self.glued else ""
        if not self.pieces:
            return glued
        return f"{self._counted} {glued}".rstrip()

    @property
    def _counted(self) -> str:
        sound = sum(self.sound.values())
        said = f"{sound} of {self.pieces} piece{'s'[: self.pieces != 1]} sound and back in stock."
        if not any(each.has_stock for each in self.offered):
            said = f"{sound} of {self.pieces} sound. No stock of them is kept here."
        if not self.gone:
            return said
        names = ", ".join(sorted(self.gone))
        return f"{said} Not in the catalogue any more, so in no count: {names}."

    @property
    def story(self) -> str:
        return f"Parcel {self.parcel.tracking_number} is checked in. {self.text}"


def checked(offered: list[CameBack], sound: Mapping[int, int]) -> dict[int, int]:
    """The sound pieces by line, without the lines that have none. Raises MoreThanCameBack."""
    for each in offered:
        if not 0 <= sound.get(each.place, 0) <= each.pieces:
            raise MoreThanCameBack(each.line.name, each.pieces)
    wanted = {each.place: sound.get(each.place, 0) for each in offered}
    return {place: pieces for place, pieces in wanted.items() if pieces}


def todo_after(order: Order, count: Count) -> str:
    """What staff do next, as the order's flag says it; '' where nothing is left."""
    todos = []
    if is_refund_due(order):
        todos.append("Refund the customer (Money, Refund).")
    if count.unsound:
        todos.append(f"Claim {count.unsound} from the courier.")
    if count.glued:
        todos.append("Put the glued rackets aside.")
    if count.gone:
        todos.append("Count in by hand what is not in the catalogue.")
    return f"{count.story} {' '.join(todos)} Then press Settled." if todos else ""


def is_refund_due(order: Order) -> bool:
    """Whether money of the order is here that belongs to the customer of goods that came back."""
    is_here = order.payment_status in {*PAID_FOR}
    return is_here and not order.is_cod
