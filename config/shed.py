"""The answer to those whom no thread has time for: written before Django has a request, with the
headers that all answers bear."""

from collections.abc import Iterator
from functools import cache
from typing import Any

BUSY = b"The shop is very busy this moment. Nothing was lost; please try again in a few seconds.\n"


@cache
def shed() -> bytes:
    """The whole 503, as it goes over the line."""
    head = "".join(f"{name}: {said}\r\n" for name, said in _headers())
    return f"HTTP/1.1 503 Service Unavailable\r\n{head}\r\n".encode() + BUSY


def count() -> None:
    """One more was sent away."""
    from config.metrics import sent_away  # not before gunicorn has made the folder of counts

    sent_away()


def _headers() -> Iterator[tuple[str, str]]:
    from django.conf import settings
    from django_permissions_policy import PermissionsPolicyMiddleware as Permissions

    yield "Retry-After", "5"
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
    yield "Content-Length", str(len(BUSY))
