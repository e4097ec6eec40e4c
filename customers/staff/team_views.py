"""The team: who works here, their devices, links by mail, and what each role may do."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config import acts
from config.errors import ShopError
from config.staff import StaffRequest, staff_only
from customers.errors import MailNotSent
from customers.models import Customer
from customers.rules import Role
from customers.services import inviting, roster, team, team_mails
from customers.staff.forms import InviteForm, RoleForm
from customers.staff.team_page import all_seen_by, seen_by
from customers.team_rules import roles_led_by, table_of_rights

MANAGE, RULE = "team.manage", "team.rule"


@staff_only(MANAGE)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All of the team, a form to invite somebody, and the table of rights."""
    return _index(request, InviteForm(roles=roles_led_by(request.staff.rights)))


@staff_only(MANAGE, asks_password=True)
@require_POST
def invitations(request: StaffRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST, roles=roles_led_by(request.staff.rights))
    if not form.is_valid():
        return _index(request, form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    try:
        key = inviting.invite(email, role, by=request.staff)
    except ShopError as no:
        form.add_error("email", str(no))
        return _index(request, form, status=422)
    acts.tell(request, member_id=email, role=role.value)
    _mail(request, key, to=email, role=role.value, is_new=True)
    return redirect("staff:customers:team:index")


@staff_only(MANAGE)
@require_safe
def member(request: StaffRequest, member_id: str) -> HttpResponse:
    """One of the team: devices, and what may be done."""
    return _member(request, roster.colleague(member_id))


@staff_only(MANAGE, asks_password=True)
@require_POST
def link(request: StaffRequest, member_id: str) -> HttpResponse:
    """Send a new link: to join, or for a new password."""
    person = roster.colleague(member_id)
    try:
        key = inviting.send_again(person, by=request.staff)
    except ShopError as no:
        messages.warning(request, str(no))
        return redirect("staff:customers:team:member", member_id)
    _told(request, person)
    role = person.role or (person.invitation.role if person.invitation else "")
    _mail(request, key, to=person.customer_id, role=role, is_new=not person.role)
    return redirect("staff:customers:team:member", member_id)


@staff_only(MANAGE, asks_password=True)
@require_POST
def withdrawn(request: StaffRequest, member_id: str) -> HttpResponse:
    """The link that was mailed is dead."""
    return _done(request, member_id, inviting.withdraw, "The link does not work any more.")


@staff_only(MANAGE, asks_password=True)
@require_POST
def shut_out(request: StaffRequest, member_id: str) -> HttpResponse:
    """Out at once, on every device."""
    return _done(request, member_id, team.shut_out, "{} is shut out, on every device.")


@staff_only(MANAGE, asks_password=True)
@require_POST
def let_in(request: StaffRequest, member_id: str) -> HttpResponse:
    """In again."""
    return _done(request, member_id, team.let_in, "{} may sign in again.")


@staff_only(MANAGE, asks_password=True)
@require_POST
def code_app_off(request: StaffRequest, member_id: str) -> HttpResponse:
    """Their code app is taken off."""
    return _done(request, member_id, team.take_code_app, "{} signs in without a code now.")


@staff_only(MANAGE, asks_password=True)
@require_POST
def sessions(request: StaffRequest, member_id: str) -> HttpResponse:
    """End one sign-in of theirs, or all."""
    key = request.POST.get("key", "")
    if key:
        act = partial(team.end_session, key=key)
        return _done(request, member_id, act, "{} is signed out on that device.")
    return _done(request, member_id, team.end_sessions, "{} is signed out everywhere.")


@staff_only(RULE, asks_password=True)
@require_POST
def role(request: StaffRequest, member_id: str) -> HttpResponse:
    """Another role."""
    form = RoleForm(request.POST, roles=list(Role))
    if not form.is_valid():
        return _member(request, roster.colleague(member_id), status=422)
    new = Role(form.cleaned_data["role"])
    act = partial(team.change_role, role=new)
    return _done(request, member_id, act, f"{{}} is {new.value} from now on.", role=new.value)


@staff_only(RULE, asks_password=True)
@require_POST
def leaving(request: StaffRequest, member_id: str) -> HttpResponse:
    """They work here no more."""
    words = "{} does not work here any more."
    return _done(request, member_id, team.let_go, words, to="staff:customers:team:index")


def _done(
    request: StaffRequest,
    member_id: str,
    act: Callable[..., None],
    words: str,
    *,
    to: str = "",
    **about: str,
) -> HttpResponse:
    """Do it, say it, and go back to their page, or where there is one no more to the team's."""
    person = roster.colleague(member_id)
    try:
        act(person, by=request.staff)
    except ShopError as no:
        messages.warning(request, str(no))
    else:
        _told(request, person, **about)
        messages.success(request, words.format(_name(person)))
    is_gone = to or (not person.role)
    return (
        redirect("staff:customers:team:index")
        if is_gone
        else redirect("staff:customers:team:member", member_id)
    )


def _told(request: StaffRequest, person: Customer, **about: str) -> None:
    acts.tell(request, member_id=_name(person), **about)


def _name(person: Customer) -> str:
    return person.name or person.customer_id


def _mail(request: StaffRequest, key: str, *, to: str, role: str, is_new: bool) -> None:
    try:
        team_mails.send_link(key, to=to, role=role, by=request.staff.name, is_new=is_new)
    except MailNotSent:
        messages.warning(request, f"The mail to {to} could not be sent. Press “Send again”.")
    else:
        messages.success(request, f"The link is on its way to {to}. It works once, for three days.")


def _index(request: StaffRequest, form: InviteForm, *, status: int = 200) -> HttpResponse:
    context = {
        "colleagues": all_seen_by(request.staff),
        "form": form,
        "roles": list(Role),
        "rights": list(table_of_rights()),
    }
    return render(request, "customers/staff/team.html", context, status=status)


def _member(request: StaffRequest, person: Customer, *, status: int = 200) -> HttpResponse:
    context = {
        "colleague": seen_by(request.staff, person),
        "role_form": RoleForm(roles=list(Role), initial={"role": person.role}),
        "may_rule": request.staff.may(RULE),
    }
    return render(request, "customers/staff/team_member.html", context, status=status)
