"""The wire to Shiprocket: its ways of saying no, told apart from no answer at all."""

import json
import logging
import re
import time
from collections.abc import Iterator
from typing import Any

import requests

from config import metrics
from config.bulkhead import Bulkhead
from config.errors import Conflict, Unavailable

log = logging.getLogger(__name__)
PLACES = Bulkhead(leaves=5)
# Shiprocket answers 500 to ids and shapes it does not know: asking again would not help.
_OUR_MISTAKE = re.compile(r"property of non-object|invalid argument supplied|undefined ", re.I)
_REASON_NAMES = ("awb_assign_error", "error_message", "errors", "message", "error", "response")
_WALLET_EMPTY = 350


class ShiprocketDown(Unavailable):
    """Shiprocket did not answer, or not so that we know whether it acted: try again by key."""

    def __init__(self) -> None:
        super().__init__("The courier service does not answer just now. Please try again.")


class LoginRefused(ShiprocketDown):
    """Shiprocket does not let us in; nobody knocks again for a while. The log says why."""


class ShiprocketRefused(Conflict):
    """Shiprocket understood and said no; `reason` is its own words, for staff."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The courier service refused: {reason}")
        self.reason = reason


class WalletEmpty(ShiprocketRefused):
    """No money is left in Shiprocket's wallet; nothing goes out until it is filled."""


class PickupRefused(ShiprocketRefused):
    """The place where the parcel is to be fetched is unknown there, or not verified."""


class AwbAlreadyAssigned(ShiprocketRefused):
    """The shipment has its AWB already; the order's details tell which."""


def reply_from(
    session: requests.Session, method: str, url: str, *, timeout: tuple[float, float], **kwargs: Any
) -> tuple[int, Any]:
    """The status and the JSON of an answer, numbers with a fraction as exact text; ShiprocketDown
    if there is none. An empty body (204) is {}."""
    began, outcome = time.perf_counter(), "no answer"
    try:
        with PLACES.place(ShiprocketDown):
            reply = session.request(method, url, timeout=timeout, allow_redirects=False, **kwargs)
        outcome = metrics.outcome_of_status(reply.status_code)
    except requests.RequestException as error:
        raise ShiprocketDown from error
    finally:
        metrics.asked_vendor("shiprocket", outcome, time.perf_counter() - began)
    try:
        body = json.loads(reply.content, parse_float=str) if reply.content.strip() else {}
    except ValueError as error:  # a proxy's page of HTML
        raise ShiprocketDown from error
    if not isinstance(body, dict | list):
        raise ShiprocketDown
    if reply.status_code == 429 or (reply.status_code >= 500 and not _is_our_mistake(body)):
        log.warning("Shiprocket answered %s to %s %s", reply.status_code, method, url)
        raise ShiprocketDown
    return reply.status_code, body


def refusal(body: Any) -> ShiprocketRefused:
    """The refusal that an answer means, whatever shape it has."""
    reason = reason_in(body)
    if _status_code(body) == _WALLET_EMPTY or "recharge" in reason.lower():
        return WalletEmpty(reason)
    if "awb is already assigned" in reason.lower():
        return AwbAlreadyAssigned(reason)
    if "pickup location" in reason.lower():
        return PickupRefused(reason)
    return ShiprocketRefused(reason)


def reason_in(body: Any) -> str:
    """Every word of explanation in an answer: text, lists, maps of fields, however deep."""
    words = list(dict.fromkeys(_words(body)))
    return "; ".join(words)[:500] or "no reason given"


def _words(body: Any) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    for name in _REASON_NAMES:
        if name in body:
            yield from _all_text(body[name])
    for name in ("data", "payload", "tracking_data"):
        yield from _words(body.get(name))


def _all_text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, list):
        for each in value:
            yield from _all_text(each)
    elif isinstance(value, dict):
        # A map of fields to complaints, or one more envelope.
        explained = list(_words(value))
        for each in explained or value.values():
            yield from _all_text(each)


def _status_code(body: Any) -> Any:
    return body.get("status_code") if isinstance(body, dict) else None


def _is_our_mistake(body: Any) -> bool:
    return bool(_OUR_MISTAKE.search(reason_in(body)))
