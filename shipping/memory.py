"""What Shiprocket said a moment ago, remembered by this process for some minutes, so that a page
does not wait for it again. A silence is remembered for a shorter time."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from weakref import WeakSet

from config import clock

_T = TypeVar("_T")
_MOST = 1000
_all: "WeakSet[Remembered[object]]" = WeakSet()


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


def forget_all() -> None:
    """Nothing is remembered any more, whoever asked for it."""
    for each in list(_all):
        each.forget()
