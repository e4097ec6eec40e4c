"""A worker's threads get whole requests, and no more than they can answer."""

import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from threading import Event
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django_permissions_policy import PermissionsPolicyMiddleware
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.errors import (  # type: ignore[import-untyped]
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
)
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]
from pytest_django import Settings

from config import web_worker
from config.answer_headers import ResourcePolicyMiddleware
from config.metrics import OURS
from config.shed import BUSY, UNREADABLE, shed, unread
from config.web_worker import MOST_HELD, PEEKED, Memory, ShopWorker, is_whole

HEAD = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"
POST = b"POST /cart/add HTTP/1.1\r\ncontent-length: 4\r\n\r\n"


@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        (HEAD, True),
        (HEAD[:-1], False),
        (POST + b"abcd", True),
        (POST + b"abc", False),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % MOST_HELD, True),  # a thread's work
        (b"POST / HTTP/1.1\r\nContent-Length: lots\r\n\r\n", True),  # gunicorn says what is wrong
        (b"x" * PEEKED, True),
        (b"GET /content-length: 9 HTTP/1.1\r\n\r\n", True),
    ],
)
def test_a_request_is_whole_when_no_thread_would_wait_for_it(begun: bytes, whole: bool) -> None:
    assert is_whole(begun) is whole


class Worker(ShopWorker):
    """With one thread, that does nothing but say what it was given, once it may."""

    def __init__(self) -> None:
        log = SimpleNamespace(warning=logging.getLogger("worker").warning)
        super().__init__(1, 1, [], None, 30, Config(), log)
        self.may, self.given = Event(), 0
        self.near: list[socket.socket] = []
        self.tpool = ThreadPoolExecutor(1)
        self.init_poller()

    def init_poller(self) -> None:
        import selectors

        self.poller = selectors.DefaultSelector()
        self.method_queue.init()
        self.poller.register(
            self.method_queue.fileno(), selectors.EVENT_READ, self.method_queue.run_callbacks
        )

    def handle(self, conn: Any) -> bool:
        self.may.wait(10)
        self.given += 1
        return False

    def answer(self) -> int:
        """Let the thread work; how many requests it has had."""
        self.may.set()
        self.tpool.submit(lambda: None).result()
        return self.given


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.may.set()
    made.tpool.shutdown()
    made.poller.close()
    made.method_queue.close()
    made.tmp.close()
    for near in made.near:
        near.close()


def a_line(worker: Worker) -> socket.socket:
    """The far end of a connection that the worker has just taken."""
    near, far = socket.socketpair()
    far.settimeout(5)
    worker.near.append(near)
    worker.nr_conns += 1
    worker.enqueue_req(TConn(worker.cfg, near, None, None))
    return far


def turn(worker: Worker) -> None:
    worker._looked_at = 0.0
    worker.wait_for_and_dispatch_events(0)


def test_a_thread_gets_a_request_when_its_last_byte_is_there(worker: Worker) -> None:
    with a_line(worker) as far:
        worker.may.set()
        for n, piece in enumerate(
            (b"POST /cart/add HT", b"TP/1.1\r\ncontent-", b"length: 2\r\n\r\na")
        ):
            far.sendall(piece)
            turn(worker)
            assert (worker.answer(), n) == (0, n)
        far.sendall(b"b")
        turn(worker)
        assert worker.answer() == 1


@pytest.mark.parametrize("came", [9, len(HEAD)])
def test_what_came_with_the_request_before_is_whole_as_well_before_a_thread_gets_it(
    worker: Worker, came: int
) -> None:
    worker.may.set()
    near, far = socket.socketpair()
    worker.near.append(near)
    worker.nr_conns += 1
    conn = TConn(worker.cfg, near, None, None)
    conn.initialized = True
    conn.parser = SimpleNamespace(unreader=SimpleNamespace(buf=BytesIO(HEAD[:came])))
    with far:
        worker.enqueue_req(conn)
        turn(worker)
        if came < len(HEAD):
            assert worker.answer() == 0
            far.sendall(HEAD[came:])
            turn(worker)
        assert worker.answer() == 1


