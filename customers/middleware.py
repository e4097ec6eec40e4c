"""Who of the staff sends a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from pynamodb.exceptions import PynamoDBException

from config.errors import Unavailable
from config.staff import StaffMember
from customers.services.sessions import staff_behind


class StaffMiddleware:
    """Puts `request.staff` there: a StaffMember, or something false. The table is read when it is
    first asked, so a shop page reads nothing; what was taken away is gone at the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.STAFF_COOKIE_NAME, "")
        who = SimpleLazyObject(lambda: _who(request, cookie)) if cookie else None
        request.staff = who  # type: ignore[attr-defined]
        return self.get_response(request)


def _who(request: HttpRequest, cookie: str) -> StaffMember | None:
    try:
        return staff_behind(cookie)
    except (PynamoDBException, Unavailable):
        request.staff = None  # type: ignore[attr-defined]  # the error page must not ask again
        raise
