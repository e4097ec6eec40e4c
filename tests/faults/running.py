"""The shop as others meet it: a process somewhere that answers, or does not. Whoever sits at a
browser, or posts a webhook, cannot know whether it was shot."""

import json
import re
import select
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 30
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Page:
    """What came back; status 0: nothing did."""

    status: int = 0
    location: str = ""
    text: str = ""
    trace: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 400

    def hidden(self, name: str) -> str:
        """A field that the form carries along."""
        return self._found(rf'name="{name}" value="([^"]*)"')

    def at(self, name: str) -> str:
        """What a `data-` attribute says."""
        return self._found(rf'data-{name}="([^"]*)"')

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        return found[1] if found else ""


class RunningShop:
    """One process of the shop at a time; where it was shot, the next question starts another.
    `pid` is the one that lives now."""

    def __init__(self, *, engine: str, razorpay: str, shiprocket: str, smtp_port: int) -> None:
        addresses = [engine, razorpay, shiprocket, str(smtp_port)]
        command = [sys.executable, "-m", "tests.faults.shop", *addresses]
        self._parent = subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._parent.stdout is not None
        readable, _, _ = select.select([self._parent.stdout], [], [], START_SECONDS)
        self._port = int(self._parent.stdout.readline()) if readable else 0
        self._line: socket.socket | None = None
        self._wire: Any = None
        self.pid = 0
        self.is_warm = False

    def ask(self, **wanted: Any) -> dict[str, Any]:
        """The answer to one question; nothing in it if the process died over it."""
        if self._wire is None:
            self._start()
        try:
            self._wire.write(json.dumps(wanted).encode() + b"\n")
            self._wire.flush()
            answer = self._wire.readline()
        except ConnectionError:
            answer = b""
        if not answer:
            self.end_process()
            return {}
        found: dict[str, Any] = json.loads(answer)
        return found

    def end_process(self) -> None:
        """The present process comes to its end; the next question starts another."""
        for each in (self._wire, self._line):
            if each is not None:
                each.close()
        self._wire = self._line = None
        self.pid = 0

    def _start(self) -> None:
        self._line = socket.create_connection((HOST, self._port), timeout=LONGEST_SECONDS)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wire = self._line.makefile("rwb")
        self.pid = int(self._wire.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.end_process()
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        try:
            self._parent.wait(10)
        except subprocess.TimeoutExpired:
            self._parent.kill()
            self._parent.wait(10)
        assert self._parent.stdout is not None
        self._parent.stdout.close()


@dataclass
class Browser:
    """Somebody's browser: it keeps its cookies whatever happens to the shop."""

    shop: RunningShop
    cookies: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)

    def get(self, path: str) -> Page:
        return self._go("GET", path, None)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Page:
        return self._go("POST", path, dict(form), headers)

    def deliver(self, path: str, body: str, headers: Mapping[str, str]) -> Page:
        """Post a vendor's webhook."""
        return self._go("POST", path, body, headers)

    def act(self, name: str, **given: Any) -> Page:
        """Have one of `shop.ACTS` done, which has no page of its own."""
        return self._seen(self.shop.ask(act=name, given=given))

    def _go(
        self, method: str, path: str, form: Any, headers: Mapping[str, str] | None = None
    ) -> Page:
        answer = self.shop.ask(
            method=method, path=path, form=form, headers=dict(headers or {}), cookies=self.cookies
        )
        self.cookies |= answer.pop("cookies", {})
        return self._seen(answer)

    def _seen(self, answer: dict[str, Any]) -> Page:
        self.pages.append(Page(**answer))
        return self.pages[-1]
