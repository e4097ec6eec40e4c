"""Children started one after another and stopped in the opposite order."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from config.local.processes import Child, DidNotStart

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Household:
    """The processes of one `make run`. Leaving the block stops them, the last one started first."""

    def __init__(self, *, logs: Path, env: Mapping[str, str]) -> None:
        self._logs, self._env = logs, env
        self._stack = ExitStack()
        self._children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stack.close()

    def take_in(self, child: Child, stop: Callable[[], None]) -> None:
        """Watch over a child that somebody else started."""
        self._stack.callback(stop)
        self._children.append(child)

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start a child that stays, and come back at once."""
        child = self._child(name, command)
        self.take_in(child, child.stop)
        child.start()
        return child

    def run(self, name: str, command: Sequence[str], *, longest: float = 300.0) -> str:
        """Run a child to its end and give what it printed; DidNotStart if it failed."""
        child = self._child(name, command)
        with ExitStack() as stack:
            stack.callback(child.stop)
            child.start()
            child.wait_for_end(longest)
        if child.exit_code:
            raise DidNotStart(f"The {name} failed.\n{child.last_words(40)}")
        return child.printed()

    def who_ended(self) -> Child | None:
        """A child that ended although nobody asked it to."""
        return next((child for child in self._children if child.exit_code is not None), None)

    def _child(self, name: str, command: Sequence[str]) -> Child:
        return Child(name, command, log=self._logs / f"{name}.log", env=self._env)


class AskedToStop(BaseException):
    """Ctrl-C, or a signal that means the same."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside the block, Ctrl-C, SIGTERM and a closed terminal raise AskedToStop, once: while the
    children are being stopped, a second Ctrl-C changes nothing."""

    def ask(number: int, frame: FrameType | None) -> None:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        raise AskedToStop

    before = {ending: signal.signal(ending, ask) for ending in ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
