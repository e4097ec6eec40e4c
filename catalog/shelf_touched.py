"""Of which products somebody knows that the shelf is behind: noted by sales, taken to be read."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Touched:
    """The ids of these products; sales add to them while others are read."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        return bool(self._ids)

    def note(self, product_ids: Iterable[str]) -> None:
        """These have to be read again."""
        with self._lock:
            self._ids.update(product_ids)

    @contextmanager
    def taken(self) -> Iterator[set[str]]:
        """What was noted, to be read now; noted again if the reading fails."""
        with self._lock:
            taken, self._ids = self._ids, set()
        try:
            yield taken
        except BaseException:
            self.note(taken)
            raise
