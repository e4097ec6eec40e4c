"""The local engine: a DynamoDB server (with S3 and Secrets Manager) on 127.0.0.1 (design.md 9).

    with Engine() as engine:                      # in memory, on a free port: for tests
        ... engine.url ...
    Engine(4566, state=VAR_DIR / "engine")        # kept between runs: for `make run`

It saves when it is stopped cleanly, so a `kill -9` of the engine itself loses its last run.
"""

import fcntl
import http.client
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from config.local.processes import LOOPBACK, Child, DidNotStart, PortTaken, free_port, why_not


class Engine:
    """One engine, from `start` to `stop`; as a context manager, from end to end of the block."""

    longest = 30.0  # seconds until it answers; it first reads what it has kept

    def __init__(self, port: int = 0, *, state: Path | None = None) -> None:
        """Port 0 takes a free one. What is written is kept in the folder `state`, or forgotten."""
        self.port = port or free_port()
        self._state = state
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """The address for DYNAMODB_ENDPOINT."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def child(self) -> Child | None:
        """Its process, while started."""
        return self._child

    def start(self) -> None:
        """Come back when it answers; PortTaken or DidNotStart say in words why it cannot."""
        if trouble := trouble_with(self.port):
            raise PortTaken(trouble)
        home = self._state or self._make_scratch()
        lock = _lock(home)
        try:
            self._child = Child(
                "local engine",
                ["ministack"],
                log=home / "engine.log",
                env=_settings(self.port, home, keep=self._state is not None),
                hold=[lock],  # held by the engine, so that it says who really uses the folder
            )
            self._child.start()
        finally:
            os.close(lock)
        try:
            self._child.wait_until(lambda: answers(self.port), longest=self.longest)
        except DidNotStart:
            self.stop()
            raise

    def stop(self) -> None:
        """Let it save, and end it. Safe to call twice."""
        if self._child:
            self._child.stop()
        if self._scratch:
            self._scratch.cleanup()
        self._child = self._scratch = None

    def clear(self) -> None:
        """Forget every table and item at once: for a test that wants a clean engine."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=10)
        connection.request("POST", "/_ministack/reset")
        connection.getresponse().read()
        connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.stop()

    def _make_scratch(self) -> Path:
        self._scratch = tempfile.TemporaryDirectory(prefix="engine-")
        return Path(self._scratch.name)


def answers(port: int) -> bool:
    """Whether a local engine, ours or another's, is ready on this port."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=1)
    try:
        connection.request("GET", "/_ministack/ready")
        reply = connection.getresponse()
        return reply.status == http.HTTPStatus.OK and b'"completed"' in reply.read(1000)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def trouble_with(port: int) -> str | None:
    """Why no engine can start on this port, in one sentence; None if one can."""
    remedy = f"choose another port: ENGINE_PORT={port + 1} make run"
    if answers(port):
        return (
            f"A local engine runs on port {port} already: another `make run`, perhaps."
            f" Stop that one, or {remedy}"
        )
    if reason := why_not(port):
        return f"The local engine cannot have port {port} ({reason}): {remedy}"
    return None


def _lock(home: Path) -> int:
    """Open the folder's lock, so that two engines never save over each other."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise DidNotStart(
            f"Another local engine uses {home.parent.name}/{home.name} already:"
            " another `make run` of this folder, perhaps. Stop that one first."
        ) from None
    return handle


def _settings(port: int, home: Path, *, keep: bool) -> dict[str, str]:
    scratch = home / "tmp"
    scratch.mkdir(exist_ok=True)
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": LOOPBACK,  # its own default is every interface of the machine
        "SERVICES": "dynamodb,s3,secretsmanager",
        "PERSIST_STATE": "1" if keep else "0",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1" if keep else "0",
        "S3_DATA_DIR": str(home / "s3"),
        "TMPDIR": str(scratch),
        "LOG_LEVEL": "WARNING",
        # No listener but the one above, and no look at a Docker that may run other things.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": f"unix://{scratch}/no-docker",
    }
