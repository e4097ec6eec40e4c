"""What the people of the shop do about their own sign-in: devices and password."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from pynamodb.expressions.update import Action

from config import clock
from customers.models import Customer
from customers.passwords import refuse_weak
from customers.services import session_items
from customers.services.sureness import right_one
from customers.session_rules import STAFF
from customers.team_errors import SignInChanged


@dataclass(frozen=True)
class Device:
    """One browser in which somebody of the staff is signed in. `key` names it in the table and
    opens no door."""

    key: str
    words: str
    since: datetime
    seen_at: datetime
    is_this: bool


def devices_of(person: Customer, *, this: str = "") -> list[Device]:
    """Where somebody is signed in as staff, the browser of the session `this` first, then by when
    it was seen last."""
    now = clock.now()
    found = [
        Device(key, each.device or "A browser", each.started_at, each.seen_at, key == this)
        for key, each in (person.sessions or {}).items()
        if each.kind == STAFF.name and session_items.is_alive(each, now)
    ]
    return sorted(found, key=lambda device: (device.is_this, device.seen_at), reverse=True)


def end_device(person: Customer, key: str) -> None:
    """Sign out one of a person's staff devices; quietly if it is none of theirs (any more)."""
    session_items.end(
        person.customer_id, [each.key for each in devices_of(person) if each.key == key]
    )


def end_devices(person: Customer, *, but: str = "") -> None:
    """Sign a person out as staff everywhere, save in the session `but`."""
    session_items.end(
        person.customer_id, [each.key for each in devices_of(person) if each.key != but]
    )


def change_password(customer_id: str, key: str, *, old: str, new: str) -> None:
    """Take the new password and end every other sign-in of the person, as shopper too; the session
    `key` goes on, and a mailed link for a new password is dead. NotYourPassword; SignedOut;
    WeakPassword; SignInChanged."""
    refuse_weak(new, of=customer_id)
    person = right_one(customer_id, key, old)
    kept = (person.sessions or {}).get(key)
    if kept is None:
        raise SignInChanged
    kept.sure_at = now = clock.now()
    is_same = Customer.sessions[key].exists() & (Customer.password_hash == person.password_hash)
    actions: list[Action] = [
        Customer.password_hash.set(make_password(new)),
        Customer.sessions.set({key: kept}),
        Customer.invitation.remove(),
        Customer.updated_at.set(now),
        Customer.version.add(1),
    ]
    if not session_items.change(customer_id, actions, is_same):
        raise SignInChanged
