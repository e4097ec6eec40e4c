"""Bookkeeping of erasures, in the customers table (design.md 3)."""

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import TimeAttribute, optional
from config.dynamo import TableMeta
from config.keyed import keyed


class Erasure(Model):
    """`#erase/<digest>`: somebody wants to be forgotten, and how far that is. While it runs it
    holds what it looks for; when it is over only the times are left."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    PREFIX = "#erase/"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    person = optional(UnicodeAttribute())  # the e-mail address; gone at the end
    asked_at = TimeAttribute(attr_name="askedAt")
    by = optional(UnicodeAttribute())  # who of us wrote it down; None: the person did
    begun_at = optional(TimeAttribute(attr_name="begunAt"))
    traces = optional(UnicodeSetAttribute())  # what the person is known by; gone at the end
    sweeping = optional(UnicodeAttribute())  # the table that is being read through
    swept_to = optional(UnicodeAttribute(attr_name="sweptTo"))  # and how far
    mail = optional(UnicodeAttribute())  # 'sending <time>' or '<time>': the last mail
    done_at = optional(TimeAttribute(attr_name="doneAt"))

    @property
    def digest(self) -> str:
        return self.key.removeprefix(self.PREFIX)


class ErasuresUnderWay(Model):
    """`#erasing`: the digests of the erasures that are not over; the worker sees to them."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    KEY = "#erasing"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    digests = optional(UnicodeSetAttribute())


def digest_of(customer_id: str) -> str:
    """Under what an erasure is kept: nobody without the shop's key can tell whose it is."""
    return keyed("erasure", customer_id).hex()[:32]
