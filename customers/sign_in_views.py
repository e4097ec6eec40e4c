"""Signing shoppers in by a mailed code, and out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import ShopError, TooMany, Unavailable
from config.network import network_of
from config.shopper import safe_next, shopper_of
from customers import known_browser, pending
from customers.devices import device_words
from customers.errors import CodeGone, WrongCode
from customers.forms import CodeForm, EmailForm
from customers.pending import Pending
from customers.rules import customer_id_of
from customers.services import code_sign_in, shopper_sessions
from customers.services.code_sign_in import Asking
from customers.session_rules import SHOPPER


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door: an e-mail address. Whoever is in already is led on, unless a page asks for the
    code once more (`again`)."""
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        shopper = shopper_of(request)
        if shopper and "again" not in request.GET:
            return redirect(wanted)
        return _door(request, EmailForm(initial={"email": _likely_address(request)}), wanted)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _door(request, form, wanted, status=422)
    try:
        return _code_sent(request, form.cleaned_data["email"], wanted)
    except (TooMany, Unavailable) as refusal:
        return _door(request, form, wanted, refusal=refusal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The six digits. Without a sign-in under way in this browser, back to the door."""
    under_way = pending.COOKIE.of(request)
    if under_way is None:
        return redirect("customers:sign-in")
    if request.method != "POST":
        return _code_page(request, under_way, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, under_way, form, status=422)
    try:
        cookie = code_sign_in.sign_in(
            under_way.email,
            form.cleaned_data["code"],
            _asking(request, under_way.email),
            device=device_words(request.headers.get("User-Agent", "")),
        )
    except (WrongCode, CodeGone, TooMany) as refusal:
        return _code_page(request, under_way, CodeForm(), refusal=refusal)
    return _signed_in(request, under_way, cookie)


@never_cache
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Another code for the same address; the one before is dead."""
    under_way = pending.COOKIE.of(request)
    if under_way is None:
        return redirect("customers:sign-in")
    try:
        response = _code_sent(request, under_way.email, under_way.wanted)
    except (TooMany, Unavailable) as refusal:
        return _code_page(request, under_way, CodeForm(), refusal=refusal)
    messages.success(request, "A new code is on its way. The one before does not work any more.")
    return response


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, here and wherever the cookie was copied to."""
    shopper_sessions.sign_out(cookie_of(request))
    messages.success(request, "You are signed out.")
    return signed_out(request)


def cookie_of(request: HttpRequest) -> str:
    """The sign-in cookie that this browser carries; empty for none."""
    return request.COOKIES.get(settings.SHOPPER_COOKIE_NAME, "")


def signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in, without what tells who was here."""
    rotate_token(request)
    response = redirect("customers:sign-in")
    forget_shopper(response)
    return response


def forget_shopper(response: HttpResponse) -> None:
    """Take from the browser the sign-in, one that is under way, and the orders placed in it."""
    pending.COOKIE.drop(response)
    for name in (settings.SHOPPER_COOKIE_NAME, settings.PLACED_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")


def _code_sent(request: HttpRequest, email: str, wanted: str) -> HttpResponse:
    mark = code_sign_in.send_code(email, _asking(request, email))
    response = redirect("customers:code")
    pending.COOKIE.keep(response, Pending(email=email, mark=mark, wanted=wanted))
    return response


def _asking(request: HttpRequest, email: str) -> Asking:
    under_way = pending.COOKIE.of(request)
    mark = under_way.mark if under_way and under_way.email == email else ""
    return Asking(network_of(request), mark=mark, known_as=known_browser.known_as(request, email))


def _signed_in(request: HttpRequest, under_way: Pending, cookie: str) -> HttpResponse:
    before = shopper_sessions.person_of(cookie_of(request))
    shopper_sessions.sign_out(cookie_of(request))
    rotate_token(request)
    response = redirect(safe_next(request, under_way.wanted))
    if before not in {"", customer_id_of(under_way.email)}:  # their orders are not this person's
        response.delete_cookie(settings.PLACED_COOKIE_NAME, samesite="Lax")
    pending.COOKIE.drop(response)
    known_browser.keep(request, response, under_way.email)
    response.set_cookie(
        settings.SHOPPER_COOKIE_NAME,
        cookie,
        max_age=SHOPPER.longest,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _likely_address(request: HttpRequest) -> str:
    """What the field is filled with: a link's word, who is in, or what was typed a moment ago."""
    shopper, under_way = shopper_of(request), pending.COOKIE.of(request)
    known = shopper.customer_id if shopper else under_way.email if under_way else ""
    return request.GET.get("email", "")[:254] or known


def _door(
    request: HttpRequest,
    form: EmailForm,
    wanted: str,
    *,
    status: int = 200,
    refusal: ShopError | None = None,
) -> HttpResponse:
    context = {"form": form, "next": wanted, "refusal": refusal}
    return _page(request, "customers/sign_in.html", context, refusal, status)


def _code_page(
    request: HttpRequest,
    under_way: Pending,
    form: CodeForm,
    *,
    status: int = 200,
    refusal: ShopError | None = None,
) -> HttpResponse:
    context = {"form": form, "pending": under_way, "refusal": refusal}
    return _page(request, "customers/code.html", context, refusal, status)


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    refusal: ShopError | None,
    status: int,
) -> HttpResponse:
    match refusal:
        case TooMany():
            response = render(request, template, context, status=429)
            response["Retry-After"] = str(refusal.retry_after)
        case Unavailable():
            response = render(request, template, context, status=503)
            response["Retry-After"] = "60"
        case None:
            response = render(request, template, context, status=status)
        case _:
            response = render(request, template, context, status=422)
    return response
