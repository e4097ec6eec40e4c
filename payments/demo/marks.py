"""What of the demo is in place: written down, so that a second run leaves it to the people who
have been at work since."""

from collections.abc import Iterable

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import optional
from config.dynamo import TableMeta


class DemoMark(Model):
    """`#demo`: the ids of the demo's orders that have come as far as they should."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    KEY = "#demo"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    order_ids = optional(UnicodeSetAttribute(attr_name="orderIds"))


def in_place() -> frozenset[str]:
    """What has been marked so far."""
    try:
        found = DemoMark.get(DemoMark.KEY, "#", consistent_read=True)
    except DemoMark.DoesNotExist:
        return frozenset()
    return frozenset(found.order_ids or ())


def mark(names: Iterable[str]) -> None:
    """These are in place."""
    DemoMark(DemoMark.KEY, "#").update(actions=[DemoMark.order_ids.add(set(names))])


def unmark(names: Iterable[str]) -> None:
    """These are no longer in place."""
    DemoMark(DemoMark.KEY, "#").update(actions=[DemoMark.order_ids.delete(set(names))])
