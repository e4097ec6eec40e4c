"""The numbers beside the staff's menu, tabs and panels, in one item that the worker writes
(docs/decisions/staff-numbers.md). Whoever has just acted reads none that was counted before the
act; the count itself reads an index, which DynamoDB brings up to date some moments later."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string
from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from config import clock
from config.attributes import IntAttribute, TextMapAttribute, TimeAttribute, optional
from config.dynamo import TableMeta
from config.errors import ShopError
from config.memo import once_a_page

log = logging.getLogger(__name__)
COUNT_EVERY = 15.0  # seconds
GOOD_FOR = timedelta(minutes=1)  # without a worker a page counts by itself
NOTHING: Mapping[str, int] = {}
_counted_at = float("-inf")


class Numbers(Model):
    """`#numbers`: each number by its name, when they were counted, how many acts of the staff there
    had been when the count began, and how many there are by now."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    KEY = "#numbers"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    counts = optional(TextMapAttribute())
    counted_at = optional(TimeAttribute(attr_name="countedAt"))
    counted_acts = optional(IntAttribute(attr_name="countedActs"))
    acts = optional(IntAttribute())


@cache
def counters() -> Mapping[str, Callable[[], int]]:
    """What each room counts, by name: `AppConfig.staff_numbers` is a mapping's dotted name."""
    named = (getattr(app, "staff_numbers", "") for app in apps.get_app_configs())
    return {name: count for where in named if where for name, count in import_string(where).items()}


@once_a_page
def number(name: str) -> int:
    """One of the numbers: as the worker counted it, at most GOOD_FOR ago and after the last act of
    any of the staff; else counted now. KeyError for a name that no room counts."""
    kept = _kept()
    return kept[name] if name in kept else counters()[name]()


@once_a_page
def _kept() -> Mapping[str, int]:
    """What the item holds, if it still holds good; nothing where it cannot be read."""
    try:
        item = _read()
    except (PynamoDBException, ShopError) as error:
        log.warning("The numbers cannot be read, so the page counts: %s", error)
        return NOTHING
    if item.counted_at is None or abs(clock.now() - item.counted_at) > GOOD_FOR:
        return NOTHING
    if item.counted_acts != (item.acts or 0):
        return NOTHING
    return {name: int(text) for name, text in (item.counts or {}).items() if text.isdecimal()}


def mark_old() -> None:
    """Somebody of the staff has acted: what was counted until now is not to be shown any more. It
    never makes the act fail; if it is lost, a number is late by GOOD_FOR at most."""
    try:
        Numbers(Numbers.KEY, "#").update(actions=[Numbers.acts.add(1)])
    except (PynamoDBException, ShopError) as error:
        log.warning("The numbers could not be marked as old: %s", error)


def count_all(now: datetime) -> None:
    """Count everything and write it. An act that happens meanwhile leaves the count old."""
    acts = _read().acts or 0
    counts = {name: str(count()) for name, count in counters().items()}
    Numbers(Numbers.KEY, "#").update(
        actions=[
            Numbers.counts.set(counts),
            Numbers.counted_at.set(now),
            Numbers.counted_acts.set(acts),
        ]
    )


def look() -> None:
    """What the worker's loop calls as often as it likes. Trouble is left for the next time."""
    global _counted_at  # noqa: PLW0603 - of this process, as the loop is
    if time.monotonic() - _counted_at < COUNT_EVERY:
        return
    _counted_at = time.monotonic()
    try:
        count_all(clock.now())
    except (ShopError, PynamoDBException) as error:
        log.warning("The staff's numbers wait: %s", error)
    except Exception:
        log.exception("The staff's numbers wait")


def forget() -> None:
    """As in a new process."""
    global _counted_at  # noqa: PLW0603 - of this process
    _counted_at = float("-inf")


def _read() -> Numbers:
    """The item as it stands, consistently; an empty one where there is none."""
    try:
        return Numbers.get(Numbers.KEY, "#", consistent_read=True)
    except Numbers.DoesNotExist:
        return Numbers(Numbers.KEY, "#")
