"""So many threads of a web process at once may wait for one dependency, and no more: while it
hangs, the others go on with pages that do not need it (docs/decisions/serving.md)."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.errors import Unavailable

LOOKS_LIKE_HANGING = 1.0  # seconds that somebody has been waiting
PATIENCE = 0.5  # seconds that one more waits for a place while it does not
FULL = "The shop waits for an answer from elsewhere just now. Nothing was lost; please try again."
_every: "list[Bulkhead]" = []


class Bulkhead:
    """The places of one dependency. Nobody is held back before `hold_to` was called: programs that
    serve no pages have as many threads as they mean to."""

    def __init__(self, *, leaves: int) -> None:
        """`leaves` are the threads that never wait for it."""
        self._leaves = leaves
        self._most: int | None = None
        self._since: list[float] = []  # when those who wait began to
        self._changed = threading.Condition()
        _every.append(self)

    def hold_to(self, threads: int | None) -> None:
        """Let so many wait that of these threads some are left; None lets all."""
        self._most = None if threads is None else max(1, threads - self._leaves)

    @contextmanager
    def place(
        self, or_else: Callable[[], Unavailable] = lambda: Unavailable(FULL)
    ) -> Iterator[None]:
        """Wait for the dependency inside the block. Raises `or_else`, with nothing sent, where
        the others who do already wait for long, or no place becomes free."""
        if self._most is None:
            yield
            return
        began = self._enter(or_else)
        try:
            yield
        finally:
            with self._changed:
                self._since.remove(began)
                self._changed.notify()

    def _enter(self, or_else: Callable[[], Unavailable]) -> float:
        with self._changed:
            if not self._has_place() and (
                self._hangs() or not self._changed.wait_for(self._has_place, PATIENCE)
            ):
                raise or_else()
            began = time.monotonic()
            self._since.append(began)
            return began

    def _has_place(self) -> bool:
        return self._most is None or len(self._since) < self._most

    def _hangs(self) -> bool:
        return time.monotonic() - min(self._since) > LOOKS_LIKE_HANGING


def hold_all_to(threads: int | None) -> None:
    """This process serves pages with so many threads."""
    for bulkhead in _every:
        bulkhead.hold_to(threads)
