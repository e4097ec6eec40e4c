"""Every line that the shop logs during any test is read as it would be written: none may hold what
opens a door, a card, or who somebody is. A test during which one does fails."""

import logging
import re
import secrets
from collections.abc import Iterable

from django.conf import settings

from config.logs import JsonFormatter, LineFormatter

CARD = re.compile(r"(?<![\w.])(?:[3-6]\d{3}[ -]?(?:\d{4}[ -]?){2}\d{3,4})(?![\w.])")
SHAPES = {
    "an e-mail address": re.compile(r"[^\s\"'<>()\[\]{}:,;=/\\]+(?:@|%40)[\w-]+\.[a-z]{2,}", re.I),
    "a telephone": re.compile(r"(?<![\w.-])(?:\+?91[ -]?)?[6-9]\d{4}[ -]?\d{5}(?![\w.-])"),
    "a signature": re.compile(r"[:~][\w-]{43}(?![\w-])"),
    "a customer": re.compile(r"\b(?:ananya|raghunathan|prabhat road|3rd cross)\b", re.I),
    "a password": re.compile(r"three balls in the bag|seven nets and a kettle"),
}


def secrets_of_the_shop() -> list[str]:
    """What the settings hold that no log may."""
    return [
        settings.SECRET_KEY,
        settings.DIGEST_KEY,
        settings.RAZORPAY_KEY_SECRET,
        *settings.RAZORPAY_WEBHOOK_SECRETS,
        settings.SHIPROCKET_PASSWORD,
        settings.SHIPROCKET_WEBHOOK_TOKEN,
    ]


def is_a_card(found: str) -> bool:
    """Whether the digits bear the check digit of a card number."""
    digits = [int(sign) for sign in found if sign.isdigit()][::-1]
    doubled = [d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(digits)]
    return len(digits) >= 13 and sum(doubled) % 10 == 0


def told_by(line: str, known: Iterable[str] = ()) -> list[str]:
    """What a line gives away."""
    found = [what for what, shape in SHAPES.items() if shape.search(line)]
    if any(is_a_card(card) for card in CARD.findall(line)):
        found.append("a card")
    if any(secret and secret in line for secret in (*secrets_of_the_shop(), *known)):
        found.append("a secret")
    return found


class LogWatch(logging.Handler):
    """Stands beside the shop's own handler, and looks at each record the moment it is made."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._lines = LineFormatter("%(levelname)s %(name)s %(message)s")
        self._json = JsonFormatter()
        self._told: list[str] = []
        self._minted: set[str] = set()
        self._mint = secrets.token_urlsafe
        secrets.token_urlsafe = self._noting

    def _noting(self, nbytes: int | None = None) -> str:
        token = self._mint(nbytes)
        self._minted.add(token)
        return token

    def emit(self, record: logging.LogRecord) -> None:
        """Look at the line in both shapes it may be written in."""
        for line in (self._lines.format(record), self._json.format(record)):
            if found := told_by(line, tuple(self._minted)):
                self._told.append(f"{', '.join(found)}: {line}")

    def begin(self) -> None:
        """Listen, whatever a test before has done to the loggers."""
        root = logging.getLogger()
        if self not in root.handlers:
            root.addHandler(self)

    def end(self) -> list[str]:
        """What was given away since the last look; the tokens of before are of no more use."""
        told, self._told = self._told, []
        self._minted.clear()
        return told
