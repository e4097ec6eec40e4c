"""The items of a change of many products, beside the products in their table."""

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from catalog.bulk import Kind, Outcome
from config.attributes import (
    EnumAttribute,
    IntAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta

TABLE = f"{settings.DYNAMODB_TABLE_PREFIX}products"


class Bulk(Model):
    """`#bulk/<id>`: a change of many products as it was planned, who began it, and when. Nothing is
    changed before it is begun."""

    class Meta(TableMeta):
        table_name = TABLE

    PREFIX = "#bulk/"
    RANGE = "#"

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    range = UnicodeAttribute(range_key=True, attr_name="sellerId")
    kind = EnumAttribute(Kind)
    title = UnicodeAttribute()
    reason = optional(UnicodeAttribute())
    plan = UnicodeAttribute()  # packed
    number = IntAttribute()  # of products that change
    by = UnicodeAttribute()
    at = TimeAttribute()
    begun_by = optional(UnicodeAttribute(attr_name="begunBy"))
    begun_at = optional(TimeAttribute(attr_name="begunAt"))
    expires_at = UnixTimeAttribute(attr_name="expiresAt")

    @property
    def bulk_id(self) -> str:
        return self.key.removeprefix(self.PREFIX)


class BulkResult(Model):
    """`#bulk/<id>`, by product: what became of it, written in one transaction with the change."""

    class Meta(TableMeta):
        table_name = TABLE

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    of_product = UnicodeAttribute(range_key=True, attr_name="sellerId")
    outcome = EnumAttribute(Outcome)
    text = UnicodeAttribute()
    at = TimeAttribute()
    expires_at = UnixTimeAttribute(attr_name="expiresAt")


class BegunBulks(Model):
    """`#bulks`: the ids of the changes that are begun and not over; the worker finishes them."""

    class Meta(TableMeta):
        table_name = TABLE

    KEY = "#bulks"

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    range = UnicodeAttribute(range_key=True, attr_name="sellerId")
    bulk_ids = optional(UnicodeSetAttribute(attr_name="bulkIds"))
