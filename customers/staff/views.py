"""Signing staff in and out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import TooMany
from config.network import network_of
from config.staff import HOME, safe_next
from customers.errors import WrongPassword
from customers.services import signing_in
from customers.session_rules import STAFF
from customers.staff.forms import SignInForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door. Whoever is in already is led on."""
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next") or HOME)
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        return redirect(wanted) if request.staff else _door(request, form, wanted, 200)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _door(request, form, wanted, 422)
    try:
        cookie = signing_in.sign_in(
            **form.cleaned_data,
            network=network_of(request),
            device=request.headers.get("User-Agent", ""),
        )
    except WrongPassword as refusal:
        return _door(request, form, wanted, 422, refusal=refusal)
    except TooMany as refusal:
        response = _door(request, form, wanted, 429, refusal=refusal)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    signing_in.sign_out(_cookie(request))
    rotate_token(request)
    return _with_cookie(redirect(wanted), cookie)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, here and wherever the cookie was copied to."""
    signing_in.sign_out(_cookie(request))
    rotate_token(request)
    response = redirect("staff:customers:sign-in")
    response.delete_cookie(settings.STAFF_COOKIE_NAME, samesite="Lax")
    return response


def _door(
    request: HttpRequest,
    form: SignInForm,
    wanted: str,
    status: int,
    refusal: WrongPassword | TooMany | None = None,
) -> HttpResponse:
    context = {"form": form, "next": wanted, "refusal": refusal}
    return render(request, "customers/staff/sign_in.html", context, status=status)


def _cookie(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.STAFF_COOKIE_NAME, "")


def _with_cookie(response: HttpResponse, cookie: str) -> HttpResponse:
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
