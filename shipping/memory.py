"""What this process remembers for some minutes: what Shiprocket said, so that a page does not wait
for it again, and how much was asked of it, so that it does not shut us out."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from weakref import WeakSet

from config import clock

_T = TypeVar("_T")
_MOST = 1000
_all: "WeakSet[Remembered[object] | Pace]" = WeakSet()


class Remembered(Generic[_T]):
    """Answers by key, each good for as long as `life` says of it."""

    def __init__(self, life: Callable[[_T], timedelta]) -> None:
        self._life = life
        self._known: dict[object, tuple[_T, datetime]] = {}
        self._lock = threading.Lock()
        _all.add(self)  # type: ignore[arg-type]

    def get(self, key: object, ask: Callable[[], _T]) -> _T:
        """The answer that is remembered, or a new one."""
        with self._lock:
            known = self._known.get(key)
        if known is not None and clock.now() < known[1]:
            return known[0]
        found = ask()
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = found, clock.now() + self._life(found)
        return found

    def forget(self) -> None:
        """Ask anew next time."""
        with self._lock:
            self._known.clear()


class Pace:
    """At most so many in a span of time."""

    def __init__(self, most: int, span: timedelta) -> None:
        self.most, self._span = most, span
        self._done: list[datetime] = []
        _all.add(self)

    def has_room(self) -> bool:
        """Whether one more may be done now."""
        now = clock.now()
        self._done = [at for at in self._done if timedelta(0) <= now - at < self._span]
        return len(self._done) < self.most

    def note(self) -> None:
        """One was done."""
        self._done.append(clock.now())

    def forget(self) -> None:
        """Begin to count anew."""
        self._done = []


def forget_all() -> None:
    """Nothing is remembered any more, whoever asked for it."""
    for each in tuple(_all):
        each.forget()
