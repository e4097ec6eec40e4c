"""The cart follows the sign-in: kept with the person while they are signed in, joined with the
browser's when they sign in, and taken from the browser when they sign out. What the head of pages
shows of cart and sign-in goes along in a cookie of its own."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pynamodb.exceptions import PynamoDBException

from config.errors import ShopError
from config.public_page import is_public
from customers.models import KeptLine
from customers.services import kept_carts
from customers.services.shopper_sessions import person_of
from orders.cart import MONTH, Cart, Wanted, cart_in, cart_of, cart_seen, keep_cart


class HeadMiddleware:
    """Keeps the small cookie true by which scripts show the head of public pages: how many pieces
    the cart holds, and whether somebody is signed in. It opens nothing and is not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = request.COOKIES  # of the browser: a public page is given none
        response = self.get_response(request)
        if not is_public(response):
            _keep_head(request, held, response)
        return response


def _keep_head(request: HttpRequest, held: Mapping[str, str], response: HttpResponse) -> None:
    pieces = cart_seen(request, _after(held, response, settings.CART_COOKIE_NAME)).pieces
    is_known = bool(_after(held, response, settings.SHOPPER_COOKIE_NAME))
    said = f"{pieces}.{int(is_known)}" if pieces or is_known else ""
    if said == held.get(settings.HEAD_COOKIE_NAME, ""):
        return
    if said:
        response.set_cookie(
            settings.HEAD_COOKIE_NAME,
            said,
            max_age=MONTH,
            secure=settings.IS_HTTPS,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.HEAD_COOKIE_NAME, samesite="Lax")


def _after(held: Mapping[str, str], response: HttpResponse, name: str) -> str:
    """What the browser holds under this name once it has the answer."""
    new = response.cookies.get(name)
    return held.get(name, "") if new is None else new.value


class CartMiddleware:
    """Looks at the cookies that an answer sets: a guest's cart touches no table. What cannot be
    written or read is left as it is in the browser, and the page goes out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.SHOPPER_COOKIE_NAME, "")
        response = self.get_response(request)
        is_kept: bool = getattr(request, "cart_is_kept", False)
        new = response.cookies.get(settings.SHOPPER_COOKIE_NAME)
        if new is not None and new.value:
            _join(request, response, before=person_of(cookie), cookie=new.value)
        elif new is not None and is_kept:
            response.delete_cookie(settings.CART_COOKIE_NAME, samesite="Lax")
        elif cookie and (changed := response.cookies.get(settings.CART_COOKIE_NAME)):
            _keep(cookie, cart_in(changed.value))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Who signs out finds the cart again; by now the form's token has been looked at."""
        cookie = request.COOKIES.get(settings.SHOPPER_COOKIE_NAME, "")
        may_leave = bool(cookie) and request.method == "POST"
        is_leaving = may_leave and request.path == reverse("customers:sign-out")
        kept = is_leaving and _keep(cookie, cart_of(request))
        request.cart_is_kept = kept  # type: ignore[attr-defined]


def _join(request: HttpRequest, response: HttpResponse, *, before: str, cookie: str) -> None:
    """Whoever has just signed in finds what they chose here and what was kept; of somebody else
    who was signed in here before, nothing."""
    who, here = person_of(cookie), cart_of(request)
    own = here if before in {"", who} else Cart({})
    with suppress(ShopError, PynamoDBException):
        both = own.joined_with(_cart_of(kept_carts.lines_of(who)))
        if both.wanted != here.wanted:
            keep_cart(response, both)
        if both.wanted:
            _keep(cookie, both)


def _keep(cookie: str, cart: Cart) -> bool:
    lines = [
        KeptLine(sku=key, quantity=line.quantity, seen_paise=line.seen_paise)
        for key, line in cart.wanted.items()
    ]
    with suppress(ShopError, PynamoDBException):
        return kept_carts.keep(cookie, lines)
    return False


def _cart_of(lines: list[KeptLine]) -> Cart:
    return Cart({line.sku: Wanted(line.quantity, line.seen_paise) for line in lines})
