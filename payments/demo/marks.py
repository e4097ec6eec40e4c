"""What of the demo is in place: written down, so that a second run leaves it to the people who
have been at work since."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import TimeAttribute, optional
from config.dynamo import TableMeta


class DemoMark(Model):
    """`#demo`: the ids of the demo's orders that have come as far as they should."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    KEY = "#demo"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    order_ids = optional(UnicodeSetAttribute(attr_name="orderIds"))
    past_until = optional(TimeAttribute(attr_name="pastUntil"))


def in_place() -> frozenset[str]:
    """What has been marked so far."""
    found = _found()
    return frozenset(found.order_ids or ()) if found else frozenset()


def past_until() -> datetime | None:
    """The moment at which the demo's past ends; None where it has none."""
    found = _found()
    return found.past_until if found else None


def begin_past(now: datetime) -> None:
    """The past is laid as of this moment, in as many runs as it takes."""
    DemoMark(DemoMark.KEY, "#").update(actions=[DemoMark.past_until.set(now)])


def mark(names: Iterable[str]) -> None:
    """These are in place."""
    DemoMark(DemoMark.KEY, "#").update(actions=[DemoMark.order_ids.add(set(names))])


def unmark(names: Iterable[str]) -> None:
    """These are no longer in place."""
    DemoMark(DemoMark.KEY, "#").update(actions=[DemoMark.order_ids.delete(set(names))])


def _found() -> DemoMark | None:
    try:
        return DemoMark.get(DemoMark.KEY, "#", consistent_read=True)
    except DemoMark.DoesNotExist:
        return None
