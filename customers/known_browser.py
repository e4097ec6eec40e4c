"""The browsers in which somebody signed in before: a signed cookie of a year. It opens nothing; it
lets these people have a code where strangers have used up what an address is given."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from customers.digests import digest_of_person

SALT = "customers.known-browser"
LASTS = timedelta(days=365)
MOST_PEOPLE = 5  # of a family, at one browser


@dataclass(frozen=True)
class _Browser:
    name: str
    people: tuple[str, ...] = ()  # digests, whoever came last at the end


def known_as(request: HttpRequest, customer_id: str) -> str:
    """The name of this browser, if this person signed in here before; else empty text."""
    browser = _browser_of(request)
    return browser.name if digest_of_person(customer_id) in browser.people else ""


def keep(request: HttpRequest, response: HttpResponse, customer_id: str) -> None:
    """Let the browser know that this person signed in here."""
    browser, person = _browser_of(request), digest_of_person(customer_id)
    people = [*(each for each in browser.people if each != person), person][-MOST_PEOPLE:]
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        signing.dumps({"name": browser.name, "people": people}, salt=SALT),
        max_age=LASTS,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def drop(response: HttpResponse) -> None:
    """Take it from the browser."""
    response.delete_cookie(settings.KNOWN_COOKIE_NAME, samesite="Lax")


def _browser_of(request: HttpRequest) -> _Browser:
    text = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    try:
        kept = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return _Browser(secrets.token_urlsafe(12))
    return _Browser(kept["name"], tuple(kept["people"]))
