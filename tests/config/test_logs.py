"""Lines of the log: for people on a developer's machine, for programs on a live site."""

import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from gunicorn.config import Config  # type: ignore[import-untyped]
from pytest_django import Settings

from config import gunicorn
from config.logs import AboutFilter, JsonFormatter, LineFormatter, about, know
from customers.services.roster import member_id_of
from tests.staff import a_browser

FORGED = "nothing\n2026-01-01 INFO payments [-] Refund paid\r\x1b[2J\x85\u2028x"


def record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    found = sys.exc_info() if error else None
    line = logging.LogRecord("payments", logging.WARNING, "", 1, message, args, found)
    line.created = 1795426262.5
    AboutFilter().filter(line)
    return line


def as_json(line: logging.LogRecord) -> dict[str, Any]:
    text = JsonFormatter().format(line)
    assert text.isascii()
    assert text.isprintable()  # one line, whatever somebody sent
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_line_says_when_where_what_and_about_what() -> None:
    with about(request="0123456789abcdef"), about(event="evt_1"):
        know(staff="5f2a")
        line = record("The refund of %s waits", "TB-7K2QW9XM4R")
    assert as_json(line) == {
        "time": "2026-11-23T09:31:02.500Z",
        "level": "WARNING",
        "logger": "payments",
        "message": "The refund of TB-7K2QW9XM4R waits",
        "order": "TB-7K2QW9XM4R",
        "request": "0123456789abcdef",
        "event": "evt_1",
        "staff": "5f2a",
    }
    assert set(as_json(record("Nothing"))) == {"time", "level", "logger", "message"}


def test_a_pass_has_a_number_of_its_own() -> None:
    with about(pass_id="ab12cd34"):
        line = record("Worker: 1 mails")
    assert as_json(line)["pass"] == "ab12cd34"
    assert "[ab12cd34]" in LineFormatter("[%(request_id)s] %(message)s").format(line)


def test_nobody_writes_a_line_of_their_own() -> None:
    assert as_json(record("Asked for %s", FORGED))["message"] == f"Asked for {FORGED}"
    try:
        raise ValueError(FORGED)
    except ValueError:
        with_trace = record("Left %s", FORGED, error=True)
    assert FORGED in as_json(with_trace)["trace"]
    first, *rest = LineFormatter("%(asctime)s %(message)s").format(with_trace).splitlines()
    assert first.startswith("2026-11-23T09:31:02.500Z Left nothing\\n2026")
    assert rest
    assert all(line.startswith("    ") for line in rest)


def test_a_line_for_programs_tells_of_nobody_either() -> None:
    who = "ann.rao@mail.example.in"
    try:
        raise ValueError(who)
    except ValueError:
        line = record("No mail to %s", who, error=True)
    with about(event=who):
        also = record(f"/track/TB-1~{'secret' * 8}")
    said = json.dumps([as_json(line), as_json(also)])
    assert "ann" not in said
    assert "secretsecret" not in said


def test_what_one_request_is_about_is_forgotten_with_it() -> None:
    with about(request="first"):
        know(staff="5f2a")
    know(staff="lost")  # outside of any block: of nobody
    with about(request="second"):
        assert as_json(record("x"))["request"] == "second"
        assert "staff" not in as_json(record("x"))


def test_a_page_of_staff_says_who_and_which_order(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(AboutFilter())
    browser = a_browser("manager")
    with caplog.at_level(logging.WARNING):
        browser.get("/staff/orders/TB-7K2QW9XM4R/", headers={"X-Request-Id": "abcdefgh12"})
    known = [each for line in caplog.records if (each := getattr(line, "about", None))]
    assert known
    assert known[-1]["request"] == "abcdefgh12"


def test_in_a_request_the_log_knows_colleague_and_order(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def asked(*_: object) -> object:
        seen.append(as_json(record("looking")))
        raise LookupError

    browser = a_browser("manager")
    monkeypatch.setattr("orders.queries.order", asked)
    browser.raise_request_exception = False
    browser.get("/staff/orders/TB-7K2QW9XM4R/")
    assert {line["order"] for line in seen} == {"TB-7K2QW9XM4R"}
    assert all(len(line["staff"]) == len(member_id_of("x")) for line in seen)
    assert "@" not in json.dumps(seen)


def test_gunicorn_writes_in_the_same_shape(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LOG_FORMAT = "json"
    given = Config()
    given.set("accesslog", "-")
    log = gunicorn.DiscreetLogger(given)
    path = f"/track/TB-7K2QW9XM4R~{'secret' * 8}"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/",
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    headers = [("X-Request-Id", "0123456789abcdef")]
    reply = SimpleNamespace(status="200 OK", sent=17, response_length=17, headers=headers)
    log.access(reply, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=12))
    log.error("Worker (pid:%s) was sent SIGKILL", 7)
    said = capsys.readouterr()
    line, error = json.loads(said.out), json.loads(said.err)
    wanted = {"logger": "gunicorn.access", "status": 200, "ms": 12, "order": "TB-7K2QW9XM4R"}
    assert line | wanted == line
    assert (line["request"], line["path"]) == ("0123456789abcdef", "/track/TB-7K2QW9XM4R~…")
    assert (error["level"], error["logger"]) == ("ERROR", "gunicorn.error")


def test_requests_bear_their_number_to_the_last_line(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(AboutFilter())
    client.get("/nothing-here", headers={"X-Request-Id": "abcdefgh12"})
    (line,) = [each for each in caplog.records if each.name == "django.request"]
    assert as_json(line)["request"] == "abcdefgh12"
