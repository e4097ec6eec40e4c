"""What kind of deployment this is, and how it is asked from outside."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings

from config.requirements import LIVE, is_loopback

PATIENCE = (3.0, 5.0)  # seconds to connect, to read


def is_live() -> bool:
    """Whether customers can come here: a public address, or keys to real money."""
    return settings.IS_HTTPS or settings.RAZORPAY_KEY_ID.startswith(LIVE)


def is_here(url: str) -> bool:
    """Whether an address is on this machine."""
    return is_loopback(url)


def ask(method: str, url: str, **kwargs: object) -> requests.Response:
    """One question over HTTP, no redirect followed. Raises requests.RequestException."""
    return requests.request(
        method,
        url,
        timeout=PATIENCE,
        allow_redirects=False,
        headers={"User-Agent": "shop-doctor"} | dict(kwargs.pop("headers", {})),  # type: ignore[call-overload]
        **kwargs,  # type: ignore[arg-type]
    )


def date_of(header: str | None) -> datetime | None:
    """The moment that a Date header names; None for none, and for what is no time."""
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
