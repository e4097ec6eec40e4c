"""Sets of places as whole numbers: bit n is set where place n belongs. Pure."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import or_

LEAST_STEP = 256  # places between two landmarks of a scale
MOST_LANDMARKS = 128  # of a scale that all places stand on: they take a bit for each place
_SOME = re.compile(rb"[^\0]")
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, all below size."""
    found = bytearray(size // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def flags_of(chosen: int) -> bytes:
    """The set as bytes, so that one place is looked at without a look at all: see `is_in`."""
    return chosen.to_bytes(chosen.bit_length() // 8 + 1, "little")


def is_in(flags: bytes, place: int) -> bool:
    """Whether a place belongs to the set of these flags."""
    at = place >> 3
    return at < len(flags) and bool(flags[at] >> (place & 7) & 1)


def places_of(chosen: int) -> Iterator[int]:
    """The places that belong to the set; what is empty between them costs next to nothing."""
    for found in _SOME.finditer(flags_of(chosen)):
        first = found.start() * 8
        for bit in _BITS[found[0][0]]:
            yield first + bit


def among(order: Iterable[int], chosen: int) -> Iterator[int]:
    """The places of an order that belong to the set, in that order."""
    flags = bin(chosen)[:1:-1]
    end = len(flags)
    return (place for place in order if place < end and flags[place] == "1")


class Scale:
    """Places along a scale of numbers, for 'from' and 'to'. Each place stands there once. At every
    so many there is a landmark, the set of all up to there, so that a range is two landmarks and
    a few places at its ends, however many lie between."""

    def __init__(self, known: Iterable[tuple[int, int]], size: int) -> None:
        """`known` are pairs of number and place."""
        ordered = sorted(known)
        self._numbers = array("q", (number for number, _ in ordered))
        self._places = array("l", (place for _, place in ordered))
        self._size = size
        self._step = max(LEAST_STEP, size // MOST_LANDMARKS)
        steps = range(0, len(ordered), self._step)
        each = (bits_of(self._places[n : n + self._step], size) for n in steps)
        self._landmarks = list(accumulate(each, or_, initial=0))
        self.all = self._landmarks[-1]

    def between(self, low: int | None, high: int | None) -> int:
        """The places whose number is in the range, both ends included."""
        first = 0 if low is None else bisect_left(self._numbers, low)
        last = len(self._numbers) if high is None else bisect_right(self._numbers, high)
        return self._upto(last) ^ self._upto(first) if first < last else 0

    def ends(self, chosen: int) -> tuple[int, int] | None:
        """The lowest and the highest number among the chosen; None where none has a number."""
        chosen &= self.all
        if not chosen:
            return None
        marks = self._landmarks
        low = bisect_left(marks, x=True, key=lambda upto: bool(chosen & upto))
        high = bisect_left(marks, x=True, key=lambda upto: not chosen & ~upto)
        return self._met(chosen, low, 1), self._met(chosen, high, -1)

    def _upto(self, end: int) -> int:
        """The set of the first so many places."""
        near = min(round(end / self._step), len(self._landmarks) - 1)
        mark = min(near * self._step, len(self._places))
        between = self._places[min(mark, end) : max(mark, end)]
        return self._landmarks[near] ^ bits_of(between, self._size)

    def _met(self, chosen: int, mark: int, way: int) -> int:
        """The number of the first of the chosen among those before a mark, or of the last."""
        flags = flags_of(chosen & (self._landmarks[mark] ^ self._landmarks[mark - 1]))
        places, end = self._places, len(flags)
        last = min(mark * self._step, len(places))
        for n in range((mark - 1) * self._step, last)[::way]:
            at = places[n] >> 3
            if at < end and flags[at] >> (places[n] & 7) & 1:
                return self._numbers[n]
        raise AssertionError("There is one of the chosen between two marks that differ by it.")
