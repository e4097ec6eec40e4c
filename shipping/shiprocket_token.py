"""Shiprocket's token: bought with a login, good for ten days, shared by all calls."""

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Any, Protocol

import requests

from config import clock
from shipping.shiprocket_wire import ShiprocketDown, reason_in, reply_from

log = logging.getLogger(__name__)
LIFE = timedelta(days=9)  # Shiprocket says ten
PAUSE_SECONDS = 60  # after a refused login: its guard shuts out who knocks too often


class Tokens(Protocol):
    """Where the token is kept between calls, perhaps by several processes."""

    def get(self) -> str | None:
        """The token, unless it has expired."""

    def put(self, token: str, expires_at: datetime) -> None:
        """Keep a token until then."""


class TokenInMemory:
    """Keeps the token for one process."""

    def __init__(self) -> None:
        self._token: str | None = None
        self._expires_at = clock.from_unix(0)

    def get(self) -> str | None:
        """The token, unless it has expired."""
        return self._token if clock.now() < self._expires_at else None

    def put(self, token: str, expires_at: datetime) -> None:
        """Keep a token until then."""
        self._token, self._expires_at = token, expires_at


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
        self._not_before = 0.0

    def token(self, *, instead_of: str | None = None) -> str:
        """A token; another one than `instead_of`, which Shiprocket did not accept."""
        known = self._tokens.get()
        if known and known != instead_of:
            return known
        with self._lock:
            known = self._tokens.get()  # another thread may have been quicker
            if known and known != instead_of:
                return known
            return self._log_in()

    def _log_in(self) -> str:
        if time.monotonic() < self._not_before:
            raise ShiprocketDown
        status, body = reply_from(
            self._http, "POST", self._url, timeout=self._timeout, json=self._credentials
        )
        token = _token_in(body)
        if status != 200 or not token:
            self._not_before = time.monotonic() + PAUSE_SECONDS
            log.error("Shiprocket refuses our login (%s): %s", status, reason_in(body))
            raise ShiprocketDown
        self._tokens.put(token, clock.now() + LIFE)
        return token


def _token_in(body: Any) -> str:
    token = body.get("token") if isinstance(body, dict) else None
    return token if isinstance(token, str) else ""
