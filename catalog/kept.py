"""What was worked out lately, so that it need not be again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


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
            made = self._found[key] = make()
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return made
