"""What was measured of a day's pages, as bookkeeping items of the products table (design.md 3)."""

from typing import Any

from django.conf import settings
from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import MAP, NUMBER
from pynamodb.models import Model

from config.attributes import UnixTimeAttribute, optional
from config.dynamo import TableMeta


class CountsAttribute(Attribute[dict[str, int]]):
    """A flat map of counts by name."""

    attr_type = MAP

    def serialize(self, value: Any) -> dict[str, dict[str, str]]:
        return {name: {NUMBER: str(int(count))} for name, count in value.items()}

    def deserialize(self, value: Any) -> dict[str, int]:
        return {name: int(held[NUMBER]) for name, held in value.items() if NUMBER in held}


class Vitals(Model):
    """`#vitals`, by `<Indian day>/<page type>`: how many measures fell into each box. No page's
    address, no time of day and nothing of a person is in it."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}products"

    KEY = "#vitals"

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    place = UnicodeAttribute(range_key=True, attr_name="sellerId")
    counts = CountsAttribute()
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))
