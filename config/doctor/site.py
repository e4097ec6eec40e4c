"""Does the site answer as it should, asked as anybody would?"""

import json
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from django.conf import settings

from config import clock
from config.doctor.answers import Answer, fault, ok, unseen, warn, worst
from config.doctor.place import PATIENCE, ask, is_here, is_live

HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "X-Request-Id",
)
HALF_A_YEAR = 15_768_000  # seconds
START = "Start gunicorn and the proxy before it; their logs say why they stopped."


def answers() -> Answer:
    """The first page comes, from our code, with our headers."""
    try:
        page = ask("GET", f"{settings.SITE_URL}/")
    except requests.RequestException as error:
        return fault(f"{settings.SITE_URL} does not answer: {type(error).__name__}.", START)
    if page.status_code != 200:
        return fault(f"The first page is answered with {page.status_code}.", START)
    return worst([*_header_troubles(page)], if_none="The first page comes with all its headers.")


def _header_troubles(page: requests.Response) -> Iterator[Answer]:
    lacking = [name for name in HEADERS if name not in page.headers]
    if lacking:
        mend = "Is it this shop that answers? A proxy must pass the headers on."
        yield fault(f"Without {', '.join(lacking)}.", mend)
    if "'unsafe-inline'" in page.headers.get("Content-Security-Policy", ""):
        yield fault("The policy allows inline scripts.", "A proxy changes it; let it be.")
    if settings.IS_HTTPS and _hsts_seconds(page) < HALF_A_YEAR:
        mend = "The proxy must pass Strict-Transport-Security on, and X-Forwarded-Proto to us."
        yield fault("Browsers are not told to come by https only.", mend)


def _hsts_seconds(page: requests.Response) -> int:
    told = page.headers.get("Strict-Transport-Security", "").lower()
    number = told.partition("max-age=")[2].partition(";")[0].strip()
    return int(number) if number.isdecimal() else 0


def turns_to_https() -> Answer:
    """Whoever types the name without https is sent there."""
    if not settings.IS_HTTPS:
        return unseen("The shop has no https here.")
    plain = settings.SITE_URL.replace("https://", "http://", 1)
    try:
        reply = ask("GET", f"{plain}/")
    except requests.RequestException:
        return warn("Port 80 does not answer.", "Let the proxy send it on to https.")
    if reply.is_redirect and reply.headers["Location"].startswith("https://"):
        return ok("http:// is sent on to https://.")
    return fault(f"http:// is answered with {reply.status_code}.", "Send it on to https.")


def certificate() -> Answer:
    """The certificate is believed, and for weeks to come."""
    if not settings.IS_HTTPS:
        return unseen("The shop has no https here, so no certificate.")
    parts = urlsplit(settings.SITE_URL)
    mend = "Renew it, and see why it did not renew by itself."
    try:
        until = ends_at(parts.hostname or "", parts.port or 443)
    except ssl.SSLCertVerificationError as error:
        return fault(f"Browsers refuse the certificate: {error.verify_message}.", mend)
    except OSError as error:
        return unseen(f"No certificate was shown: {type(error).__name__}.", START)
    days = (until - clock.now()).days
    if days < 21:
        level = fault if days < 7 else warn
        return level(f"The certificate ends in {days} days.", mend)
    return ok(f"The certificate is good for {days} days.")


def ends_at(host: str, port: int) -> datetime:
    """When the certificate ends that this host shows. Raises OSError, SSLError among them."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE[0]) as line,
        context.wrap_socket(line, server_hostname=host) as wrapped,
    ):
        shown = wrapped.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), tz=UTC)


def ready() -> Answer:
    """The web process sees its tables and the catalogue."""
    try:
        reply = ask("GET", f"{settings.SITE_URL}/readyz")
    except requests.RequestException as error:
        return fault(f"/readyz does not answer: {type(error).__name__}.", START)
    if reply.status_code == 200:
        return ok("The web process sees its tables and the catalogue.")
    return fault(f"/readyz says: {reply.text.strip()[:80]}.", "See the checks of the tables.")


def figures_are_ours() -> Answer:
    """Strangers do not read the figures. Asked as anybody would: what marks a request as handed on
    is the proxy's to add. Only of a shop on this machine do we say it."""
    headers = {"X-Forwarded-For": "192.0.2.1"} if is_here(settings.SITE_URL) else {}
    try:
        reply = ask("GET", f"{settings.SITE_URL}/metrics", headers=headers)
    except requests.RequestException as error:
        return unseen(f"/metrics does not answer: {type(error).__name__}.")
    if reply.status_code == 404:
        return ok("Strangers get a 404 from /metrics.")
    return fault(
        f"/metrics is answered with {reply.status_code} to anybody.",
        "The proxy must set X-Forwarded-For, or keep /metrics to itself.",
    )


def static_files() -> Answer:
    """The files that pages name were collected, and are served."""
    listed = Path(settings.STATIC_ROOT) / "staticfiles.json"
    mend = "Run `make setup` (it collects them) in the release, then restart the web processes."
    try:
        names = json.loads(listed.read_text())["paths"]
        hashed = names["css/shop.css"]
        reply = ask("HEAD", f"{settings.SITE_URL}{settings.STATIC_URL}{hashed}")
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, requests.RequestException):
            return unseen("The site does not answer.", START)
        return fault("There is no list of the collected static files.", mend)
    if reply.status_code != 200:
        return fault(f"The style sheet is answered with {reply.status_code}.", mend)
    return ok(f"{len(names)} files are there, and served.")


def logs() -> Answer:
    """Logs of a live site are for programs."""
    if is_live() and settings.LOG_FORMAT != "json":
        return warn("The log is written for people.", "Take LOG_FORMAT out of the settings.")
    return ok(f"The log is written as {settings.LOG_FORMAT}.")
