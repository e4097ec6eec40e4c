"""Sets of places as whole numbers: bit n is set where place n belongs. Pure."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, all below size."""
    found = bytearray(size // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def among(order: Iterable[int], chosen: int) -> Iterator[int]:
    """The places of an order that belong to the set, in that order."""
    flags = bin(chosen)[:1:-1]
    end = len(flags)
    return (place for place in order if place < end and flags[place] == "1")


class Scale:
    """Places along a scale of numbers, for 'from' and 'to'."""

    def __init__(self, known: Iterable[tuple[int, int]], size: int) -> None:
        """`known` are pairs of number and place."""
        ordered = sorted(known)
        self._numbers = array("q", (number for number, _ in ordered))
        self._places = array("l", (place for _, place in ordered))
        self._size = size
        self.all = bits_of(self._places, size)

    def between(self, low: int | None, high: int | None) -> int:
        """The places whose number is in the range, both ends included."""
        first = 0 if low is None else bisect_left(self._numbers, low)
        last = len(self._numbers) if high is None else bisect_right(self._numbers, high)
        if last - first == len(self._numbers):
            return self.all
        return bits_of(self._places[first:last], self._size)

    def ends(self, chosen: int) -> tuple[int, int] | None:
        """The lowest and the highest number among the chosen; None where none has a number."""
        flags = bin(chosen)[:1:-1]
        end = len(flags)
        inside = [n for n, place in enumerate(self._places) if place < end and flags[place] == "1"]
        return (self._numbers[inside[0]], self._numbers[inside[-1]]) if inside else None
