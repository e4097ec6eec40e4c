"""Signing staff in, in two steps where there is a code app, and out."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from config import acts
from config.errors import ShopError, TooMany
from config.network import network_of
from config.staff import HOME, safe_next
from customers import half_way, queries
from customers.devices import device_words
from customers.errors import WrongPassword
from customers.half_way import HalfWay
from customers.services import code_step, sessions, signing_in
from customers.staff.cookies import cookie_of, with_cookie, without_cookie
from customers.staff.forms import AppCodeForm, RecoveryForm, SignInForm
from customers.team_errors import (
    AppCodeUsed,
    CodeWanted,
    HalfWayOver,
    WrongAppCode,
    WrongRecoveryCode,
)


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
            **form.cleaned_data, network=network_of(request), device=device_of(request)
        )
    except CodeWanted as right:
        response = redirect("staff:customers:code")
        proof = half_way.proof_of(right.password_hash)
        half_way.COOKIE.keep(response, HalfWay(right.customer_id, proof, wanted))
        return response
    except (WrongPassword, TooMany) as no:
        return _door(request, form, wanted, 422, no)
    return signed_in(request, wanted, cookie)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the code from the app, or a recovery code. Without the first step in this
    browser, back to the door."""
    begun = half_way.COOKIE.of(request)
    if begun is None:
        return redirect("staff:customers:sign-in")
    by_recovery = "recovery" in request.POST
    form = RecoveryForm(request.POST) if by_recovery else AppCodeForm(request.POST or None)
    if request.method != "POST":
        return _second(request, begun, form, 200)
    if not form.is_valid():
        return _second(request, begun, form, 422)
    enter = code_step.enter_by_recovery if by_recovery else code_step.enter
    typed = form.cleaned_data["recovery" if by_recovery else "code"]
    try:
        cookie = enter(begun, typed, network=network_of(request), device=device_of(request))
    except (WrongAppCode, AppCodeUsed, WrongRecoveryCode, TooMany) as no:
        _tell_if_locked(begun.customer_id, no)
        return _second(request, begun, form, 422, no)
    except HalfWayOver as no:
        messages.warning(request, str(no))
        return redirect("staff:customers:sign-in")
    if by_recovery:
        messages.warning(request, "That recovery code is spent now. New ones: My sign-in.")
    what = "recovery-code-used" if by_recovery else "signed-in"
    return signed_in(request, safe_next(request, begun.wanted), cookie, what=what)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, here and wherever the cookie was copied to."""
    if member := request.staff:  # type: ignore[attr-defined]
        acts.record("customers:signed-out", who=member.customer_id, name=member.name)
    signing_in.sign_out(cookie_of(request))
    rotate_token(request)
    return without_cookie(redirect("staff:customers:sign-in"))


def signed_in(
    request: HttpRequest, wanted: str, cookie: str, *, what: str = "signed-in"
) -> HttpResponse:
    """On to the page that was wanted; whoever was in here before is out. `what`: the words of the
    log."""
    if member := sessions.staff_behind(cookie):
        acts.record(f"customers:{what}", who=member.customer_id, name=member.name)
    signing_in.sign_out(cookie_of(request))
    rotate_token(request)
    response = with_cookie(redirect(wanted), cookie)
    half_way.COOKIE.drop(response)
    return response


def _tell_if_locked(customer_id: str, no: ShopError) -> None:
    """The fifth wrong code is a line of the log: somebody has the password."""
    if getattr(no, "tries_left", None) == 0:
        name = queries.customer(customer_id).name or customer_id
        acts.record("customers:code-locked", who=customer_id, name=name)


def device_of(request: HttpRequest) -> str:
    """The browser, in words that people know."""
    return device_words(request.headers.get("User-Agent", ""))


def _door(
    request: HttpRequest,
    form: SignInForm,
    wanted: str,
    status: int,
    refusal: ShopError | None = None,
) -> HttpResponse:
    context = {"form": form, "next": wanted, "refusal": refusal}
    return _page(request, "customers/staff/sign_in.html", context, status, refusal)


def _second(
    request: HttpRequest,
    begun: HalfWay,
    form: AppCodeForm | RecoveryForm,
    status: int,
    refusal: ShopError | None = None,
) -> HttpResponse:
    by_recovery = isinstance(form, RecoveryForm)
    context = {
        "form": AppCodeForm() if by_recovery else form,
        "recovery": form if by_recovery else RecoveryForm(),
        "by_recovery": by_recovery,
        "who": begun.customer_id,
        "refusal": refusal,
    }
    return _page(request, "customers/staff/code.html", context, status, refusal)


def _page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: int,
    refusal: ShopError | None,
) -> HttpResponse:
    if not isinstance(refusal, TooMany):
        return render(request, template, {**context}, status=status)
    response = render(request, template, {**context}, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response
