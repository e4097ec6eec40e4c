"""A new worker process has seen the busiest pages before it takes a customer's request."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]
from pytest_django import Settings

from config import gunicorn


def test_the_warm_up_asks_as_a_visitor_of_the_site_would(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    seen: list[str] = []

    def application(environ: dict[str, Any], start: Callable[..., None]) -> Iterator[bytes]:
        start("200 OK", [])
        request = WSGIRequest(environ)
        yield request.build_absolute_uri().encode()
        seen.append(request.build_absolute_uri())  # only an answer read to its end gets here

    log = logging.getLogger("warm-up")
    cfg = SimpleNamespace(threads=None)  # nobody is held back
    gunicorn.post_worker_init(SimpleNamespace(wsgi=application, log=log, cfg=cfg))
    assert seen == [f"https://shop.example{path}" for path in gunicorn.WARM_UP]


def test_where_the_tables_hang_a_worker_does_not_wait_for_every_page_of_its_warm_up() -> None:
    asked: list[str] = []

    def application(environ: dict[str, Any], start: Callable[..., None]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start("503 Service Unavailable", [])
        return []

    log, cfg = logging.getLogger("warm-up"), SimpleNamespace(threads=None)
    gunicorn.post_worker_init(SimpleNamespace(wsgi=application, log=log, cfg=cfg))
    assert len(asked) == 1


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    assert gunicorn.bind.startswith("127.0.0.1:")


def test_not_even_our_own_proxy_hands_on_where_the_shop_begins() -> None:
    asked = b"GET /a/cart HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: /a\r\nPATH_INFO: /b\r\n\r\n"
    config = Config()
    config.set("forwarder_headers", gunicorn.forwarder_headers)
    request = next(RequestParser(config, iter([asked]), ("127.0.0.1", 1)))
    assert request.headers == [("HOST", "a")]


def test_the_access_log_holds_time_and_number_but_no_query_and_no_signature() -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/track/TB-1~secret?token=secret",
        "PATH_INFO": f"/track/TB-1234567890~{'secret' * 8}",
        "QUERY_STRING": "token=secret",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    told = [("X-Request-Id", "0123456789abcdef")]
    reply = SimpleNamespace(status="200 OK", sent=1, response_length=1, headers=told)
    asked = SimpleNamespace(headers=[])
    log = gunicorn.DiscreetLogger(Config())
    line = gunicorn.access_log_format % log.atoms(reply, asked, environ, timedelta(seconds=1))
    when, rest = line.split("] ")
    assert datetime.strptime(when, "[%d/%b/%Y:%H:%M:%S %z").tzinfo
    assert rest == '- "GET /track/TB-1234567890~…" 200 1 1000ms 0123456789abcdef'


def test_nobody_begins_a_line_of_their_own_in_the_logs(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", gunicorn.access_log_format)
    path = "/x\n[23/Nov] 10.0.0.1 \x1b[2J\x9b"
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/x", "PATH_INFO": path}
    environ["SERVER_PROTOCOL"] = "HTTP/1.1"
    reply = SimpleNamespace(status="404 Not Found", sent=1, response_length=1, headers=[])
    log = gunicorn.DiscreetLogger(config)
    log.access(reply, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    log.error("Error handling request %s", path)
    said = capsys.readouterr()
    for written in (said.out, said.err):
        assert written.count("\n") == 1
        assert r"/x\n[23/Nov] 10.0.0.1 \x1b[2J\x9b" in written


def test_the_error_log_tells_of_nobody_either(capsys: pytest.CaptureFixture[str]) -> None:
    log = gunicorn.DiscreetLogger(Config())
    try:
        raise ValueError("no such ann@mail.example.in")
    except ValueError:
        log.exception("Error handling request /staff/customers/ann%40mail.example.in/")
    said = capsys.readouterr().err
    assert "[ERROR] Error handling request /staff/customers/…/" in said
    assert "ValueError: no such …" in said
    assert "ann" not in said
