"""Links by which people join the team or get a new password: mailed, good once, for three days."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, persistently, transaction
from config.errors import ShopError, Unavailable
from config.staff import StaffMember
from customers import queries
from customers.digests import digest_of_secret
from customers.errors import CustomerNotFound
from customers.models import Customer, Invitation
from customers.passwords import refuse_weak
from customers.rules import Role
from customers.services import roster
from customers.services.guessing import code_counter, forget_tries, password_counter
from customers.services.team import check_actor, refuse_unless_led
from customers.team_errors import (
    ColleagueChanged,
    ColleagueNotFound,
    LinkGone,
    ShutOut,
    TeamIsFull,
    WorksHereAlready,
)
from customers.team_rules import INVITED_FOR, MOST_COLLEAGUES

SHOWN_AFTERWARDS = timedelta(days=30)  # an invitation that nobody followed, before it is swept up


def invite(email: str, role: Role, *, by: StaffMember) -> str:
    """Let the person of this address join as this role, and return what the link must carry; a
    second time the link before is dead. NotYours; WorksHereAlready; TeamIsFull."""
    refuse_unless_led(role, by)
    known = {person.customer_id for person in roster.everybody()}
    if email not in known and len(known) >= MOST_COLLEAGUES:
        raise TeamIsFull(MOST_COLLEAGUES)
    return persistently(lambda: _invite(email, role, by))


def send_again(person: Customer, *, by: StaffMember) -> str:
    """A new link for a colleague, invited or at work: it sets their password anew. The one before
    is dead. NotYours, NotYourself, ShutOut."""
    role = person.role or (person.invitation.role if person.invitation else "")
    refuse_unless_led(role, by, person=person)
    if person.role and person.disabled_at:
        raise ShutOut
    token, now = secrets.token_urlsafe(32), clock.now()
    is_same = _role_as_read(person) & _link_as_read(person)
    if person.role:
        is_same &= Customer.disabled_at.does_not_exist()
    who, no = person.customer_id, ColleagueChanged()
    persistently(lambda: _write(who, _invitation(token, role, by, now), is_same, by, no))
    return _key(who, token)


def withdraw(person: Customer, *, by: StaffMember) -> None:
    """The link is dead; who was only invited is on the list no more. Safe to repeat."""
    if person.invitation is None:
        return
    refuse_unless_led(person.role or person.invitation.role, by, person=person)
    is_gone = Customer.invitation.does_not_exist()  # a second press came between
    is_same = _role_as_read(person) & (_link_as_read(person) | is_gone)

    def once() -> None:
        with transaction() as tx:
            check_actor(tx, by)
            tx.update(
                Customer(person.customer_id, person.customer_id),
                actions=[Customer.invitation.remove()],
                condition=is_same & Customer.customer_id.exists(),
                or_else=ColleagueChanged(),
            )
            if not person.role:
                roster.strike_off(tx, person.customer_id)

    persistently(once)


def invited_by(key: str) -> Customer:
    """Whom the link was mailed to; LinkGone if it is not good (any more)."""
    member_id, _, token = key.partition(".")
    try:
        person = roster.colleague(member_id)
    except ColleagueNotFound:
        raise LinkGone from None
    invitation = person.invitation
    is_good = invitation is not None and invitation.good_until > clock.now()
    digest = invitation.digest if invitation else ""
    if not is_good or not secrets.compare_digest(digest, digest_of_secret(token)):
        raise LinkGone
    return person


def accept(key: str, *, name: str, password: str) -> Customer:
    """Take name and password for whom the link was mailed to; they work here from now on, and all
    their sign-ins end. The link is used up by it. LinkGone, WeakPassword."""
    person = invited_by(key)
    refuse_weak(password, of=person.customer_id)
    invitation, who, now = person.invitation, person.customer_id, clock.now()
    if invitation is None:
        raise LinkGone
    hashed = make_password(password)
    # Whoever joins begins anew; whoever is shut out while at work stays so.
    anew: list[Action] = [] if person.role else [Customer.disabled_at.remove()]

    def once() -> None:
        with transaction() as tx:
            tx.update(
                Customer(who, who),
                actions=[
                    Customer.role.set(person.role or invitation.role),
                    Customer.name.set(name),
                    Customer.password_hash.set(hashed),
                    Customer.invitation.remove(),
                    Customer.sessions.remove(),
                    Customer.expires_at.remove(),
                    Customer.updated_at.set(now),
                    Customer.version.add(1),
                    *anew,
                ],
                condition=_link_as_read(person) & _role_as_read(person),
                or_else=LinkGone(),
            )
            roster.enlist(tx, who)

    persistently(once)
    forget_tries(password_counter(who), code_counter(who))
    return queries.customer(who)


def _invite(email: str, role: Role, by: StaffMember) -> str:
    """Who is unknown has an item that goes by itself if the link is never followed."""
    now, token, path = clock.now(), secrets.token_urlsafe(32), Customer.expires_at
    try:
        present = queries.customer(email)
    except CustomerNotFound:
        present = None
    if present is not None and present.role:
        roster.see_that_listed(email)  # who began before there was a list is found on it from now
        raise WorksHereAlready
    if present is not None and present.invitation:
        refuse_unless_led(present.invitation.role, by)
    actions = _invitation(token, role.value, by, now)
    is_as_read = Customer.role.does_not_exist() & _link_as_read(present)
    if present is not None and present.expires_at is None:
        is_as_read &= Customer.customer_id.exists() & path.does_not_exist()
    else:
        ends = now + INVITED_FOR + SHOWN_AFTERWARDS
        before = present.expires_at if present and present.expires_at else ends
        actions += [path.set(max(ends, before)), Customer.created_at.set(Customer.created_at | now)]
        is_as_read &= Customer.customer_id.does_not_exist() | path.exists()
    changed = Unavailable(BUSY)  # in this very moment: look again
    _write(email, actions, is_as_read, by, changed)
    return _key(email, token)


def _role_as_read(person: Customer) -> Condition:
    return Customer.role == person.role if person.role else Customer.role.does_not_exist()


def _link_as_read(person: Customer | None) -> Condition:
    """Only who has seen the link of this moment may put another in its place."""
    if person is None or person.invitation is None:
        return Customer.invitation.does_not_exist()
    return Customer.invitation["digest"] == person.invitation.digest


def _invitation(token: str, role: str, by: StaffMember, now: datetime) -> list[Action]:
    made = Invitation(
        digest=digest_of_secret(token), role=role, good_until=now + INVITED_FOR, by=by.name
    )
    return [Customer.invitation.set(made), Customer.updated_at.set(now)]


def _write(
    customer_id: str,
    actions: list[Action],
    condition: Condition,
    by: StaffMember,
    or_else: ShopError,
) -> None:
    with transaction() as tx:
        check_actor(tx, by)
        item = Customer(customer_id, customer_id)
        tx.update(item, actions=[*actions], condition=condition, or_else=or_else)
        roster.enlist(tx, customer_id)


def _key(customer_id: str, token: str) -> str:
    return f"{roster.member_id_of(customer_id)}.{token}"
