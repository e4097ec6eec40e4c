"""Small words of the wire that both stand-ins speak."""

import json
import secrets
import string
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from config import clock

INDIA = ZoneInfo("Asia/Kolkata")  # Shiprocket writes local times without saying so
_LETTERS = string.ascii_letters + string.digits


class NotJson(ValueError):
    """The body is not the JSON object that was due."""


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; {} for an empty body."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise NotJson(str(error)) from error
    if not isinstance(body, dict):
        raise NotJson("not an object")
    return body


def new_id(kind: str) -> str:
    """An id as Razorpay makes them: `pay_` and fourteen letters and digits."""
    return f"{kind}_{''.join(secrets.choice(_LETTERS) for _ in range(14))}"


def unix_now() -> int:
    """The present second, as Razorpay counts."""
    return int(clock.now().timestamp())


def india_now() -> datetime:
    """The present moment on Shiprocket's clock."""
    return clock.now().astimezone(INDIA)


def india_text(moment: datetime) -> str:
    """Shiprocket's usual time: '2026-11-23 14:05:09', local."""
    return moment.astimezone(INDIA).strftime("%Y-%m-%d %H:%M:%S")
