"""Questions that a page asks somebody slow: on threads of their own, so that the page goes on
without the answer when its time is up. The answer that comes late is kept for the next page."""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import Generic, TypeVar

from config.errors import Conflict, Unavailable

log = logging.getLogger(__name__)
_T = TypeVar("_T")


class NoAnswer(Unavailable):
    """It did not answer in time, or is not to be asked just now."""

    def __init__(self) -> None:
        super().__init__("There was no answer in time.")


class Enquiries(Generic[_T]):
    """At most `threads` questions at once and `most` begun; the same question is asked once,
    however many wait for it. After silence nothing is asked for `quiet` seconds, then one question
    tries again; an answer ends the silence, be it late. A refusal quiets its own question only.
    Whoever had less than `fair` seconds to answer is not held to be silent."""

    def __init__(
        self,
        name: str,
        *,
        threads: int,
        most: int,
        quiet: float,
        fair: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._threads, self._most = name, threads, most
        self._quiet, self._fair, self._clock = quiet, fair, clock
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)  # threads are not forked

    def answer(self, question: Hashable, ask: Callable[[], _T], *, within: float) -> _T:
        """What `ask` returns, if it does so within the seconds; else NoAnswer."""
        future = self._begin(question, ask)
        try:
            return future.result(timeout=within)
        except Conflict as refusal:
            log.warning("%s: %s was refused: %s", self._name, question, refusal)
            with self._lock:
                self._refused[question] = self._clock() + self._quiet
            raise NoAnswer from refusal
        except TimeoutError as late:
            if within >= self._fair:
                self._fall_silent()
            raise NoAnswer from late
        except Exception as trouble:  # whatever it is, the page goes on without
            self._fall_silent()
            if not isinstance(trouble, Unavailable):
                log.exception("%s: a question failed", self._name)
            raise NoAnswer from trouble

    def would_ask(self, question: Hashable) -> bool:
        """Whether this question would be asked now: nobody asks it already, and it may be."""
        with self._lock:
            return question not in self._under_way and self._is_open(question)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        wait_for(list(self._under_way.values()))

    def forget(self) -> None:
        """As in a new process, once what is under way has ended."""
        self.settle()
        self._pool.shutdown()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Hashable, Future[_T]] = {}
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix=self._name)
        self._refused: dict[Hashable, float] = {}
        self._is_silent, self._not_before = False, 0.0

    def _begin(self, question: Hashable, ask: Callable[[], _T]) -> Future[_T]:
        with self._lock:
            if question not in self._under_way:
                self._check(question)
                self._under_way[question] = self._pool.submit(self._run, question, ask)
            return self._under_way[question]

    def _run(self, question: Hashable, ask: Callable[[], _T]) -> _T:
        try:
            answer = ask()
            with self._lock:
                self._is_silent, self._not_before = False, 0.0
        finally:
            with self._lock:
                del self._under_way[question]
        return answer

    def _check(self, question: Hashable) -> None:
        if not self._is_open(question):
            raise NoAnswer
        if self._is_silent:  # this one finds out; the others wait for what it learns
            self._not_before = self._clock() + self._quiet

    def _is_open(self, question: Hashable) -> bool:
        now = self._clock()
        self._refused = {each: end for each, end in self._refused.items() if end > now}
        is_quiet = now < self._not_before or question in self._refused
        return not is_quiet and len(self._under_way) < self._most

    def _fall_silent(self) -> None:
        with self._lock:
            if not self._is_silent:
                log.warning("%s: no answer, quiet for %s seconds", self._name, self._quiet)
            self._is_silent, self._not_before = True, self._clock() + self._quiet
