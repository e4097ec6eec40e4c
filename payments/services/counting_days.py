"""The worker's share of the day sums: today and yesterday every few minutes, older days at night or
where they were never counted, some seconds of it at a time."""

import logging
import time
from datetime import datetime

from pynamodb.exceptions import PynamoDBException

from config import clock
from config.errors import ShopError
from orders.services import day_sums

log = logging.getLogger(__name__)
LOOK_EVERY = 30.0  # seconds: one small read each
OLDER_EVERY = 600.0
LONGEST = 2.0  # seconds that other duties may be kept waiting
_look_at = _older_at = float("-inf")


def look() -> None:
    """What the worker's loop calls as often as it likes. Trouble is left for the next time."""
    global _look_at, _older_at  # noqa: PLW0603 - of this process, as the loop is
    if time.monotonic() < _look_at:
        return
    _look_at = time.monotonic() + LOOK_EVERY
    try:
        now = clock.now()
        day_sums.count_recent(now)
        if time.monotonic() >= _older_at:
            is_over = count_older(now)
            _older_at = time.monotonic() + (OLDER_EVERY if is_over else 0.0)
    except (ShopError, PynamoDBException) as error:
        log.warning("The day sums wait: %s", error)
    except Exception:
        log.exception("The day sums wait")


def count_older(now: datetime, *, longest: float = LONGEST) -> bool:
    """Count older days that are due, one after the other, until the time is over; whether none is
    left."""
    until = time.monotonic() + longest
    for day in day_sums.due_days(now):
        if time.monotonic() >= until:
            return False
        day_sums.count_day(day, now=now)
    return True
