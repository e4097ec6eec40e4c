"""What a question found: all of it as a set at once, and the order only as far as somebody looks,
so that an answer costs the same however much it found."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial, reduce
from itertools import chain
from operator import and_

from catalog.bits import bits_of
from catalog.kept import Kept
from catalog.search_index import WordIndex

GONE = -1
OFTEN = 64  # products from which on a word's set is kept
MOST_SETS = 512
Order = Callable[[int | None], Sequence[int]]  # the likeliest places first: so many, or all


class Answer:
    """What a question found, the likeliest first; what was looked for where that is not what was
    typed; and the words that were let go because nothing has them all."""

    def __init__(
        self, members: int, order: Order, instead: str = "", let_go: tuple[str, ...] = ()
    ) -> None:
        """`members` is the set of places, `order` puts them in their order when it is asked."""
        self.members = members
        self.instead, self.let_go = instead, let_go
        self._order = order

    def __len__(self) -> int:
        return self.members.bit_count()

    @cached_property
    def first(self) -> Sequence[int]:
        """The likeliest places: as many as are compared with the question one by one."""
        return self._order(FIRST)

    @cached_property
    def places(self) -> Sequence[int]:
        """All places among the products by name."""
        return self.first if len(self.first) == len(self) else self._order(None)


FIRST = 96  # the index's best; behind them its own order is good enough


class Words:
    """What is known of the words, with where each of its entries stands among the products by
    name, GONE where it does not any more: one thing, as a question may be under way when another
    takes its place."""

    def __init__(
        self, known: WordIndex, places: Mapping[str, int], size: int, before: "Words | None" = None
    ) -> None:
        """What was worked out `before` is taken over where words and places are the same things."""
        self.known, self._by_key, self._size = known, places, size
        self.places: Sequence[int]
        self._sets: Kept[str, int] = Kept(MOST_SETS)
        if before and before.known is known and before._by_key is places:
            self.places, self._sets = before.places, before._sets
        else:
            self.places = array("l", (places.get(key, GONE) for key in known.keys))

    def having(self, groups: Iterable[Iterable[str]]) -> int:
        """The set of places that have, of each group of words, at least one."""
        return reduce(and_, map(self._having_one_of, groups))

    def _having_one_of(self, group: Iterable[str]) -> int:
        postings, rare, found = self.known.postings, [], 0
        for word in group:
            if postings.count(word) < OFTEN:
                rare.append(postings.of(word))
            else:
                found |= self._sets.get(word, partial(self._set, postings.of(word)))
        return found | self._set(chain.from_iterable(rare))

    def _set(self, numbers: Iterable[int]) -> int:
        return bits_of((p for n in numbers if (p := self.places[n]) != GONE), self._size)
