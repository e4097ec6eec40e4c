"""Child processes that are stopped in good order and never outlive us."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from config.errors import ShopError

BASE_DIR = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


class PortTaken(ShopError):
    """Somebody else listens on the port, or we may not."""


class DidNotStart(ShopError):
    """A child ended, or said nothing, before it was ready."""


class Child:
    """One process of ours, in a session of its own: a Ctrl-C at the terminal reaches us alone,
    and we stop the children in the order that loses nothing."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        hold: Sequence[int] = (),
    ) -> None:
        """`command` is a Python module and its arguments; `log` takes all it prints, below what
        is there; `hold` are open files it keeps open as long as it lives."""
        self.name, self.log = name, log
        self._command, self._env, self._hold = command, env or {}, hold
        self._process: subprocess.Popen[bytes] | None = None
        self._first_byte = 0  # of its log that is from this start

    @property
    def pid(self) -> int | None:
        """Its process id, once started."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs or before it was started."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start it and come back at once."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._first_byte = output.tell()
            self._process = subprocess.Popen(  # noqa: S603 - our own modules, nobody's input
                [sys.executable, "-m", "config.local.leash", *self._command],
                cwd=BASE_DIR,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self._env},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self._hold,
            )

    def wait_until(self, ready: Callable[[], bool], *, longest: float = 30.0) -> None:
        """Come back as soon as `ready()`; DidNotStart if it ends first or `longest` s go by."""
        deadline = time.monotonic() + longest
        while not ready():
            if self.exit_code is not None:
                raise DidNotStart(f"The {self.name} ended at its start.\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise DidNotStart(f"The {self.name} was not ready in {longest:.0f} seconds.")
            time.sleep(0.02)

    def wait_for_end(self, longest: float) -> None:
        """Come back when it has ended; DidNotStart if that takes over `longest` seconds."""
        if self._process is None:
            return
        try:
            self._process.wait(longest)
        except subprocess.TimeoutExpired:
            raise DidNotStart(f"The {self.name} took over {longest:.0f} seconds.") from None

    def stop(self, *, patience: float = 20.0) -> None:
        """Ask it to end (SIGTERM), wait up to `patience` seconds, then end it and its own."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def printed(self) -> str:
        """All that it printed since its start; not what its log kept from before."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._first_byte)
            return log.read().decode(errors="replace")

    def last_words(self, lines: int = 15) -> str:
        """The end of what it printed, and where the rest is."""
        text = self.printed()
        rest = self.log.relative_to(BASE_DIR) if self.log.is_relative_to(BASE_DIR) else self.log
        return "\n".join([*text.splitlines()[-lines:], f"(the whole log: {rest})"])


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def why_not(port: int) -> str | None:
    """Why nobody can listen on this port of 127.0.0.1 now; None if one can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            return error.strerror
    return None
