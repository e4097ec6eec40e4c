"""A shopper's own pages: who they are to the shop, and where they are signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.shopper import ShopperRequest, shopper_only
from customers import queries
from customers.errors import ProfileChanged
from customers.forms import ProfileForm
from customers.services import shopper_sessions
from customers.services.profile import change_profile
from customers.sign_in_views import cookie_of, signed_out


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ShopperRequest) -> HttpResponse:
    """Name and telephone number, and since when the shop knows this address."""
    customer_id = request.shopper.customer_id
    if request.method != "POST":
        return _profile(request, ProfileForm.of(queries.customer(customer_id)))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile(request, form, status=422)
    seen = form.cleaned_data.pop("version")
    try:
        change_profile(customer_id, **form.cleaned_data, version_seen=seen)
    except ProfileChanged as refusal:
        messages.error(request, str(refusal))
        return _profile(request, ProfileForm.of(queries.customer(customer_id)), status=409)
    messages.success(request, "Saved.")
    return redirect("customers:profile")


@shopper_only
@require_safe
def devices(request: ShopperRequest) -> HttpResponse:
    """Every browser in which this shopper is signed in."""
    found = shopper_sessions.devices_of(request.shopper.customer_id, cookie=cookie_of(request))
    return render(request, "customers/devices.html", {"devices": found})


@shopper_only
@require_POST
def end_device(request: ShopperRequest) -> HttpResponse:
    """Sign out one device; this one too, and then nothing of the person stays in it."""
    person, key = request.shopper.customer_id, request.POST.get("key", "")
    if shopper_sessions.end_device(person, key, cookie=cookie_of(request)):
        messages.success(request, "You are signed out.")
        return signed_out(request)
    messages.success(request, "Signed out on that device.")
    return redirect("customers:devices")


@shopper_only
@require_POST
def end_others(request: ShopperRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    shopper_sessions.end_others(request.shopper.customer_id, cookie=cookie_of(request))
    messages.success(request, "Signed out on all other devices.")
    return redirect("customers:devices")


@shopper_only
@require_POST
def end_everywhere(request: ShopperRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    shopper_sessions.end_everywhere(request.shopper.customer_id)
    messages.success(request, "You are signed out on all devices.")
    return signed_out(request)


def _profile(request: ShopperRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    customer = queries.customer(request.shopper.customer_id)
    context = {"form": form, "customer": customer}
    return render(request, "customers/profile.html", context, status=status)
