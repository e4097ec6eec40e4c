"""The pincode that a browser asked for last: six digits in a cookie of our own, and nothing else
about the person. Scripts read it on pages that are the same for everybody. What stands in it is
looked at again before it is believed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from customers.errors import NotAPincode
from customers.rules import pincode_of

NAME = f"{'__Host-' if settings.IS_HTTPS else ''}pincode"
YEAR = 365 * 24 * 3600


def pincode_in(request: HttpRequest) -> str:
    """The pincode of this browser, '' where there is none."""
    try:
        return pincode_of(request.COOKIES.get(NAME, ""))
    except NotAPincode:
        return ""


def remember(response: HttpResponse, pincode: str) -> None:
    """Keep the pincode for a year."""
    response.set_cookie(NAME, pincode, max_age=YEAR, secure=settings.IS_HTTPS, samesite="Lax")
