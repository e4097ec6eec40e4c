"""A proxy on 127.0.0.1 between the shop and one of those it depends on. It counts every call and
lets planned troubles happen to them, which no local stand-in does by itself.

    with Proxy(engine.url) as proxy:
        dynamo.use(proxy.url)
        proxy.plan(troubles.drop_after, operation="TransactWriteItems", times=1)
"""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.faults.lagging import LaggingIndexes
from tests.faults.register import Register, about
from tests.faults.troubles import Call, Exchange, Reply, Rule, Trouble

HOST = "127.0.0.1"
_LOOK_SECONDS = 0.02
_IDLE_SECONDS = 1.0  # the engine closes what is idle for long; a closed line is not a trouble
_NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "date"}


class Proxy:
    """From `with` to its end; `url` takes the place of the upstream's address."""

    def __init__(self, upstream: str, register: Register | None = None) -> None:
        self.register = register or Register()
        self.closing = threading.Event()
        self.lagging: LaggingIndexes | None = None
        self._upstream = urlsplit(upstream)
        self._rules: list[Rule] = []
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._serve, name="fault proxy", daemon=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}{self._upstream.path}"

    @property
    def calls(self) -> list[Call]:
        return self.register.calls

    def plan(self, trouble: Trouble, **when: Any) -> Rule:
        """Let a trouble happen: see `Rule` for the ways to say when. The first rule that strikes
        has the call."""
        rule = Rule(trouble, **when)
        with self._lock:
            self._rules.append(rule)
        return rule

    def forget_plans(self) -> None:
        """No more troubles."""
        with self._lock:
            self._rules.clear()

    @contextmanager
    def index_lag(self, seconds: float | None = None) -> Iterator[LaggingIndexes]:
        """Inside the block, queries of an index see what the table held so long ago; without
        `seconds`, what it held at the start, until told to `catch_up`. DynamoDB only."""
        self.lagging = LaggingIndexes(f"{self._upstream.hostname}:{self._upstream.port}", seconds)
        try:
            yield self.lagging
        finally:
            lagging, self.lagging = self.lagging, None
            lagging.end()

    def trouble_for(self, call: Call) -> Trouble | None:
        """What was planned for this call."""
        with self._lock:
            return next((rule.trouble for rule in self._rules if rule.strikes(call)), None)

    def connect(self) -> HTTPConnection:
        """A line of one's own to the upstream."""
        return HTTPConnection(str(self._upstream.hostname), self._upstream.port, timeout=60)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        super().__init__((HOST, 0), _Handler)

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)  # without asking a name server who we are
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or was shot, is no matter here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one write, else each answer waits 40 ms
    disable_nagle_algorithm = True
    server: _Server
    _line: HTTPConnection | None = None
    _used_at = 0.0

    def handle(self) -> None:
        try:
            super().handle()
        finally:
            self._hang_up()

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = self.server.proxy
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        asked = json.loads(body) if operation else {}
        given = {"operation": operation or self.command, "path": self.path, **about(asked)}
        call = proxy.register.note(given, self.headers.get("amz-sdk-invocation-id", ""))

        def forward() -> Reply:
            if proxy.lagging and operation:
                return proxy.lagging.watch(operation, asked, body, self._ask)
            return self._ask(body)

        trouble = proxy.trouble_for(call)
        reply = trouble(Exchange(call, forward, self._wait)) if trouble else forward()
        if reply is None:
            self.close_connection = True
        else:
            self._say(reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name above
        """The register knows."""

    def _ask(self, body: bytes) -> Reply:
        if self._line is None or time.monotonic() - self._used_at > _IDLE_SECONDS:
            self._hang_up()
            self._line = self.server.proxy.connect()
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _NOT_PASSED_ON}
        self._line.request(self.command, self.path, body or None, headers)
        with self._line.getresponse() as answer:
            reply = Reply(answer.status, tuple(answer.getheaders()), answer.read())
        self._used_at = time.monotonic()
        return reply

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()

    def _say(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if reply.is_cut else reply.body)
        self.close_connection = self.close_connection or reply.is_cut

    def _wait(self, seconds: float) -> None:
        """So long, or until the client has hung up or the proxy ends."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.server.proxy.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], _LOOK_SECONDS)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return
