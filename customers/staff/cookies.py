"""The staff's cookie: what stands for a sign-in in a browser, and which session it is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from customers.digests import digest_of_secret
from customers.services import session_items
from customers.session_rules import STAFF


def cookie_of(request: HttpRequest) -> str:
    """The cookie that this browser carries; empty for none."""
    return request.COOKIES.get(settings.STAFF_COOKIE_NAME, "")


def session_of(request: HttpRequest) -> str:
    """Under which key the session of this browser stands in the table."""
    return digest_of_secret(session_items.take_apart(cookie_of(request))[1])


def with_cookie(response: HttpResponse, cookie: str) -> HttpResponse:
    """Give the browser its sign-in."""
    response.set_cookie(
        settings.STAFF_COOKIE_NAME,
        cookie,
        max_age=STAFF.longest,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def without_cookie(response: HttpResponse) -> HttpResponse:
    """Take it from the browser."""
    response.delete_cookie(settings.STAFF_COOKIE_NAME, samesite="Lax")
    return response
