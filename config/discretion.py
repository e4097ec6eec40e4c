"""What may not stand in a log that many read: whose e-mail address or telephone it was, and what
opens a door. Pure: gunicorn reads it before there are settings."""

import logging
import re

_WORD = re.compile(r"[^\s/\"'`<>=?&,;:()\[\]{}]+")
_AT = re.compile(r"(?<=.)(?:@|%40)(?=.)")  # with something on either side
_SIGNATURE = re.compile(r"([~:])[\w-]{20,}")  # of a signed link, in a path
_MOBILE = r"[6-9][0-9]{4}[ -]?[0-9]{5}|[6-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}"
_TELEPHONE = re.compile(
    rf"(?<![\w.-])(?:(?:0|(?:\+|00|%2B)?91)[ -]?)?(?:{_MOBILE})(?!\w|[.-][0-9])", re.IGNORECASE
)
_CUSTOMER = re.compile(r"(?<=/staff/customers/)(?!complaints\b)[^\s/]+")


def discreet(text: str) -> str:
    """The text without e-mail addresses and Indian mobile numbers, without customers' ids and
    signatures in paths."""
    return _TELEPHONE.sub("…", _CUSTOMER.sub("…", _without_emails(_SIGNATURE.sub(r"\1…", text))))


def _without_emails(text: str) -> str:
    """Word by word: each sign is looked at a few times however long a line somebody sends us."""
    if "@" not in text and "%40" not in text:
        return text
    return _WORD.sub(lambda word: "…" if _AT.search(word[0]) else word[0], text)


class DiscreetFormatter(logging.Formatter):
    """Lines of the log, tracebacks included, that tell of nobody."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be read."""
        return discreet(super().format(record))
