"""One call to Shiprocket after another: the token, the time-outs, and what an answer means."""

from typing import Any

import requests

from shipping.shiprocket_token import Login, Tokens
from shipping.shiprocket_wire import ShiprocketDown, refusal, reply_from


class Line:
    """Calls with a token, and once more with a fresh one if Shiprocket says 401."""

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        email: str,
        password: str,
        tokens: Tokens,
        timeout: tuple[float, float],
    ) -> None:
        self._http, self._base_url, self._timeout = session, base_url.rstrip("/"), timeout
        self._login = Login(session, self._base_url, email, password, tokens, timeout)

    def call(
        self, method: str, path: str, *, bears: tuple[int, ...] = (), **kwargs: Any
    ) -> dict[str, Any]:
        """The JSON object that comes back. A refusal by HTTP code is raised, save the codes that
        the caller bears; a refusal inside a 200 is for the caller to see."""
        token = self._login.token()
        status, body = self._send(method, path, token, **kwargs)
        if status == 401:
            status, body = self._send(method, path, self._login.token(instead_of=token), **kwargs)
        if status == 401 or not isinstance(body, dict):
            raise ShiprocketDown
        if status >= 300 and status not in bears:
            raise refusal(body)
        return body

    def _send(self, method: str, path: str, token: str, **kwargs: Any) -> tuple[int, Any]:
        return reply_from(
            self._http,
            method,
            self._base_url + path,
            timeout=self._timeout,
            headers={"Authorization": f"Bearer {token}"},
            **kwargs,
        )


def map_at(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The map under these names, {} where there is none."""
    found: Any = body
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def address_at(body: dict[str, Any], name: str) -> str:
    """The address under this name; the refusal that the answer means if it has none."""
    address = body.get(name)
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise refusal(body)
    return address
