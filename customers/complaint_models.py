"""Complaints, bookkeeping items of the customers table (design.md 3)."""

from django.conf import settings
from pynamodb.attributes import ListAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import (
    EnumAttribute,
    Part,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta
from customers.complaint_rules import About, State
from customers.digests import digest_of_person


class Answer(Part):
    """What one of us wrote to the person."""

    at = TimeAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()


class Complaint(Model):
    """`#complaint/<ticket>`: a complaint, its clock, and what was answered. `mails` maps a kind to
    'owed <time>', 'sending <time>' or the time at which it was sent."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    PREFIX = "#complaint/"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    person = UnicodeAttribute()  # the e-mail address, trimmed and lower-cased
    name = UnicodeAttribute()
    order_id = optional(UnicodeAttribute(attr_name="orderId"))
    about = EnumAttribute(About)
    words = UnicodeAttribute()
    raised_at = TimeAttribute(attr_name="raisedAt")
    # When the person signed in to raise it, or said so on the page that the mail leads to.
    proved_at = optional(TimeAttribute(attr_name="provedAt"))
    acknowledged_at = optional(TimeAttribute(attr_name="acknowledgedAt"))
    acknowledged_by = optional(UnicodeAttribute(attr_name="acknowledgedBy"))
    answers = optional(ListAttribute(of=Answer))
    settled_at = optional(TimeAttribute(attr_name="settledAt"))
    settled_by = optional(UnicodeAttribute(attr_name="settledBy"))
    mails = optional(TextMapAttribute())
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))

    @property
    def ticket(self) -> str:
        return self.key.removeprefix(self.PREFIX)

    @property
    def state(self) -> State:
        """How far it is."""
        if self.settled_at is not None:
            return State.SETTLED
        return State.RAISED if self.acknowledged_at is None else State.ACKNOWLEDGED


class ComplaintList(Model):
    """`#complaints`: the tickets that are not settled. `#complaint-mails`: those of which a mail is
    owed. `#complaints-of/<digest of the e-mail>`: all of one person."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    OPEN = "#complaints"
    MAILS = "#complaint-mails"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    tickets = optional(UnicodeSetAttribute())

    @classmethod
    def of(cls, person: str) -> str:
        """The key of one person's list."""
        return f"#complaints-of/{digest_of_person(person)}"
