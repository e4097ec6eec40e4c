"""How a line of the log looks, and what it is about: the request or pass, the order, the event, the
colleague. Pure but for the frame of the line: gunicorn reads it before there are settings."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from config.discretion import DiscreetFormatter, discreet

ORDER = re.compile(r"\b(?:TB-[0-9A-HJKMNP-TV-Z]{10}|order_[A-Za-z0-9]{14})(?![A-Za-z0-9])")
NAMES = {"request": "request", "pass_id": "pass", "order": "order", "event": "event"}
NAMES |= {"staff": "staff"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_about: ContextVar[dict[str, str] | None] = ContextVar("about", default=None)


def in_one_line(text: str) -> str:
    """The text with its line ends and other control signs shown as such."""
    return _CONTROL.sub(lambda sign: repr(sign[0])[1:-1], text)


@contextmanager
def about(**what: str) -> Iterator[None]:
    """Every line that is written inside the block says so: `request`, `pass_id`, `order`, `event`,
    `staff` (never an e-mail address: a digest)."""
    token = _about.set({**(_about.get() or {}), **what})
    try:
        yield
    finally:
        _about.reset(token)


def know(**what: str) -> None:
    """The same from now on until the present block ends; nothing outside of any block."""
    present = _about.get()
    if present is not None:
        present.update(what)


def know_order(order_id: object) -> None:
    """From now on this is about an order, if that is the id of one."""
    if isinstance(order_id, str) and ORDER.fullmatch(order_id):
        know(order=order_id)


class AboutFilter(logging.Filter):
    """Puts what the present block is about into each line."""

    def filter(self, record: logging.LogRecord) -> bool:
        known = dict(_about.get() or {})
        if number := getattr(getattr(record, "request", None), "request_id", ""):
            known.setdefault("request", number)  # Django tells of an answer after the block
        record.about = known
        record.request_id = known.get("request") or known.get("pass_id") or "-"
        return True


class LineFormatter(DiscreetFormatter):
    """Lines for people, in UTC. Whatever a stranger sent stays in its line: line ends are shown as
    such, and what follows a line (a traceback) is set in."""

    default_msec_format = "%s.%03dZ"

    def formatTime(  # noqa: N802 - the name is logging's
        self, record: logging.LogRecord, datefmt: str | None = None
    ) -> str:
        return _utc(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        return in_one_line(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        first, *rest = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", super().format(record))
        return "\n    ".join([first, *rest])


class JsonFormatter(logging.Formatter):
    """A line is one JSON object: time (UTC), level, logger, message, and what it is about. The
    text is as discreet as a plain line's, and every line end in it is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, on one line of ASCII."""
        message = record.getMessage()
        line: dict[str, Any] = {
            "time": _utc(record),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        if found := ORDER.search(message):
            line["order"] = found[0]
        for name, text in getattr(record, "about", {}).items():
            line[NAMES.get(name, name)] = text
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps({name: _fit(value) for name, value in line.items()})


def _fit(value: Any) -> Any:
    return value if isinstance(value, int | float | None) else discreet(str(value))


def _utc(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, tz=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
