"""The mails of complaints: that we have it, that we look into it, each answer, that it is settled.
Each once, owed by the write that it speaks of."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from pynamodb.exceptions import UpdateError

from config.dynamo import refused, write
from config.mail import message
from customers.complaint_links import token_of
from customers.complaint_models import Complaint, ComplaintList
from customers.complaint_queries import complaint, tickets_on
from customers.complaint_rules import ANSWERED, HEADINGS, SETTLE_WITHIN, State
from customers.errors import ComplaintNotFound
from customers.services.claimed_mails import is_due, send_claimed
from customers.services.complaint_lists import take_off


def tickets_with_mail() -> list[str]:
    """The tickets of which a mail is owed: one read."""
    return tickets_on(ComplaintList.MAILS)


def send_of(ticket: str, *, now: datetime) -> int:
    """Send what a complaint owes, the oldest first; how many were sent. With its last mail it
    leaves the list."""
    try:
        found = complaint(ticket)
    except ComplaintNotFound:
        take_off(ComplaintList.MAILS, ticket)
        return 0
    mails = found.mails or {}
    due = [kind for kind in sorted(mails, key=lambda k: mails[k]) if is_due(mails[kind], now)]
    sent = sum(_send(found, kind, now=now) for kind in due)
    _leave_list(ticket)
    return sent


def headline_of(kind: str) -> str:
    """What stands on top of the mail: the words of the ticket's page."""
    return ANSWERED if kind.startswith("answered/") else HEADINGS[State(kind)]


def _send(found: Complaint, kind: str, *, now: datetime) -> bool:
    def note(text: str | None, seen: str | None) -> bool:
        path = Complaint.mails[kind]
        try:
            write(lambda: found.update(actions=[path.set(text)], condition=path == seen))
        except UpdateError as error:
            if refused(error):
                return False
            raise
        return True

    return send_claimed(
        lambda: _message(found, kind),
        name=f"{kind} of {found.ticket}",
        seen=(found.mails or {})[kind],
        note=note,
        now=now,
    )


def _leave_list(ticket: str) -> None:
    """Off the list if nothing is owed any more. Where something came to be owed meanwhile it is
    put on again by the write that owed it, or is seen here."""
    take_off(ComplaintList.MAILS, ticket)
    if any(not noted[0].isdigit() for noted in (complaint(ticket).mails or {}).values()):
        listed = ComplaintList(ComplaintList.MAILS, "#")
        write(lambda: listed.update(actions=[ComplaintList.tickets.add({ticket})]))


def _message(found: Complaint, kind: str) -> EmailMultiAlternatives:
    place = int(kind.partition("/")[2] or 0)
    answers = found.answers or []
    return message(
        "complaint",
        to=found.person,
        subject=f"{headline_of(kind)} ({found.ticket})",
        context={
            "complaint": found,
            "kind": kind.partition("/")[0],
            "headline": headline_of(kind),
            "answer": answers[place - 1].text if 0 < place <= len(answers) else "",
            "settled_by": found.raised_at + SETTLE_WITHIN,
            "officer": settings.GRIEVANCE_OFFICER,
            "link": f"{settings.SITE_URL}{reverse('complaint', args=[token_of(found.ticket)])}",
        },
        message_id=f"{found.ticket}.{kind.replace('/', '.')}",
    )
