"""What is kept of each Indian day, in two bookkeeping items of the orders table (design.md 3)."""

import json
from collections.abc import Mapping

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from config.attributes import IntAttribute, RupeesAttribute, TimeAttribute
from config.dynamo import TableMeta
from orders.day_rules import NUMBERS, Figures

PREFIX = "#day/"
LARGEST = 300_000  # bytes of JSON; DynamoDB takes 400 KB an item


class DaySums(Model):
    """`#day/2026-11-23`: what the orders placed on that Indian day come to, as counted at
    `countedAt`; `by_quarter` is the revenue in paise by quarter of an hour, as JSON."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    RANGE = "#"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    counted_at = TimeAttribute(attr_name="countedAt")
    placed = IntAttribute()
    paid = IntAttribute()
    revenue = RupeesAttribute()
    cancelled = IntAttribute()
    given_back = RupeesAttribute(attr_name="sumGivenBack")
    delivered = IntAttribute()
    timed = IntAttribute()
    minutes = IntAttribute()
    kept = IntAttribute()
    missed = IntAttribute()
    by_quarter = UnicodeAttribute(attr_name="byQuarter")

    @property
    def figures(self) -> Figures:
        return Figures(**{name: getattr(self, name) for name in NUMBERS})

    @property
    def revenue_by_quarter(self) -> dict[int, int]:
        return {int(quarter): paise for quarter, paise in json.loads(self.by_quarter).items()}


class DayPieces(Model):
    """The pieces that were sold on that day, by sku, as JSON: what came back is taken off. Beside
    the sums, for most pages need only those."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    RANGE = "#pieces"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    counted_at = TimeAttribute(attr_name="countedAt")
    pieces = UnicodeAttribute()

    @property
    def by_sku(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.pieces)
        return found


def as_json(counts: Mapping[int, int] | Mapping[str, int]) -> str:
    """Counts as they are kept: the same text for the same counts."""
    return json.dumps({str(key): count for key, count in sorted(counts.items())})


def pieces_json(pieces: Mapping[str, int]) -> str:
    """The pieces as they are kept. Of a day with more skus than an item holds, those that sold
    least stand under '' together."""
    sold = {sku: count for sku, count in pieces.items() if count}
    text = as_json(sold)
    if len(text) <= LARGEST:
        return text
    kept, size = {"": 0}, 0
    for sku, count in sorted(sold.items(), key=lambda row: (-row[1], row[0])):
        size += len(json.dumps({sku: count}))
        name = sku if size <= LARGEST else ""
        kept[name] = kept.get(name, 0) + count
    return as_json(kept)
