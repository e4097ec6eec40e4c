"""So many threads of a web process at once may wait for one dependency, and no more: while it
hangs, the others go on with pages that do not need it (docs/decisions/serving.md)."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.errors import Unavailable

LOOKS_LIKE_HANGING = 1.0  # seconds without a prompt answer, while every place is taken
PATIENCE = 1.0  # seconds that one more waits for a place while answers come
A_MOMENT = 0.1  # and while none do: the answers may lie there, after a machine that stood still
FULL = "The shop waits for an answer from elsewhere just now. Nothing was lost; please try again."
_every: "list[Bulkhead]" = []


class Bulkhead:
    """The places of one dependency. Nobody is held back before `hold_to` was called: programs that
    serve no pages have as many threads as they mean to."""

    def __init__(self, *, leaves: int) -> None:
        """`leaves` are the threads that never wait for it."""
        self._leaves = leaves
        self._most: int | None = None
        self._inside = 0
        self._answered = 0.0  # when one was last done with it promptly, or found nobody there
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
        no place becomes free; that is waited for only briefly while nobody gets an answer."""
        if self._most is None:
            yield
            return
        self._enter(or_else)
        began = time.monotonic()
        try:
            yield
        finally:
            self._leave(began)

    def _enter(self, or_else: Callable[[], Unavailable]) -> None:
        with self._changed:
            if not self._has_place() and not self._changed.wait_for(self._has_place, self._bears()):
                raise or_else()
            if not self._inside:
                self._answered = time.monotonic()
            self._inside += 1

    def _leave(self, began: float) -> None:
        now = time.monotonic()
        with self._changed:
            self._inside -= 1
            if now - began < LOOKS_LIKE_HANGING:
                self._answered = now
            self._changed.notify()

    def _has_place(self) -> bool:
        return self._most is None or self._inside < self._most

    def _bears(self) -> float:
        """Seconds that one more waits."""
        hangs = time.monotonic() - self._answered > LOOKS_LIKE_HANGING
        return A_MOMENT if hangs else PATIENCE


def hold_all_to(threads: int | None) -> None:
    """This process serves pages with so many threads."""
    for bulkhead in _every:
        bulkhead.hold_to(threads)
