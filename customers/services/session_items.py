"""Sign-ins as they stand on a person's item, staff's and shoppers' side by side and never mixed:
begun with a token of their own, found by their cookie, ended at once."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.constants import MAP
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from customers import queries
from customers.digests import digest_of_secret
from customers.errors import CustomerNotFound, NotAnEmail
from customers.models import Customer, Session
from customers.rules import customer_id_of
from customers.session_rules import KINDS, MOST_SESSIONS, STAFF, SessionKind


@dataclass(frozen=True)
class Found:
    """A live session and whose it is, as the table had them a moment ago."""

    customer: Customer
    key: str
    session: Session

    def is_seen_now(self) -> bool:
        """Note that it was seen, where that is due; whether it was still there to be noted."""
        now, path = clock.now(), Customer.sessions[self.key]
        if now - self.session.seen_at < KINDS[self.session.kind].seen_every:
            return True
        seen = path["seenAt"].set(clock.to_text(now))
        return change(self.customer.customer_id, [seen], path.exists())


@dataclass(frozen=True)
class Beginning:
    """A session about to begin: the cookie for it, and what to write on whose item, if that is
    still as it was read."""

    cookie: str
    actions: list[Action]
    condition: Condition


def behind(cookie: str, kind: SessionKind) -> Found | None:
    """The live session of this kind that the cookie stands for, read from the table."""
    customer_id, token = take_apart(cookie)
    try:
        customer = queries.customer(customer_id) if customer_id else None
    except CustomerNotFound:
        customer = None
    if customer is None:
        return None
    key = digest_of_secret(token)
    session = (customer.sessions or {}).get(key)
    if session is None or session.kind != kind.name or not is_alive(session, clock.now()):
        return None
    return Found(customer, key, session)


def beginning(customer: Customer, kind: SessionKind, *, device: str, now: datetime) -> Beginning:
    """A session with a new token. Of each kind the stalest over ten end, and all dead ones go."""
    token = secrets.token_urlsafe(32)
    session = Session(kind=kind.name, started_at=now, seen_at=now, device=device[:120] or None)
    if kind is STAFF:
        session.sure_at = now
    has_map = customer.sessions is not None
    return Beginning(
        cookie=f"{_b64(customer.customer_id)}.{token}",
        actions=_with_session(customer, digest_of_secret(token), session, now),
        condition=Customer.sessions.exists() if has_map else Customer.sessions.does_not_exist(),
    )


def end(customer_id: str, keys: Iterable[str]) -> None:
    """End these sessions of a person, whichever of them there are; quietly if there is none."""
    for key in keys:
        path = Customer.sessions[key]
        change(customer_id, [path.remove()], path.exists())


def change(customer_id: str, actions: list[Action], condition: Condition) -> bool:
    """Write on a person's item; whether the condition held."""
    item = Customer(customer_id, customer_id)
    try:
        write(lambda: item.update(actions=[*actions], condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return False
    return True


def is_alive(session: Session, now: datetime) -> bool:
    """Whether the session has not ended by itself."""
    kind = KINDS.get(session.kind)
    if kind is None:
        return False
    return now - session.seen_at < kind.idle and now - session.started_at < kind.longest


def take_apart(cookie: str) -> tuple[str, str]:
    """Customer id and token, as far as a cookie from anywhere holds them; else empty text."""
    who, _, token = cookie.partition(".")
    try:
        text = urlsafe_b64decode(who + "=" * (-len(who) % 4)).decode()
        return customer_id_of(text), token
    except (binascii.Error, ValueError, NotAnEmail):
        return "", ""


def _with_session(customer: Customer, key: str, session: Session, now: datetime) -> list[Action]:
    if customer.sessions is None:
        return [Customer.sessions.set({key: session})]
    return [
        Customer.sessions[key].set({MAP: session.serialize(session)}),
        *(Customer.sessions[old].remove() for old in _surplus(customer.sessions, session, now)),
    ]


def _surplus(sessions: dict[str, Session], new: Session, now: datetime) -> list[str]:
    """What makes way for a new session: the dead, then of its kind the least lately seen."""
    alive = [key for key, session in sessions.items() if is_alive(session, now)]
    same = [key for key in alive if sessions[key].kind == new.kind]
    same.sort(key=lambda key: sessions[key].seen_at, reverse=True)
    return list((sessions.keys() - set(alive)) | set(same[MOST_SESSIONS - 1 :]))


def _b64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")
