"""What stands on the pages of the team."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from config import clock
from config.staff import StaffMember
from customers.models import Customer, Invitation
from customers.rules import Role
from customers.services import roster
from customers.services.own_sign_in import Device, devices_of
from customers.team_rules import may_lead, needs_code_app

NOW = timedelta(minutes=6)  # a session is noted as seen every five
_RANK = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Colleague:
    """One of the team, as another of the team sees them."""

    member_id: str
    name: str
    email: str
    role: str
    has_code_app: bool
    needs_code_app: bool
    is_member: bool  # else invited, and not here yet
    is_out: bool
    is_you: bool
    is_led: bool  # by who looks
    devices: list[Device]
    invitation: Invitation | None
    is_invitation_over: bool

    @property
    def seen(self) -> str:
        """'now', 'today 11:36', '23 Nov, 11:36'; empty where they are signed in nowhere."""
        if not self.devices:
            return ""
        moment = max(device.seen_at for device in self.devices)
        if clock.now() - moment < NOW:
            return "now"
        local, today = timezone.localtime(moment), timezone.localdate()
        if local.date() == today:
            return f"today {local:%H:%M}"
        return f"{local.day} {local:%b}, {local:%H:%M}"


def seen_by(member: StaffMember, person: Customer) -> Colleague:
    """The person as `member` sees them."""
    invitation = person.invitation
    role = person.role or ""
    counted = role or (invitation.role if invitation else "")
    is_you = person.customer_id == member.customer_id
    return Colleague(
        member_id=roster.member_id_of(person.customer_id),
        name=person.name or "",
        email=person.customer_id,
        role=counted,
        has_code_app=bool(person.totp_secret),
        needs_code_app=needs_code_app(counted),
        is_member=bool(role),
        is_out=bool(role) and person.disabled_at is not None,
        is_you=is_you,
        is_led=not is_you and may_lead(member.rights, counted),
        devices=devices_of(person),
        invitation=invitation,
        is_invitation_over=invitation is not None and invitation.good_until <= clock.now(),
    )


def all_seen_by(member: StaffMember) -> list[Colleague]:
    """The whole team: owners first, then by name."""
    found = [seen_by(member, person) for person in roster.everybody()]
    return sorted(found, key=lambda each: (_RANK.get(each.role, 9), each.name, each.email))
