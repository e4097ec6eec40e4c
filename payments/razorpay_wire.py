"""The wire under the SDK: time-outs, and two errors for whatever may go wrong on it."""

import logging
import re
import time
from functools import cached_property
from typing import Any, NoReturn

import razorpay
import requests

from config import metrics
from config.bulkhead import Bulkhead
from config.errors import Conflict, Unavailable

log = logging.getLogger(__name__)
PLACES = Bulkhead(leaves=4)
# 409: the same refund is on its way already. 401, 403: our keys; the customer did nothing wrong.
_LATER = frozenset({401, 403, 409, 429})
_ID = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
_WRONG_KEYS = re.compile(r"authentication failed\W*|the api key .*", re.IGNORECASE)


class RazorpayDown(Unavailable):
    """Razorpay did not answer, or not in a way that says whether it acted: ask or try again."""

    def __init__(self) -> None:
        super().__init__("The payment service does not answer just now. Please try again.")


class RazorpayRefused(Conflict):
    """Razorpay understood and said no, and will say no again; `description` is for staff."""

    def __init__(self, description: str) -> None:
        super().__init__("The payment service did not accept this.")
        self.description = description


class Wire:
    """The session as the SDK sees it: a time-out on every call, and every answer that is no
    answer raised as RazorpayDown before the SDK can print it to stdout or lose its status."""

    def __init__(self, session: requests.Session, timeout: tuple[float, float]) -> None:
        self._session, self._timeout = session, timeout

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return self._send("GET", url, **kwargs)

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return self._send("POST", url, **kwargs)

    def _send(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        with PLACES.place(RazorpayDown):
            return self._answered(method, url, **kwargs)

    def _answered(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        began, outcome = time.perf_counter(), "no answer"
        try:
            reply = self._session.request(
                method, url, timeout=self._timeout, allow_redirects=False, **kwargs
            )
            outcome = metrics.outcome_of_status(reply.status_code)
        except requests.RequestException as error:
            raise RazorpayDown from error
        finally:
            metrics.asked_vendor("razorpay", outcome, time.perf_counter() - began)
        if reply.status_code >= 500 or reply.status_code in _LATER:
            log.warning("Razorpay answered %s to %s %s", reply.status_code, method, url)
            raise RazorpayDown
        try:
            body = reply.json()
        except requests.JSONDecodeError as error:  # a proxy's page of HTML, or nothing
            raise RazorpayDown from error
        if not isinstance(body, dict) or (not reply.ok and not isinstance(body.get("error"), dict)):
            raise RazorpayDown
        return reply


class Sdk(razorpay.Client):  # type: ignore[misc]  # the SDK has no types
    """The official SDK on our wire. It looks up its own version once, where the SDK reads it from
    the disk before each call."""

    def __init__(
        self,
        session: requests.Session,
        address: str,
        auth: tuple[str, str],
        timeout: tuple[float, float],
    ) -> None:
        super().__init__(session=Wire(session, timeout), auth=auth, base_url=address)

    @cached_property
    def _version(self) -> str:
        return str(super()._get_version())

    def _get_version(self) -> str:
        return self._version


def session_to(address: str) -> requests.Session:
    """A session that has read once what the environment says of the way to Razorpay (a proxy,
    certificates): requests reads all of it through before each call."""
    session = requests.Session()
    way = session.merge_environment_settings(address, {}, None, None, None)
    session.proxies.update(way["proxies"])
    session.verify, session.trust_env = way["verify"], False
    return session


def refuse(description: str, cause: Exception) -> NoReturn:
    """Razorpay said no: RazorpayRefused, or RazorpayDown where it is our keys that are wrong."""
    if _WRONG_KEYS.fullmatch(description):
        log.error("Razorpay does not accept our keys: %s", description)
        raise RazorpayDown from cause
    raise RazorpayRefused(description) from cause


def checked(vendor_id: str) -> str:
    """An id that may stand in an address; a browser's `../orders` is refused unasked."""
    if not _ID.fullmatch(vendor_id):
        raise RazorpayRefused("That is not an id of Razorpay's.")
    return vendor_id
