"""A colleague's own sign-in: devices, password, code app, recovery codes."""

from typing import TypeVar

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config import acts
from config.errors import ShopError
from config.staff import StaffRequest, staff_only
from customers import queries
from customers.code_app import new_secret, picture_of
from customers.errors import NotYourPassword, WeakPassword
from customers.services import code_apps, own_sign_in
from customers.staff.cookies import session_of
from customers.staff.forms import PasswordForm, SetUpForm, StaffForm
from customers.team_errors import NotThisCode
from customers.team_rules import needs_code_app

_F = TypeVar("_F", bound=StaffForm)
TICKET = "customers.code-app"
TICKET_LASTS = 30 * 60  # seconds between seeing the picture and typing its code


@staff_only("self")
@require_safe
def me(request: StaffRequest) -> HttpResponse:
    """My sign-in."""
    return _me(request, PasswordForm())


@staff_only("self")
@require_POST
def end_device(request: StaffRequest) -> HttpResponse:
    """Sign one of my devices out; this one too."""
    me = queries.customer(request.staff.customer_id)
    own_sign_in.end_device(me, request.POST.get("key", ""))
    messages.success(request, "Signed out on that device.")
    return redirect("staff:customers:me:index")


@staff_only("self")
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """Sign me out everywhere but here."""
    me = queries.customer(request.staff.customer_id)
    own_sign_in.end_devices(me, but=session_of(request))
    messages.success(request, "Signed out on all other devices.")
    return redirect("staff:customers:me:index")


@staff_only("self")
@require_POST
def password(request: StaffRequest) -> HttpResponse:
    """A new password; every other sign-in of mine ends."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _me(request, form, status=422)
    try:
        own_sign_in.change_password(
            request.staff.customer_id,
            session_of(request),
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
        )
    except NotYourPassword as no:
        return _me(request, _with(form, "old", no), status=422)
    except WeakPassword as no:
        return _me(request, _with(form, "new", no), status=422)
    messages.success(request, "The new password holds. All other devices are signed out.")
    return redirect("staff:customers:me:index")


@staff_only("self", asks_password=True, is_setting_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def code_app(request: StaffRequest) -> HttpResponse:
    """Set up the code app, or another phone's: a picture to read in, and the first code."""
    who = request.staff.customer_id
    if request.method != "POST":
        return _set_up(request, new_secret())
    form = SetUpForm(request.POST)
    secret = _secret_of(request.POST.get("ticket", ""), who)
    if not secret:
        messages.warning(request, "That took too long. Read in this new picture.")
        return _set_up(request, new_secret(), status=422)
    if not form.is_valid():
        return _set_up(request, secret, form, status=422)
    try:
        codes = code_apps.set_up(who, secret, form.cleaned_data["code"])
    except NotThisCode as no:
        return _set_up(request, secret, _with(form, "code", no), status=422)
    return _recovery(request, codes)


@staff_only("self", asks_password=True)
@require_POST
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Ten new recovery codes; those before are dead."""
    return _recovery(request, code_apps.renew_recovery_codes(request.staff.customer_id))


def _me(request: StaffRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    person = queries.customer(request.staff.customer_id)
    context = {
        "person": person,
        "devices": own_sign_in.devices_of(person, this=session_of(request)),
        "form": form,
        "codes_left": len(person.recovery_codes or ()),
        "needs_code_app": needs_code_app(person.role),
    }
    return render(request, "customers/staff/me.html", context, status=status)


def _set_up(
    request: StaffRequest, secret: str, form: SetUpForm | None = None, *, status: int = 200
) -> HttpResponse:
    who = request.staff.customer_id
    ticket = signing.dumps({"who": who, "secret": secret}, salt=TICKET)
    picture = mark_safe(picture_of(secret, who))  # noqa: S308 - by segno, of digits
    context = {
        "form": form or SetUpForm(initial={"ticket": ticket}),
        "picture": picture,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "is_asked": request.staff.lacks_code_app,
    }
    return render(request, "customers/staff/code_app.html", context, status=status)


def _secret_of(ticket: str, who: str) -> str:
    """The secret that this very person was shown a while ago; empty for any other ticket."""
    try:
        kept = signing.loads(ticket, salt=TICKET, max_age=TICKET_LASTS)
    except signing.BadSignature:
        return ""
    return str(kept["secret"]) if kept["who"] == who else ""


def _recovery(request: StaffRequest, codes: list[str]) -> HttpResponse:
    """Shown this once: what the table keeps cannot be read back."""
    acts.tell(request)
    return render(request, "customers/staff/recovery.html", {"codes": codes})


def _with(form: _F, field: str, no: ShopError) -> _F:
    hint = getattr(no, "hint", "")
    form.add_error(field, f"{no} {hint}".strip())
    return form
