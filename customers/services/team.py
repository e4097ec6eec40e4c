"""What people of the shop do to each other's accounts. Whoever acts must still have the role they
had when they opened the page, in the same write: so of two owners who shut each other out at the
same moment one stays, and the shop always has an owner."""

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction, persistently, transaction
from config.staff import StaffMember
from customers.models import Customer
from customers.rules import Role
from customers.services import roster
from customers.services.accounts import without_code_app
from customers.services.own_sign_in import end_device, end_devices
from customers.team_errors import (
    ActorChanged,
    ColleagueChanged,
    NotHereYet,
    NotYours,
    NotYourself,
)
from customers.team_rules import may_lead


def shut_out(person: Customer, *, by: StaffMember) -> None:
    """Out at once, on every device; what they did stays theirs in every story. Safe to repeat."""
    _refuse_unless_here(person, by)
    if person.disabled_at is None:
        now = clock.now()
        _change(person, [Customer.disabled_at.set(now), Customer.invitation.remove()], by)


def let_in(person: Customer, *, by: StaffMember) -> None:
    """They may sign in again, with the password they had. Safe to repeat."""
    _refuse_unless_here(person, by)
    if person.disabled_at is not None:
        _change(person, [Customer.disabled_at.remove()], by)


def change_role(person: Customer, role: Role, *, by: StaffMember) -> None:
    """Another role from now on; all their sign-ins end. Safe to repeat."""
    _refuse_unless_here(person, by)
    refuse_unless_led(role, by)
    if person.role != role:
        _change(person, [Customer.role.set(role.value)], by)


def let_go(person: Customer, *, by: StaffMember) -> None:
    """They work here no more: role, password and code app are gone. A shopper they may stay."""
    _refuse_unless_here(person, by)
    gone = [
        Customer.role.remove(),
        Customer.password_hash.remove(),
        Customer.disabled_at.remove(),
        Customer.invitation.remove(),
        *without_code_app(),
    ]
    _change(person, gone, by, is_leaving=True)


def take_code_app(person: Customer, *, by: StaffMember) -> None:
    """Take the code app off, for somebody who has lost the phone and the recovery codes."""
    _refuse_unless_here(person, by)
    if person.totp_secret:
        _change(person, without_code_app(), by)


def end_session(person: Customer, key: str, *, by: StaffMember) -> None:
    """Sign one device of theirs out; quietly if it is none (any more)."""
    _refuse_unless_here(person, by)
    end_device(person, key)


def end_sessions(person: Customer, *, by: StaffMember) -> None:
    """Sign them out as staff on every device."""
    _refuse_unless_here(person, by)
    end_devices(person)


def refuse_unless_led(role: str, by: StaffMember, *, person: Customer | None = None) -> None:
    """NotYourself where `person` is who acts; NotYours where a role like this is not theirs."""
    if person is not None and person.customer_id == by.customer_id:
        raise NotYourself
    if not may_lead(by.rights, role):
        raise NotYours


def check_actor(tx: Transaction, by: StaffMember) -> None:
    """Add to the caller's transaction: who acts still works here, in the role they acted in."""
    is_same = (Customer.role == by.role) & Customer.disabled_at.does_not_exist()
    who = by.customer_id
    tx.check(Customer, who, who, condition=is_same, or_else=ActorChanged())


def _change(
    person: Customer, actions: list[Action], by: StaffMember, *, is_leaving: bool = False
) -> None:
    who, now = person.customer_id, clock.now()

    def once() -> None:
        with transaction() as tx:
            check_actor(tx, by)
            tx.update(
                Customer(who, who),
                actions=[
                    *actions,
                    Customer.sessions.remove(),
                    Customer.updated_at.set(now),
                    Customer.version.add(1),
                ],
                condition=Customer.role == person.role,
                or_else=ColleagueChanged(),
            )
            if is_leaving:
                roster.strike_off(tx, who)

    persistently(once)


def _refuse_unless_here(person: Customer, by: StaffMember) -> None:
    """NotYourself and NotYours; NotHereYet where somebody was invited and has not come."""
    role = person.role or (person.invitation.role if person.invitation else "")
    refuse_unless_led(role, by, person=person)
    if person.role is None:
        raise NotHereYet
