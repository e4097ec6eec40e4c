"""Limits on how often something may be tried, counted in the customers table for all processes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pynamodb.exceptions import DoesNotExist, UpdateError

from config import clock
from config.dynamo import BUSY, Transaction, persistently, refused, write
from config.errors import TooMany, Unavailable
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


def count(
    tx: Transaction, key: str, limit: int, window: timedelta, *, says: str, by: int = 1
) -> None:
    """Add to the caller's transaction: count one of `key`, or as many as `by`. Refused with
    TooMany, in the words of `says`, where `limit` were counted in this window; what is refused for
    it is not counted."""
    now = clock.now()
    ends = _end_of_window(now, window)
    tx.update(
        Throttle(f"#throttle/{key}/{int(ends.timestamp())}", "#"),
        actions=[Throttle.hits.add(by), Throttle.expires_at.set(ends + window)],
        condition=(Throttle.hits < limit) | Throttle.hits.does_not_exist(),
        or_else=TooMany(says, retry_after=too_many(ends - now).retry_after),
    )


def refuse_if_full(key: str, limit: int, window: timedelta, *, says: str) -> None:
    """Before an act whose first half cannot be taken back: TooMany where `count` would refuse the
    second. Counts nothing."""
    now = clock.now()
    ends = _end_of_window(now, window)
    if _counter(f"{key}/{int(ends.timestamp())}").hits >= limit:
        raise TooMany(says, retry_after=too_many(ends - now).retry_after)


def try_once(key: str, *, wait_after: Callable[[int], timedelta], forget_after: timedelta) -> int:
    """Count one try of `key` and return how many there were; TooMany while a wait is on. After the
    nth try the next one waits `wait_after(n)`; `forget_after` the last one all is forgotten."""
    now = clock.now()

    def once() -> int:
        counter = _counter(key)
        if counter.wait_until and counter.wait_until > now:
            raise too_many(counter.wait_until - now)
        is_old = counter.expires_at is None or counter.expires_at <= now
        tries = 1 if is_old else counter.hits + 1
        wait = wait_after(tries)
        try:
            counter.update(
                actions=[
                    Throttle.hits.set(tries),
                    Throttle.wait_until.set(now + wait) if wait else Throttle.wait_until.remove(),
                    Throttle.expires_at.set(now + forget_after),
                ],
                condition=(Throttle.hits == counter.hits) | Throttle.hits.does_not_exist(),
            )
        except UpdateError as error:
            if refused(error):  # somebody else tried at the same moment: count anew
                raise Unavailable(BUSY) from error
            raise
        return tries

    return persistently(once)


def forget(key: str) -> None:
    """Begin the tries of `key` at none again."""
    write(_fresh(key).delete)


def too_many(wait: timedelta) -> TooMany:
    """The refusal that says in words and in whole seconds how long to wait."""
    seconds = max(1, int(wait.total_seconds()) + 1)
    minutes = -(-seconds // 60)
    how_long = "a minute" if minutes == 1 else f"{minutes} minutes"
    return TooMany(f"Too many tries. Please wait {how_long} and try again.", retry_after=seconds)


def _end_of_window(now: datetime, window: timedelta) -> datetime:
    length = int(window.total_seconds())
    return clock.from_unix((int(now.timestamp()) // length + 1) * length)


def _counter(key: str) -> Throttle:
    fresh = _fresh(key)
    try:
        return Throttle.get(fresh.key, fresh.range, consistent_read=True)
    except DoesNotExist:
        return fresh


def _fresh(key: str) -> Throttle:
    return Throttle(f"#throttle/{key}", "#")
