"""How heavy and how large a parcel is. Couriers bill the greater of weight and volume, so a guess
must be honest (failures.md E16). Pure: grams and whole centimetres, no tables, no clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PACKING_GRAMS = 100  # box, paper, tape
MOST_GRAMS, LONGEST_CM = 100_000, 200  # a table in its carton is the largest thing that is sent
HALF_KILO = 500
_NUMBER = re.compile(r"(\d{1,3})(?:\.(\d+))?", re.ASCII)
_USUAL: dict[str, tuple[int, tuple[int, int, int]]] = {
    # One piece in its own packing: grams and centimetres.
    "blades": (130, (30, 18, 4)),
    "rubbers": (90, (25, 21, 1)),
    "rackets": (280, (32, 20, 5)),
    "shoes": (900, (34, 22, 13)),
    "clothing": (250, (30, 25, 3)),
    "balls": (60, (16, 11, 5)),
    "tables": (95_000, (160, 145, 16)),
    "bags": (800, (45, 32, 12)),
    "accessories": (200, (20, 15, 5)),
    "pre-owned": (280, (32, 20, 5)),
}
_ANYTHING = _USUAL["accessories"]


@dataclass(frozen=True)
class Piece:
    """What goes into the box: a kind of goods, how many, and what the catalogue knows of one."""

    category: str
    quantity: int
    grams: int | None = None
    size_cm: str | None = None


@dataclass(frozen=True)
class Box:
    """A packed parcel: grams with its packing, and whole centimetres, the longest side first."""

    grams: int
    length_cm: int
    breadth_cm: int
    height_cm: int

    def as_text(self) -> dict[str, str]:
        """As the shipment keeps it."""
        return {
            "grams": str(self.grams),
            "lengthCm": str(self.length_cm),
            "breadthCm": str(self.breadth_cm),
            "heightCm": str(self.height_cm),
        }


def box_from(kept: dict[str, str]) -> Box:
    """The box that a shipment keeps."""
    sides = (int(kept[name]) for name in ("lengthCm", "breadthCm", "heightCm"))
    return Box(int(kept["grams"]), *sides)


def billed_grams(box: Box) -> int:
    """What couriers charge for: its weight, or its volume in cubic centimetres ÷ 5000 as kilograms
    if that is more (failures.md E16)."""
    return max(box.grams, -(-box.length_cm * box.breadth_cm * box.height_cm // 5))


def charged_grams(box: Box) -> int:
    """The billed weight in the steps in which couriers count: the next half kilo."""
    return -(-billed_grams(box) // HALF_KILO) * HALF_KILO


def box_for(pieces: Iterable[Piece]) -> Box:
    """The box for these pieces: as long and broad as the largest, and as high as all need."""
    measured = [(piece.quantity, *_measure(piece)) for piece in pieces] or [(1, *_ANYTHING)]
    length = max(size[0] for _, _, size in measured)
    breadth = max(size[1] for _, _, size in measured)
    volume = sum(count * a * b * c for count, _, (a, b, c) in measured)
    height = max(*(size[2] for _, _, size in measured), -(-volume // (length * breadth)))
    sides = sorted((length, breadth, height), reverse=True)
    return Box(PACKING_GRAMS + sum(count * grams for count, grams, _ in measured), *sides)


def _measure(piece: Piece) -> tuple[int, tuple[int, int, int]]:
    grams, size = _USUAL.get(piece.category, _ANYTHING)
    if piece.grams and piece.grams > 0:
        grams = piece.grams
    return grams, _sides(piece.size_cm or "") or size


def _sides(text: str) -> tuple[int, int, int] | None:
    """'30 x 20.5 x 5' as whole centimetres, rounded up, longest first; None for anything else."""
    sides = [int(whole) + bool(part.strip("0")) for whole, part in _NUMBER.findall(text)]
    if len(sides) != 3 or 0 in sides:
        return None
    longest, middle, shortest = sorted(sides, reverse=True)
    return longest, middle, shortest
