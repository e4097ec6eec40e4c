"""What was worked out lately, so that it need not be again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Kept(Generic[K, V]):
    """The latest so many results; several threads may ask at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The result for this key, made if it is not kept."""
        try:
            return self._found[key]
        except KeyError:
            return self.put(key, make())

    def put(self, key: K, made: V) -> V:
        """Keep this result for this key."""
        self._found[key] = made
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return made


class KeptOf(Generic[T, K, V]):
    """The latest so many results, each worked out of one thing and good for that thing only: what
    stands under the same key and is another by now is worked out anew."""

    def __init__(self, most: int) -> None:
        self._kept: Kept[K, tuple[T, V]] = Kept(most)

    def get(self, thing: T, key: K, make: Callable[[], V]) -> V:
        """The result for this thing under this key, made if it is not kept."""
        of, made = self._kept.get(key, lambda: (thing, make()))
        if of is not thing:
            _, made = self._kept.put(key, (thing, make()))
        return made
