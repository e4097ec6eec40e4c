"""Who of the staff is asking, and the right that each staff page asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from config.views import refusal

P = ParamSpec("P")
HOME = "/staff/"


@dataclass(frozen=True)
class StaffMember:
    """A person of the shop, as the customers table describes them at this request."""

    customer_id: str
    name: str
    role: str
    rights: frozenset[str]

    def may(self, right: str) -> bool:
        """Whether this person's role includes the right."""
        return right in self.rights


class StaffRequest(HttpRequest):
    """A request of somebody signed in as staff: what a view under `staff_only` is given."""

    staff: StaffMember


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def staff_only(right: str) -> Callable[[StaffView[P]], View[P]]:
    """Let only staff with this right see the page; others are asked to sign in, or told no.
    Nothing of it is stored by a browser or a proxy."""

    def guard(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member: StaffMember | None = getattr(request, "staff", None)
            if not member:
                response: HttpResponse = redirect(sign_in_address(request))
            elif not member.may(right):
                response = refusal(request, 403, "Your role does not include this. Ask the owner.")
            else:
                response = view(cast(StaffRequest, request), *args, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        guarded.staff_right = right  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return guard


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back here; after a POST, to the day's overview."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else HOME
    address = reverse("staff:customers:sign-in")
    return address if back == HOME else f"{address}?{urlencode({'next': back})}"


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is a staff page of this very host, else the day's overview."""
    is_ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    is_staff = wanted.startswith(HOME) and not wanted.startswith(reverse("staff:customers:sign-in"))
    return wanted if is_ours and is_staff else HOME
