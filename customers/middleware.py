"""Who sends a request: somebody of the staff, a shopper who is signed in, or neither."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from pynamodb.exceptions import PynamoDBException

from config.errors import Unavailable
from config.logs import know
from config.staff import StaffMember
from customers.services.roster import member_id_of
from customers.services.sessions import staff_behind
from customers.services.shopper_sessions import shopper_behind

_T = TypeVar("_T")
Respond = Callable[[HttpRequest], HttpResponse]


class StaffMiddleware:
    """Puts `request.staff` there: a StaffMember, or something false. The table is read when it is
    first asked, so a shop page reads nothing; what was taken away is gone at the next request."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.STAFF_COOKIE_NAME, "")
        _lend(request, "staff", lambda: _named(staff_behind(cookie)), is_known=bool(cookie))
        return self.get_response(request)


class ShopperMiddleware:
    """Puts `request.shopper` there: a Shopper, or something false; read like `request.staff`."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.SHOPPER_COOKIE_NAME, "")
        _lend(request, "shopper", lambda: shopper_behind(cookie), is_known=bool(cookie))
        return self.get_response(request)


def _named(member: StaffMember | None) -> StaffMember | None:
    """The same; every line of the log says from now on who it was, as the team's pages do."""
    if member:
        know(staff=member_id_of(member.customer_id))
    return member


def _lend(request: HttpRequest, name: str, find: Callable[[], _T], *, is_known: bool) -> None:
    def found() -> _T:
        try:
            return find()
        except (PynamoDBException, Unavailable):
            setattr(request, name, None)  # the error page must not ask again
            raise

    setattr(request, name, SimpleLazyObject(found) if is_known else None)
