"""Who of the staff is asking, and the right that each staff page asks for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from config import acts, memo, staff_numbers
from config.errors import ShopError
from config.views import refusal

P = ParamSpec("P")
HOME = "/staff/"
LOOKS = frozenset({"GET", "HEAD"})
ONCE_MORE = "password-once-more"  # the field in which a person proves that it is still them
_UNSEEN = frozenset({ONCE_MORE, "csrfmiddlewaretoken"})


class SignedOut(ShopError):
    """The session has ended while its person was asked who they are."""

    def __init__(self) -> None:
        super().__init__("That was wrong five times, so you are signed out. Nothing was done.")


def _nobody_can(password: str) -> None:
    raise ShopError("Sign in, and try again.")


@dataclass(frozen=True)
class StaffMember:
    """A person of the shop, as the customers table describes them at this request.

    `is_sure`: the password was given a moment ago in this session. `prove`: what checks it once
    more. `lacks_code_app`: the role asks for one."""

    customer_id: str
    name: str
    role: str
    rights: frozenset[str]
    is_sure: bool = False
    lacks_code_app: bool = False
    prove: Callable[[str], None] = field(default=_nobody_can, repr=False, compare=False)

    def may(self, right: str) -> bool:
        """Whether this person's role includes the right."""
        return right in self.rights


class StaffRequest(HttpRequest):
    """A request of somebody signed in as staff: what a view under `staff_only` is given."""

    staff: StaffMember


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def staff_only(
    right: str,
    *,
    asks_password: bool | Callable[[HttpRequest], bool] = False,
    is_setting_up: bool = False,
) -> Callable[[StaffView[P]], View[P]]:
    """Let only staff with this right see the page; others are asked to sign in, or told no.
    Nothing of it is stored by a browser or a proxy.

    `asks_password`: a POST (or one of which the function says so) is carried out only if the
    password was given in the last ten minutes, or comes with it; else a page asks for it.
    `is_setting_up`: open to whoever still lacks the code app that the role asks for."""

    def guard(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = _turned_away(request, right, is_setting_up=is_setting_up)
            try:
                if response is None and _is_asked(request, asks_password):
                    response = _unsure(cast(StaffRequest, request))
                if response is None:
                    with memo.a_page() if request.method in LOOKS else _an_act():
                        response = view(cast(StaffRequest, request), *args, **kwargs)
                    acts.note(request, response)
            except SignedOut as no:
                messages.warning(request, str(no))
                response = redirect(sign_in_address(request))
            response["Cache-Control"] = "no-store"
            return response

        guarded.staff_right = right  # type: ignore[attr-defined]
        guarded.asks_password = bool(asks_password)  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return guard


@contextmanager
def _an_act() -> Iterator[None]:
    """Whatever became of it, what was counted before it is old."""
    try:
        yield
    finally:
        staff_numbers.mark_old()


def _turned_away(request: HttpRequest, right: str, *, is_setting_up: bool) -> HttpResponse | None:
    member: StaffMember | None = getattr(request, "staff", None)
    if not member:
        return redirect(sign_in_address(request))
    if not member.may(right):
        return refusal(request, 403, "Your role does not include this. Ask the owner.")
    if member.lacks_code_app and not is_setting_up:
        return redirect("staff:customers:me:code-app")
    return None


def _is_asked(request: HttpRequest, asks: bool | Callable[[HttpRequest], bool]) -> bool:
    if request.method in LOOKS:
        return False
    return asks(request) if callable(asks) else asks


def _unsure(request: StaffRequest) -> HttpResponse | None:
    """None where the person has given the password lately or gives it now; else the page that asks
    for it and holds what was sent, so that the same act is done at once."""
    if request.staff.is_sure:
        return None
    typed = request.POST.get(ONCE_MORE, "")
    if not typed:
        return _once_more(request, 200)
    try:
        request.staff.prove(typed)
    except SignedOut:
        raise
    except ShopError as no:
        return _once_more(request, 422, no)
    return None


def _once_more(request: StaffRequest, status: int, no: ShopError | None = None) -> HttpResponse:
    sent = [(name, text) for name, all_of in request.POST.lists() for text in all_of]
    context = {
        "sent": [(name, text) for name, text in sent if name not in _UNSEEN],
        "field": ONCE_MORE,
        "address": request.get_full_path(),
        "back": safe_next(request, urlsplit(request.headers.get("Referer", "")).path),
        "refusal": no,
    }
    return render(request, "staff/sure.html", context, status=status)


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back here; after a POST, to the day's overview."""
    back = request.get_full_path() if request.method in LOOKS else HOME
    address = reverse("staff:customers:sign-in")
    return address if back == HOME else f"{address}?{urlencode({'next': back})}"


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is a staff page of this very host, else the day's overview."""
    is_ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    is_staff = wanted.startswith(HOME) and not wanted.startswith(reverse("staff:customers:sign-in"))
    return wanted if is_ours and is_staff else HOME
