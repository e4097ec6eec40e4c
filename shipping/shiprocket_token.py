"""Shiprocket's token: bought with a login, good for ten days, shared by all calls."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Any, NoReturn, Protocol

import requests

from config import clock
from shipping.shiprocket_wire import LoginRefused, reason_in, reply_from

log = logging.getLogger(__name__)
LIFE = timedelta(days=9)  # Shiprocket says ten
PAUSE = timedelta(minutes=1)  # after a refused login: its guard shuts out who knocks too often
GUARDED = timedelta(minutes=10)  # after the guard itself has said no


class Tokens(Protocol):
    """Where the token is kept between calls, perhaps by several processes."""

    def get(self, instead_of: str | None = None) -> str | None:
        """The token, unless it has expired or is the one that was not accepted."""

    def put(self, token: str, expires_at: datetime) -> None:
        """Keep a token until then."""

    def hold_off(self, until: datetime) -> None:
        """The login was refused: nobody tries again before then."""

    def may_log_in(self) -> bool:
        """Whether no login was refused a moment ago."""


class TokenInMemory:
    """Keeps the token for one process."""

    def __init__(self) -> None:
        self._token: str | None = None
        self._expires_at = self._not_before = clock.from_unix(0)

    def get(self, instead_of: str | None = None) -> str | None:
        """The token, unless it has expired or is the one that was not accepted."""
        is_good = clock.now() < self._expires_at and self._token != instead_of
        return self._token if is_good else None

    def put(self, token: str, expires_at: datetime) -> None:
        """Keep a token until then."""
        self._token, self._expires_at = token, expires_at

    def hold_off(self, until: datetime) -> None:
        """The login was refused: nobody tries again before then."""
        self._not_before = until

    def may_log_in(self) -> bool:
        """Whether no login was refused a moment ago."""
        return clock.now() >= self._not_before


class Login:
    """Gets a token when there is none, one login at a time."""

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        email: str,
        password: str,
        tokens: Tokens,
        timeout: tuple[float, float],
    ) -> None:
        self._http, self._url, self._timeout = session, f"{base_url}/auth/login", timeout
        self._credentials = {"email": email, "password": password}
        self._tokens = tokens
        self._lock = threading.Lock()

    def token(self, *, instead_of: str | None = None) -> str:
        """A token; another one than `instead_of`, which Shiprocket did not accept. However many
        threads and processes ask, one of them logs in."""
        if instead_of is None and (known := self._tokens.get()):
            return known
        with self._lock:  # of many threads one asks the others, and the rest finds what it found
            return self._tokens.get(instead_of) or self._log_in()

    def _log_in(self) -> str:
        if not self._tokens.may_log_in():
            raise LoginRefused
        status, body = reply_from(
            self._http, "POST", self._url, timeout=self._timeout, json=self._credentials
        )
        token = _token_in(body)
        if status != 200 or not token:
            self._refused(status, reason_in(body))
        self._tokens.put(token, clock.now() + LIFE)
        return token

    def _refused(self, status: int, reason: str) -> NoReturn:
        """A 403 is the guard before Shiprocket, which does not look at passwords (failures.md
        E15): it is left alone for longer, and nobody is told to change theirs."""
        is_guard = status == 403
        self._tokens.hold_off(clock.now() + (GUARDED if is_guard else PAUSE))
        what = "shuts us out before it looks at the password" if is_guard else "refuses our login"
        log.error("Shiprocket %s (%s): %s", what, status, reason)
        raise LoginRefused


def _token_in(body: Any) -> str:
    token = body.get("token") if isinstance(body, dict) else None
    return token if isinstance(token, str) else ""
