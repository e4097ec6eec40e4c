"""The lists on which complaints stand: the open ones, those that owe a mail, each person's."""

from config.dynamo import Transaction, write
from config.errors import Unavailable
from customers.complaint_models import Complaint, ComplaintList


def lists_of(found: Complaint) -> tuple[str, ...]:
    """The keys of all lists on which this complaint may stand."""
    return ComplaintList.OPEN, ComplaintList.MAILS, ComplaintList.of(found.person)


def list_on(tx: Transaction, key: str, ticket: str) -> None:
    """Add to the caller's transaction: the ticket stands on this list."""
    tx.update(
        ComplaintList(key, "#"),
        actions=[ComplaintList.tickets.add({ticket})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def unlist(tx: Transaction, key: str, ticket: str) -> None:
    """Add to the caller's transaction: the ticket stands on this list no more."""
    tx.update(
        ComplaintList(key, "#"),
        actions=[ComplaintList.tickets.delete({ticket})],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def take_off(key: str, ticket: str) -> None:
    """The ticket stands on this list no more."""
    listed = ComplaintList(key, "#")
    write(lambda: listed.update(actions=[ComplaintList.tickets.delete({ticket})]))
