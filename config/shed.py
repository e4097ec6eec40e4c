"""Answers that are written before Django has a request, with the headers that all answers bear: to
those whom no thread has time for, and to those whose request cannot be read."""

from collections.abc import Iterator
from functools import cache
from typing import Any

BUSY = b"The shop is very busy this moment. Nothing was lost; please try again in a few seconds.\n"


UNREADABLE = b"This is no request that the shop can read.\n"


@cache
def shed() -> bytes:
    """The whole 503, as it goes over the line."""
    return _whole("503 Service Unavailable", BUSY, ("Retry-After", "5"))


@cache
def unread(status: str) -> bytes:
    """The whole answer to what gunicorn could not read: `400 Bad Request`, `431 Request Header …`.
    Nothing of what was sent stands in it."""
    return _whole(status, UNREADABLE)


def _whole(status: str, words: bytes, *more: tuple[str, str]) -> bytes:
    lines = [*more, *_headers(), ("Content-Length", str(len(words)))]
    head = "".join(f"{name}: {said}\r\n" for name, said in lines)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + words


def count() -> None:
    """One more was sent away."""
    from config.metrics import sent_away  # not before gunicorn has made the folder of counts

    sent_away()


def _headers() -> Iterator[tuple[str, str]]:
    from django.conf import settings
    from django_permissions_policy import PermissionsPolicyMiddleware as Permissions

    yield "Cache-Control", "no-store"
    yield "Content-Type", "text/plain; charset=utf-8"
    yield "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"
    yield "X-Content-Type-Options", "nosniff"
    yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", settings.SECURE_REFERRER_POLICY
    yield "Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
    yield "Cross-Origin-Resource-Policy", "same-origin"
    given: dict[str, Any] = settings.PERMISSIONS_POLICY
    policy = Permissions.compute_header_value(given, "PERMISSIONS_POLICY")
    yield "Permissions-Policy", policy
    if settings.IS_HTTPS and settings.SECURE_HSTS_SECONDS:
        wide = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        known = "; preload" if settings.SECURE_HSTS_PRELOAD else ""
        yield "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}{wide}{known}"
    yield "Connection", "close"
