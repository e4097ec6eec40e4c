"""The stand-ins as a child process, for tests: `start()` gives their addresses and ends them."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30
_LISTENING = re.compile(r"Sandbox on (http://\S+) \(mails: smtp://127\.0\.0\.1:(\d+)\)")


@dataclass
class RunningSandbox:
    """A stand-in process and where it listens. A context manager; `stop()` may come twice."""

    url: str
    smtp_port: int
    state: Path
    _process: "subprocess.Popen[str]"
    _borrowed: bool
    _http: requests.Session = field(default_factory=requests.Session)

    @property
    def razorpay_url(self) -> str:
        """What RAZORPAY_BASE_URL should be."""
        return f"{self.url}/razorpay"

    @property
    def shiprocket_url(self) -> str:
        """What SHIPROCKET_BASE_URL should be."""
        return f"{self.url}/shiprocket/v1/external"

    def control(self, path: str, /, **wanted: Any) -> Any:
        """POST an order to `/control/<path>`; its JSON answer, or ValueError with the words."""
        reply = self._http.post(f"{self.url}/control/{path}", json=wanted, timeout=120)
        answer = reply.json()
        if not reply.ok:
            raise ValueError(answer["error"])
        return answer

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """Everything the stand-ins know, by shelf; a shelf never used is missing."""
        shelves: dict[str, list[dict[str, Any]]] = self._http.get(
            f"{self.url}/control/ledger", timeout=10
        ).json()
        return shelves

    def mails(self, to: str | None = None) -> list[dict[str, Any]]:
        """The mails sent so far, oldest first, to one address if given."""
        given = {} if to is None else {"to": to}
        found: list[dict[str, Any]] = self._http.get(
            f"{self.url}/control/mails", params=given, timeout=10
        ).json()
        return found

    def stop(self) -> None:
        """End the process in good order, within ten seconds."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._http.close()
        if self._process.stdout:
            self._process.stdout.close()
        if self._borrowed:
            shutil.rmtree(self.state, ignore_errors=True)

    def kill(self) -> None:
        """`kill -9`: what is in the journal is all that is left."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def __enter__(self) -> "RunningSandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    *, port: int = 0, state: Path | None = None, site_url: str = "", **environment: str
) -> RunningSandbox:
    """Start the stand-ins with this process's environment (keys, tokens) and `environment` on
    top; port 0 is any free one, and without `state` the ledger lives in a folder of its own."""
    folder = state or Path(tempfile.mkdtemp(prefix="sandbox-"))
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment
    if site_url:
        given["SITE_URL"] = site_url
    command = [sys.executable, "manage.py", "sandbox", f"--port={port}", f"--state={folder}"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
    )
    alarm = threading.Timer(START_SECONDS, process.kill)
    alarm.start()
    try:
        line = process.stdout.readline() if process.stdout else ""
    finally:
        alarm.cancel()
    found = _LISTENING.match(line)
    if found is None:
        process.kill()
        process.wait(10)
        raise RuntimeError(f"the sandbox did not start: {line!r}")
    return RunningSandbox(found[1], int(found[2]), folder, process, state is None)
