"""What becomes of complaints when their person is erased."""

from datetime import datetime

from pynamodb.exceptions import DeleteError

from config.dynamo import BUSY, persistently, refused, transaction, write
from config.errors import Unavailable
from customers.complaint_models import Complaint, ComplaintList
from customers.complaint_queries import all_of, tickets_on
from customers.services.complaint_lists import lists_of, take_off, unlist


def erase_all_of(person: str, *, raised_before: datetime) -> None:
    """Delete the complaints that name this e-mail address and were raised before then: those that
    are settled, and those that nobody has proved. Raises Unavailable while one of the person's own
    is open. Safe to repeat."""
    listed = tickets_on(ComplaintList.of(person))
    found = all_of(person)
    for each in found:
        if each.raised_at <= raised_before:
            persistently(lambda it=each: _erase(it, raised_before))  # type: ignore[misc]
    for ticket in {*listed} - {each.ticket for each in found}:
        take_off(ComplaintList.of(person), ticket)
    _drop_if_empty(ComplaintList.of(person))


def _erase(found: Complaint, raised_before: datetime) -> None:
    proved_late = Complaint.proved_at > raised_before
    is_theirs = Complaint.proved_at.exists() & ~proved_late
    with transaction() as tx:
        tx.delete(
            found,
            condition=Complaint.settled_at.exists() | ~is_theirs,
            or_else=Unavailable(BUSY),
        )
        for key in lists_of(found):
            unlist(tx, key, found.ticket)


def _drop_if_empty(key: str) -> None:
    listed = ComplaintList(key, "#")
    try:
        write(lambda: listed.delete(condition=ComplaintList.tickets.does_not_exist()))
    except DeleteError as error:
        if not refused(error):
            raise
