"""Which words begin so, those that count most first, without a look at all that begin so. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

AFTER_ALL_LETTERS = chr(0x10FFFF)


class Endings:
    """Words in tiers: each tier has those that count less than twice as much as its least."""

    def __init__(self, counted: Mapping[str, int]) -> None:
        """The words, each with how much it counts."""
        tiers: dict[int, list[str]] = defaultdict(list)
        for word in sorted(counted):
            tiers[counted[word].bit_length()].append(word)
        self._tiers = [tiers[height] for height in sorted(tiers, reverse=True)]
        self._counted = {word: count for word, count in counted.items() if count > 1}

    def of(self, beginning: str) -> Iterator[str]:
        """The words that begin so, one after the other; what counts the same by the alphabet."""
        for tier in self._tiers:
            first = bisect_left(tier, beginning)
            last = bisect_left(tier, beginning + AFTER_ALL_LETTERS, first)
            if last > first and tier[first] not in self._counted:
                yield from islice(tier, first, last)  # of what counts once there are the most
            else:
                yield from sorted(tier[first:last], key=lambda word: -self._counted[word])
