"""What pages and other rooms ask about complaints. By key, never by a scan."""

from customers.complaint_models import Complaint, ComplaintList
from customers.complaint_rules import is_ticket
from customers.errors import ComplaintNotFound


def complaint(ticket: str) -> Complaint:
    """The complaint of this ticket, read consistently; ComplaintNotFound where there is none."""
    if not is_ticket(ticket):
        raise ComplaintNotFound
    try:
        return Complaint.get(f"{Complaint.PREFIX}{ticket}", "#", consistent_read=True)
    except Complaint.DoesNotExist:
        raise ComplaintNotFound from None


def open_ones() -> list[Complaint]:
    """Every complaint that is not settled, the oldest first."""
    found = _of(tickets_on(ComplaintList.OPEN))
    return sorted((each for each in found if each.settled_at is None), key=lambda c: c.raised_at)


def how_many_open() -> int:
    """How many complaints are not settled."""
    return len(tickets_on(ComplaintList.OPEN))


def all_of(person: str) -> list[Complaint]:
    """The complaints that name this e-mail address, the oldest first."""
    found = _of(tickets_on(ComplaintList.of(person)))
    return sorted(found, key=lambda each: each.raised_at)


def open_tickets_of(person: str) -> list[str]:
    """Those of them that are not settled and that the person raised: anybody may write any
    address into the form."""
    return [
        each.ticket
        for each in all_of(person)
        if each.settled_at is None and each.proved_at is not None
    ]


def _of(tickets: list[str]) -> list[Complaint]:
    keys = [(f"{Complaint.PREFIX}{ticket}", "#") for ticket in tickets]
    return list(Complaint.batch_get(keys, consistent_read=True)) if keys else []


def tickets_on(key: str) -> list[str]:
    """The tickets of one of the lists."""
    try:
        found = ComplaintList.get(key, "#", consistent_read=True)
    except ComplaintList.DoesNotExist:
        return []
    return sorted(found.tickets or ())
