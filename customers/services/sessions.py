"""Sign-ins of staff, kept on their item so that they can be ended at once."""

import binascii
import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from pynamodb.constants import MAP
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from config.staff import StaffMember
from customers import queries
from customers.errors import CustomerNotFound, NotAnEmail
from customers.models import Customer, Session
from customers.rules import IDLE, LONGEST, MOST_SESSIONS, SEEN_EVERY, customer_id_of, rights_of

STAFF = "staff"


def staff_behind(cookie: str) -> StaffMember | None:
    """Who the cookie stands for, read from the table; None when the session has ended, the person
    was disabled or has no role (any more)."""
    customer_id, token = _take_apart(cookie)
    try:
        customer = queries.customer(customer_id) if customer_id else None
    except CustomerNotFound:
        customer = None
    if customer is None or not may_work(customer):
        return None
    session = (customer.sessions or {}).get(_digest(token))
    now = clock.now()
    if session is None or not _is_alive(session, now):
        return None
    if now - session.seen_at >= SEEN_EVERY and not _mark_seen(customer, _digest(token), now):
        return None
    return _member(customer)


def may_work(customer: Customer) -> bool:
    """Whether this is staff, and not disabled."""
    return customer.disabled_at is None and bool(rights_of(customer.role))


def begin(customer: Customer, *, device: str, now: datetime) -> str:
    """Begin a session with a new token and return the cookie for it; the oldest sessions over ten
    end. Refused (UpdateError) if the password or the sessions are not what `customer` shows, or
    the person was disabled meanwhile."""
    token = secrets.token_urlsafe(32)
    session = Session(kind=STAFF, started_at=now, seen_at=now, device=device[:120] or None)
    customer.update(
        actions=_with_session(customer, _digest(token), session, now),
        condition=_as_read(customer),
    )
    return f"{_b64(customer.customer_id)}.{token}"


def end(cookie: str) -> None:
    """End the session of this cookie everywhere; quietly if there is none."""
    customer_id, token = _take_apart(cookie)
    if customer_id:
        path = Customer.sessions[_digest(token)]
        _change(customer_id, [path.remove()], path.exists())


def end_all(customer_id: str) -> None:
    """End every session of a person."""
    _change(customer_id, [Customer.sessions.remove()], Customer.sessions.exists())


def _with_session(customer: Customer, key: str, session: Session, now: datetime) -> list[Action]:
    stored = {MAP: session.serialize(session)}
    if customer.sessions is None:
        return [Customer.sessions.set({key: session})]
    return [
        Customer.sessions[key].set(stored),
        *(Customer.sessions[old].remove() for old in _surplus(customer.sessions, now)),
    ]


def _as_read(customer: Customer) -> Condition:
    condition: Condition = Customer.disabled_at.does_not_exist()
    condition &= Customer.password_hash == customer.password_hash
    has_map = customer.sessions is not None
    condition &= Customer.sessions.exists() if has_map else Customer.sessions.does_not_exist()
    return condition


def _surplus(sessions: dict[str, Session], now: datetime) -> list[str]:
    """What makes way for a new session: the dead, then the least lately seen."""
    alive = [key for key, session in sessions.items() if _is_alive(session, now)]
    alive.sort(key=lambda key: sessions[key].seen_at, reverse=True)
    return list(sessions.keys() - set(alive[: MOST_SESSIONS - 1]))


def _is_alive(session: Session, now: datetime) -> bool:
    return (
        session.kind == STAFF
        and now - session.seen_at < IDLE
        and now - session.started_at < LONGEST
    )


def _mark_seen(customer: Customer, key: str, now: datetime) -> bool:
    """Whether the session was still there to be marked."""
    path = Customer.sessions[key]
    return _change(customer.customer_id, [path["seenAt"].set(clock.to_text(now))], path.exists())


def _change(customer_id: str, actions: list[Action], condition: Condition) -> bool:
    item = Customer(customer_id, customer_id)
    try:
        write(lambda: item.update(actions=[*actions], condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return False
    return True


def _member(customer: Customer) -> StaffMember:
    return StaffMember(
        customer_id=customer.customer_id,
        name=customer.name or customer.customer_id,
        role=customer.role or "",
        rights=rights_of(customer.role),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _b64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _take_apart(cookie: str) -> tuple[str, str]:
    """Customer id and token, as far as a cookie from anywhere holds them; else empty text."""
    who, _, token = cookie.partition(".")
    try:
        text = urlsafe_b64decode(who + "=" * (-len(who) % 4)).decode()
        return customer_id_of(text), token
    except (binascii.Error, ValueError, NotAnEmail):
        return "", ""
