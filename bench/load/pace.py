"""When things are done: at moments that are set beforehand, however slow the answers are, so that a
shop that falls behind is not spared by those who wait for it."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def climbing(rate: float, seconds: float, climb: float) -> list[float]:
    """Moments of arrival: from none a second to `rate` within `climb` seconds, then as many to the
    end of `seconds`."""
    arrivals, number = list[float](), 0
    while True:
        # In the climb n people have come after √(2·n·climb/rate); half of a full rate by its end.
        so_far = rate * climb / 2
        if climb and number < so_far:
            moment = (2 * number * climb / rate) ** 0.5
        else:
            moment = climb + (number - so_far) / rate
        if moment >= seconds:
            return arrivals
        arrivals.append(moment)
        number += 1


def even(count: int, rate: float) -> list[float]:
    """So many moments, `rate` a second."""
    return [number / rate for number in range(count)]


def at(moments: Sequence[float], act: Callable[[int, float], _T], *, hands: int) -> list[_T]:
    """Do act(number, due) for each of these moments from now, in as many threads as `hands`; `due`
    is when it should have begun, by time.perf_counter. The answers in order."""
    began = time.perf_counter()
    with ThreadPoolExecutor(hands) as crowd:
        waiting = []
        for number, moment in enumerate(moments):
            time.sleep(max(0.0, began + moment - time.perf_counter()))
            waiting.append(crowd.submit(act, number, began + moment))
        return [each.result() for each in waiting]


def at_once(count: int, act: Callable[[int, float], _T]) -> list[_T]:
    """Do act(number, due) so many times in the same moment."""
    start = threading.Barrier(count, timeout=120)

    def go(number: int) -> _T:
        start.wait()
        return act(number, time.perf_counter())

    with ThreadPoolExecutor(count) as crowd:
        return list(crowd.map(go, range(count)))
