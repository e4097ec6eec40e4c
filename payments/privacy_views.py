"""A shopper's own data: what they agreed to, a copy of everything, and the way to be forgotten."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config import clock
from config.shopper import ShopperRequest, shopper_only
from customers import known_browser
from customers.errors import ErasureHasBegun, WorksHere
from customers.privacy_models import digest_of
from customers.services import consent, erasing
from customers.services.shopper_sessions import devices_of
from customers.services.throttling import hit
from customers.sign_in_views import forget_shopper
from payments.privacy_forms import EraseForm
from payments.services import privacy
from payments.services.data_copy import copy_of

FRESH = timedelta(minutes=10)  # since the sign-in; who holds the browser holds the mailbox
MOST_COPIES, COPIES_IN = 5, timedelta(hours=1)


@shopper_only
@require_safe
def data(request: ShopperRequest) -> HttpResponse:
    """What a shopper may ask of us about their own data."""
    person = request.shopper.customer_id
    wish = erasing.erasure_of(person)
    context = {
        "consents": consent.standings_of(person),
        "wish": wish,
        "look": privacy.first_look(person) if wish and not wish.begun_at else None,
        "is_fresh": _is_fresh(request),
        "again": _sign_in_again("payments:data"),
    }
    return render(request, "customers/data.html", context)


@shopper_only
@require_POST
def agree(request: ShopperRequest) -> HttpResponse:
    """Give consent, or take it back."""
    consent.settle(request.shopper.customer_id, request.POST.getlist("purpose"))
    messages.success(request, "Kept as you chose.")
    return redirect("payments:data")


@shopper_only
@require_POST
def copy(request: ShopperRequest) -> HttpResponse:
    """Everything that we hold about the shopper, in one file."""
    if not _is_fresh(request):
        return redirect(_sign_in_again("payments:data"))
    person = request.shopper.customer_id
    hit(f"data-copy/{digest_of(person)}", MOST_COPIES, COPIES_IN)
    name = f"your-data-{clock.now():%Y-%m-%d}.zip"
    sent = FileResponse(copy_of(person), as_attachment=True, filename=name)
    return cast("HttpResponse", sent)  # it has no `content`, and nobody asks for it


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: ShopperRequest) -> HttpResponse:
    """What goes, what stays and why; then, with a word typed, the wish itself."""
    if not _is_fresh(request):
        return redirect(_sign_in_again("payments:erase"))
    form = EraseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _erase_page(request, form, 422 if request.method == "POST" else 200)
    try:
        holds = privacy.ask(request.shopper.customer_id)
    except WorksHere as refusal:
        form.add_error(None, str(refusal))
        return _erase_page(request, form, 422)
    if not holds:
        response = redirect("payments:erasing")
        forget_shopper(response)
        known_browser.drop(response)
        return response
    messages.success(request, "Your wish is written down.")
    return redirect("payments:data")


@shopper_only
@require_POST
def stay(request: ShopperRequest) -> HttpResponse:
    """Take the wish back."""
    try:
        if erasing.withdraw(request.shopper.customer_id):
            messages.success(request, "Your data stay. Nothing was erased.")
    except ErasureHasBegun as refusal:
        messages.error(request, str(refusal))
    return redirect("payments:data")


@never_cache
@require_safe
def erasing_now(request: HttpRequest) -> HttpResponse:
    """What somebody reads who is not known any more; it says nothing about anybody."""
    return render(request, "customers/erasing.html")


def _erase_page(request: ShopperRequest, form: EraseForm, status: int) -> HttpResponse:
    person = request.shopper.customer_id
    context = {
        "form": form,
        "look": privacy.first_look(person),
        "wish": erasing.erasure_of(person),
    }
    return render(request, "customers/erase.html", context, status=status)


def _is_fresh(request: ShopperRequest) -> bool:
    cookie = request.COOKIES.get(settings.SHOPPER_COOKIE_NAME, "")
    now = clock.now()
    devices = devices_of(request.shopper.customer_id, cookie=cookie)
    return any(device.is_this and now - device.since <= FRESH for device in devices)


def _sign_in_again(page: str) -> str:
    return f"{reverse('customers:sign-in')}?{urlencode({'again': '1', 'next': reverse(page)})}"
