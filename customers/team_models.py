"""Bookkeeping of the team, in the customers table (design.md 3)."""

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import optional
from config.dynamo import TableMeta


class Team(Model):
    """`#team`: the ids of all who work here, were shut out, or are invited, so that the team can
    be listed without reading through the customers."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    KEY = "#team"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    ids = optional(UnicodeSetAttribute())
