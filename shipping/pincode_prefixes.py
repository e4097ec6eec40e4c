"""The fewest prefixes that lead every pincode to its place, the longest one winning. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Set

from shipping.pincodes import Place

SHORTEST, WHOLE = 3, 6  # digits: a sorting district, and a pincode
_NEVER = 10**9
Costs = tuple[dict[Place, int], int]


def prefixes_for(places: Mapping[str, Set[Place]]) -> dict[str, Place]:
    """Prefix → place. A prefix of three digits stands for the place of most of its pincodes, so
    that one that is new is likely to be right; the longer ones are as few as can be."""
    return _Tree(places).rows()


class _Tree:
    """All prefixes, each with the cost of what is below it: a row costs its digits and a blank."""

    def __init__(self, places: Mapping[str, Set[Place]]) -> None:
        self._places = places
        self._below: defaultdict[str, set[str]] = defaultdict(set)
        self._count: defaultdict[str, Counter[Place]] = defaultdict(Counter)
        for pincode, right in places.items():
            for length in range(SHORTEST, WHOLE + 1):
                self._below[pincode[: length - 1]].add(pincode[:length])
                self._count[pincode[:length]].update(right)
        self._known: dict[str, Costs] = {}
        self._rows: dict[str, Place] = {}

    def rows(self) -> dict[str, Place]:
        for root in sorted(prefix for prefix in self._count if len(prefix) == SHORTEST):
            self._write(root, None)
        return self._rows

    def _write(self, prefix: str, inherited: Place | None) -> None:
        """The rows of this prefix and of those below it, where `inherited` holds without one."""
        costs, own_row = self._costs(prefix)
        count, place = self._count[prefix], inherited
        if place is None:
            place = min(costs, key=lambda each: (-count[each], costs[each], each.city))
        elif costs.get(place, _NEVER) > own_row:
            place = min(costs, key=lambda each: (costs[each], -count[each], each.city))
        if place != inherited:
            self._rows[prefix] = place
        for longer in sorted(self._below[prefix]):
            self._write(longer, place)

    def _costs(self, prefix: str) -> Costs:
        """What the rows below cost if this prefix leads to a place, for each that may pay; and
        the least with a row of its own."""
        if prefix not in self._known:
            self._known[prefix] = self._reckon(prefix)
        return self._known[prefix]

    def _reckon(self, prefix: str) -> Costs:
        if len(prefix) == WHOLE:
            return dict.fromkeys(self._places[prefix], 0), len(prefix) + 1
        below = [self._costs(longer) for longer in sorted(self._below[prefix])]
        candidates = {place for costs, _ in below for place in costs}
        costs = {
            place: sum(min(each.get(place, _NEVER), own) for each, own in below)
            for place in candidates
        }
        return costs, min(costs.values()) + len(prefix) + 1