@pytest.mark.parametrize(
    ("why", "status"),
    [
        (InvalidRequestLine("<b>nonsense</b>"), "400 Bad Request"),
        (LimitRequestHeaders("too many"), "431 Request Header Fields Too Large"),
        (LimitRequestLine(9000, 8190), "414 URI Too Long"),
        (ValueError("ours"), "500 Internal Server Error"),
    ],
)
def test_e18_what_gunicorn_cannot_read_is_told_so_in_our_words(
    worker: Worker, why: Exception, status: str
) -> None:
    worker.log = mock.Mock()
    near, far = socket.socketpair()
    with near, far:
        worker.handle_error(None, near, ("203.0.113.9", 1), why)
        near.close()
        said = sent_by(far).decode()
    assert said.startswith(f"HTTP/1.1 {status}\r\n")
    assert said.endswith(UNREADABLE.decode())
    assert "nonsense" not in said
    assert "gunicorn" not in said.lower()
    wanted = dict(line.split(": ", 1) for line in unread(status).decode().split("\r\n")[1:-2])
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"} <= set(wanted)


@pytest.mark.parametrize("sent", [b"", HEAD[:9]])
def test_who_takes_too_long_is_hung_up_on(
    worker: Worker, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_worker, "WHOLE_SECONDS", -1.0)
    with a_line(worker) as far:
        if sent:
            far.sendall(sent)
            turn(worker)
        turn(worker)
        worker.murder_pending()
        with suppress(ConnectionResetError):  # what it sent lies there unread
            assert far.recv(1) == b""
    assert (worker.nr_conns, worker.given) == (0, 0)


def sent_by(far: socket.socket) -> bytes:
    return b"".join(iter(lambda: far.recv(4096), b""))


def test_where_too_many_wait_the_next_is_told_so_at_once_and_machines_are_let_in(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(web_worker, "MOST_WAITING", 2)
    asking = [a_line(worker) for _ in range(5)]
    before = OURS.get_sample_value("shop_shed_total") or 0
    for far in asking[:4]:
        far.sendall(HEAD)
        turn(worker)
    asking[4].sendall(HEAD.replace(b" / ", b" /healthz "))
    turn(worker)
    said = sent_by(asking[3])
    assert said.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: 5\r\n" in said
    assert said.endswith(b"\r\n\r\n" + BUSY)
    assert worker.answer() == 4  # one was at work, two waited, and the machine
    assert "2 requests wait" in caplog.text
    assert OURS.get_sample_value("shop_shed_total") == before + 1
    for far in asking:
        far.close()


def test_who_is_sent_away_gets_the_headers_of_all_answers(settings: Settings) -> None:
    settings.IS_HTTPS, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request, answer = HttpRequest(), HttpResponse()
    request.META["HTTP_X_FORWARDED_PROTO"] = "https"
    answer = PermissionsPolicyMiddleware(lambda _: answer)(request)  # type: ignore[assignment]
    answer = SecurityMiddleware(lambda _: answer).process_response(request, answer)
    answer = ResourcePolicyMiddleware(lambda _: answer)(request)
    shed.cache_clear()
    said = shed().decode()
    shed.cache_clear()
    lines = dict(line.split(": ", 1) for line in said.partition("\r\n\r\n")[0].split("\r\n")[1:])
    asked = {name: text for name, text in answer.items() if name != "Content-Type"}
    assert len(asked) == 6
    assert asked.items() <= lines.items()


def test_a_process_that_grows_is_replaced_before_memory_runs_out(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.alive, sizes = True, iter([100, 499, 501])
    monkeypatch.setattr(web_worker, "resident_mb", lambda: next(sizes))
    monkeypatch.setattr(web_worker, "MORE_MB", 400)
    worker.may.set()
    for served in (True, True, False):
        worker._memory._looked_at = -time.monotonic()
        with a_line(worker) as far:
            far.sendall(HEAD)
            turn(worker)
            assert (sent_by(far) if not served else b"").startswith(
                b"" if served else b"HTTP/1.1 5"
            )
            assert worker.alive is served


def test_the_mark_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKER_MOST_MB", "1")
    assert Memory().is_too_much()
    monkeypatch.setenv("WORKER_MOST_MB", "100000")
    assert not Memory().is_too_much()
