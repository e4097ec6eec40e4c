"""The shopper who is signed in, and the guard of the pages that are only theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

P = ParamSpec("P")
HOME = "/account"
LONGEST_ADDRESS = 1000  # of a page to lead back to: it travels in a cookie


@dataclass(frozen=True)
class Shopper:
    """A signed-in customer, as the customers table describes them at this request. `customer_id`
    is the e-mail address; name and phone (E.164) are empty where the shop knows none; `agreed_to`
    are the keys of the purposes that they consent to."""

    customer_id: str
    name: str
    phone: str
    agreed_to: frozenset[str] = frozenset()


class ShopperRequest(HttpRequest):
    """A request of a signed-in shopper: what a view under `shopper_only` is given."""

    shopper: Shopper


ShopperView = Callable[Concatenate[ShopperRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def shopper_of(request: HttpRequest) -> Shopper | None:
    """Who is signed in; None for a guest. Reads the customers table once a request, and only for
    a browser that carries a sign-in cookie."""
    return getattr(request, "shopper", None) or None


def shopper_only(view: ShopperView[P]) -> View[P]:
    """Show the page to its signed-in shopper, and to anybody else the sign-in that leads back.
    Nothing of it is stored by a browser or a proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if shopper_of(request) is None:
            response: HttpResponse = redirect(sign_in_address(request))
        else:
            response = view(cast(ShopperRequest, request), *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    guarded.is_for_shoppers = True  # type: ignore[attr-defined]
    return cast("View[P]", guarded)


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back here; after a POST, to the account."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else HOME
    address = reverse("customers:sign-in")
    return address if back == HOME else f"{address}?{urlencode({'next': back})}"


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is a page of this very host and none of the sign-in, else the account."""
    is_ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    is_page = wanted.startswith("/") and not _is_of_the_sign_in(wanted)
    return wanted if is_ours and is_page and len(wanted) <= LONGEST_ADDRESS else HOME


def _is_of_the_sign_in(wanted: str) -> bool:
    path = wanted.partition("?")[0]
    door = reverse("customers:sign-in")
    return path.startswith(door) and not path.startswith(reverse("customers:devices"))
