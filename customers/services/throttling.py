"""Limits on how often something may be tried, counted in the customers table for all processes."""

from datetime import datetime, timedelta

from config import clock
from config.dynamo import write
from config.errors import TooMany
from customers.models import Throttle


def hit(key: str, limit: int, window: timedelta) -> None:
    """Count one try of `key` (short text, nothing secret); TooMany, with the seconds until the
    window ends, from the try after the `limit`th. One write; a try that was refused counts too."""
    now = clock.now()
    ends = _end_of_window(now, window)
    counter = Throttle(f"#throttle/{key}/{int(ends.timestamp())}", "#")
    write(
        lambda: counter.update(
            actions=[Throttle.hits.add(1), Throttle.expires_at.set(ends + window)]
        )
    )
    if counter.hits > limit:
        raise too_many(ends - now)


def too_many(wait: timedelta) -> TooMany:
    """The refusal that says in words and in whole seconds how long to wait."""
    seconds = max(1, int(wait.total_seconds()) + 1)
    minutes = -(-seconds // 60)
    how_long = "a minute" if minutes == 1 else f"{minutes} minutes"
    return TooMany(f"Too many tries. Please wait {how_long} and try again.", retry_after=seconds)


def _end_of_window(now: datetime, window: timedelta) -> datetime:
    length = int(window.total_seconds())
    return clock.from_unix((int(now.timestamp()) // length + 1) * length)
