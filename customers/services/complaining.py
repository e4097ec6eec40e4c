"""Complaints: raised by anybody, acknowledged, answered and settled by staff in the time that the
law sets. Every act owes its mail in the same write."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, persistently, refused, transaction, write
from config.errors import Unavailable
from customers.complaint_models import Answer, Complaint, ComplaintList
from customers.complaint_queries import complaint
from customers.complaint_rules import KEPT_AFTER, MOST_ANSWERS, About, State
from customers.digests import digest_of_person
from customers.errors import ComplaintOver, TicketTaken, TooManyAnswers
from customers.services.claimed_mails import OWED
from customers.services.complaint_lists import list_on, lists_of, unlist
from customers.services.throttling import count

MOST_OF_A_DAY = 3  # complaints with an address that nobody proved: each mails to it
TOO_MANY = (
    "Several complaints were raised with this e-mail address today. Sign in to raise another, or"
    " answer one of our mails."
)


def raise_complaint(
    *,
    ticket: str,
    person: str,
    name: str,
    order_id: str,
    about: About,
    words: str,
    is_proved: bool = False,
) -> Complaint:
    """Write a complaint down under the number that was made with its form, so that the form sent
    twice is one complaint; `is_proved`: its person is signed in. Raises TicketTaken where the
    number is another's, TooMany where an address that nobody proved had its mails of today."""
    now = clock.now()
    fresh = Complaint(
        f"{Complaint.PREFIX}{ticket}",
        "#",
        person=person,
        name=name,
        order_id=order_id or None,
        about=about,
        words=words,
        raised_at=now,
        proved_at=now if is_proved else None,
        answers=[],
        mails={State.RAISED.value: OWED + clock.to_text(now)},
    )
    try:
        persistently(lambda: _put(fresh, ticket))
    except TicketTaken:
        present = complaint(ticket)
        if (present.person, present.words) != (person, words):
            raise
        return present
    return fresh


def _put(fresh: Complaint, ticket: str) -> None:
    with transaction() as tx:
        tx.put(fresh, condition=Complaint.key.does_not_exist(), or_else=TicketTaken())
        for key in lists_of(fresh):
            list_on(tx, key, ticket)
        if fresh.proved_at is None:
            key = f"complaint-of/{digest_of_person(fresh.person)}"
            count(tx, key, MOST_OF_A_DAY, timedelta(days=1), says=TOO_MANY)


def prove(found: Complaint) -> None:
    """Its person has said that they wrote it. Safe to repeat."""
    first = Complaint.key.exists() & Complaint.proved_at.does_not_exist()
    actions: list[Action] = [Complaint.proved_at.set(clock.now())]
    if found.proved_at is None:
        try:
            write(lambda: found.update(actions=actions, condition=first))
        except UpdateError as error:
            if not refused(error):
                raise


def acknowledge(ticket: str, *, by: str) -> Complaint:
    """Somebody of us has read it and looks into it; pressed twice is once. Raises
    ComplaintNotFound, Unavailable."""
    now = clock.now()

    def change(present: Complaint) -> list[Action] | None:
        if present.acknowledged_at is not None:
            return None
        return [
            Complaint.acknowledged_at.set(now),
            Complaint.acknowledged_by.set(by),
            _owe(State.ACKNOWLEDGED.value, now),
        ]

    return _change(ticket, change)


def answer(ticket: str, text: str, *, by: str) -> Complaint:
    """Write to the person. Whoever answers has read it, so it is acknowledged as well. The same
    words again are the same answer. Raises ComplaintNotFound, ComplaintOver, TooManyAnswers."""
    now = clock.now()

    def change(present: Complaint) -> list[Action] | None:
        so_far = present.answers or []
        if so_far and so_far[-1].text == text:
            return None
        if present.settled_at is not None:
            raise ComplaintOver(ticket)
        if len(so_far) >= MOST_ANSWERS:
            raise TooManyAnswers
        actions: list[Action] = [
            Complaint.answers.set([*so_far, Answer(at=now, by=by, text=text)]),
            _owe(f"answered/{len(so_far) + 1}", now),
        ]
        if present.acknowledged_at is None:
            actions.append(Complaint.acknowledged_at.set(now))
            actions.append(Complaint.acknowledged_by.set(by))
        return actions

    return _change(ticket, change)


def settle(ticket: str, *, by: str) -> Complaint:
    """The matter is at an end; pressed twice is once. Raises ComplaintNotFound, Unavailable."""
    now = clock.now()

    def change(present: Complaint) -> list[Action] | None:
        if present.settled_at is not None:
            return None
        actions: list[Action] = [
            Complaint.settled_at.set(now),
            Complaint.settled_by.set(by),
            Complaint.expires_at.set(now + KEPT_AFTER),
            _owe(State.SETTLED.value, now),
        ]
        if present.acknowledged_at is None:
            actions.append(Complaint.acknowledged_at.set(now))
            actions.append(Complaint.acknowledged_by.set(by))
        return actions

    return _change(ticket, change, is_the_end=True)


Change = Callable[[Complaint], list[Action] | None]


def _change(ticket: str, change: Change, *, is_the_end: bool = False) -> Complaint:
    """Read, change and list in one write, which holds to what was read."""

    def once() -> Complaint:
        present = complaint(ticket)
        actions = change(present)
        if actions is not None:
            with transaction() as tx:
                tx.update(
                    present,
                    actions=actions,
                    condition=_as_read(present),
                    or_else=Unavailable(BUSY),
                )
                list_on(tx, ComplaintList.MAILS, ticket)
                if is_the_end:
                    unlist(tx, ComplaintList.OPEN, ticket)
        return complaint(ticket)

    return persistently(once)


def _as_read(present: Complaint) -> Condition:
    same: Condition = Complaint.answers == present.answers
    for path, held in (
        (Complaint.acknowledged_at, present.acknowledged_at),
        (Complaint.settled_at, present.settled_at),
    ):
        same = same & (path.does_not_exist() if held is None else path == held)
    return same


def _owe(kind: str, at: datetime) -> Action:
    return Complaint.mails[kind].set(OWED + clock.to_text(at))
