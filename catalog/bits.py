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


def places_of(chosen: int) -> Iterator[int]:
    """The places that belong to the set."""
    return (place for place, flag in enumerate(bin(chosen)[:1:-1]) if flag == "1")


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
        if not chosen & self.all:
            return None
        flags = bin(chosen)[:1:-1]
        low = next(self._met(flags, range(len(self._places))))
        return low, next(self._met(flags, range(len(self._places) - 1, -1, -1)))

    def _met(self, flags: str, order: Iterable[int]) -> Iterator[int]:
        places, end = self._places, len(flags)
        return (self._numbers[n] for n in order if places[n] < end and flags[places[n]] == "1")
