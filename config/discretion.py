"""What may not stand in a log that many read: whose e-mail address it was, and what opens a door.
Pure: gunicorn reads it before there are settings."""

import logging
import re

_EMAIL = re.compile(r"[^\s/\"'`<>=?&,;:()\[\]{}]+(?:@|%40)[^\s/\"'`<>=?&,;:()\[\]{}]+")
_SIGNATURE = re.compile(r"([~:])[\w-]{20,}")  # of a signed link, in a path
_CUSTOMER = re.compile(r"(?<=/staff/customers/)(?!complaints\b)[^\s/]+")


def discreet(text: str) -> str:
    """The text without e-mail addresses, without customers' ids and signatures in paths."""
    return _CUSTOMER.sub("…", _EMAIL.sub("…", _SIGNATURE.sub(r"\1…", text)))


class DiscreetFormatter(logging.Formatter):
    """Lines of the log, tracebacks included, that tell of nobody."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be read."""
        return discreet(super().format(record))
