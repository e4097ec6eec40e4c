"""Shiprocket's token on the shipments table: one for all processes, renewed by one of them."""

import time
from datetime import datetime, timedelta
from functools import lru_cache

import requests
from django.conf import settings
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from shipping.models import CourierToken
from shipping.shiprocket import Shiprocket

RENEW_BEFORE = timedelta(days=1)  # the old one is good so long: nobody waits for the new
CLAIM = timedelta(seconds=15)
WAIT_SECONDS = 4.0  # for another process's login, where there is no token at all
_EACH_SECONDS = 0.05
QUICK = (0.5, 2.0)  # the patience of a page: seconds to connect and to read


class TokenOnTable:
    """The token that all processes share. Exactly one of many askers is told that there is none,
    and logs in; the others take the old one, or wait for the new."""

    def __init__(self) -> None:
        self._ours_until = clock.from_unix(0)

    def get(self, instead_of: str | None = None) -> str | None:
        """A token that is good, and not the one that was not accepted; None to the one who should
        log in (or when none came in time)."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            kept, now = _kept(), clock.now()
            good, left = _good(kept, now, instead_of)
            if good and left > RENEW_BEFORE:
                return good
            if _is_held_off(kept, now):
                return good
            if now < self._ours_until or self._claim(kept, now):
                return None
            if good or time.monotonic() > deadline:
                return good
            time.sleep(_EACH_SECONDS)

    def put(self, token: str, expires_at: datetime) -> None:
        """Keep a token until then, unless a younger one is there."""
        older = CourierToken.expires_at.does_not_exist() | (CourierToken.expires_at <= expires_at)
        actions: list[Action] = [
            CourierToken.token.set(token),
            CourierToken.expires_at.set(expires_at),
            CourierToken.claimed_until.remove(),
            CourierToken.refused_until.remove(),
        ]
        self._ours_until = clock.from_unix(0)
        _update(actions, older)

    def hold_off(self, until: datetime) -> None:
        """The login was refused: no process tries again before then."""
        _update([CourierToken.refused_until.set(until)], None)

    def may_log_in(self) -> bool:
        """Whether no login was refused a moment ago, to anybody."""
        return not _is_held_off(_kept(), clock.now())

    def _claim(self, kept: CourierToken | None, now: datetime) -> bool:
        """Whether the login is ours to make: the claim that we saw, if any, has run out, and the
        token that we saw is still there. Somebody may have claimed, renewed it and let go since."""
        seen, token = (kept.claimed_until, kept.token) if kept else (None, None)
        if seen is not None and now < seen:
            return False
        until = now + CLAIM
        as_seen = (
            CourierToken.claimed_until.does_not_exist()
            if seen is None
            else CourierToken.claimed_until == seen
        )
        as_seen &= (
            CourierToken.token.does_not_exist() if token is None else CourierToken.token == token
        )
        if not _update([CourierToken.claimed_until.set(until)], as_seen):
            return False
        self._ours_until = until
        return True


def client(*, patience: tuple[float, float] = (2, 8)) -> Shiprocket:
    """The Shiprocket that the settings name, with the shared token; `patience` is the seconds to
    connect and to read. One for the process and patience."""
    return _client(
        settings.SHIPROCKET_BASE_URL,
        settings.SHIPROCKET_EMAIL,
        settings.SHIPROCKET_PASSWORD,
        patience,
    )


@lru_cache(maxsize=8)
def _client(base_url: str, email: str, password: str, patience: tuple[float, float]) -> Shiprocket:
    return Shiprocket(
        requests.Session(), base_url, email, password, TokenOnTable(), timeout=patience
    )


def _kept() -> CourierToken | None:
    try:
        return CourierToken.get(CourierToken.KEY, "#", consistent_read=True)
    except CourierToken.DoesNotExist:
        return None


def _is_held_off(kept: CourierToken | None, now: datetime) -> bool:
    return kept is not None and kept.refused_until is not None and now < kept.refused_until


def _good(
    kept: CourierToken | None, now: datetime, instead_of: str | None
) -> tuple[str | None, timedelta]:
    """The token if it has not expired and is not the bad one, and how long it is good for."""
    if kept is None or kept.token is None or kept.expires_at is None or kept.expires_at <= now:
        return None, timedelta(0)
    if kept.token == instead_of:
        return None, timedelta(0)
    return kept.token, kept.expires_at - now


def _update(actions: list[Action], condition: Condition | None) -> bool:
    """Whether the condition held and the change was made."""
    item = CourierToken(CourierToken.KEY, "#")
    try:
        write(lambda: item.update(actions=[*actions], condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return False
    return True
