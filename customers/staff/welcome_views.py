"""The page that a mailed link leads to: a name and a password, and one works here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config import acts
from config.errors import Unavailable
from config.staff import HOME
from customers.errors import WeakPassword
from customers.models import Customer
from customers.services import inviting, signing_in
from customers.staff.forms import WelcomeForm
from customers.staff.views import device_of, signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Only the form uses the link up, so a mail program that looks ahead does no harm."""
    given = request.POST if request.method == "POST" else request.GET
    key = given.get("key", "")[:200]
    person = inviting.invited_by(key)
    if request.method != "POST":
        return _page(request, person, WelcomeForm(initial={"name": person.name, "key": key}))
    form = WelcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    typed, what = form.cleaned_data, "link-password" if person.role else "joined"
    try:
        person = inviting.accept(key, name=typed["name"], password=typed["password"])
    except WeakPassword as no:
        form.add_error("password", str(no))
        return _page(request, person, form, status=422)
    acts.record(f"customers:{what}", who=person.customer_id, name=typed["name"])
    return _in(request, person)


def _in(request: HttpRequest, person: Customer) -> HttpResponse:
    """Straight on; where there is a code app, by the door and its code."""
    if person.totp_secret or person.disabled_at:
        messages.success(request, "The new password holds. Sign in with it.")
        return redirect("staff:customers:sign-in")
    try:
        cookie = signing_in.sign_in_by_link(person, device=device_of(request))
    except Unavailable:
        return redirect("staff:customers:sign-in")
    return signed_in(request, HOME, cookie)


def _page(
    request: HttpRequest, person: Customer, form: WelcomeForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "role": person.role or (person.invitation.role if person.invitation else ""),
    }
    return render(request, "customers/staff/welcome.html", context, status=status)
