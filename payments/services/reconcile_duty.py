"""The worker's share of reconcile: once a day, and whenever somebody presses for it. One worker at
a time is at it; if that one dies, its lease runs out and another begins anew."""

import logging
import time
from datetime import datetime, timedelta

from django.utils import timezone
from pynamodb.exceptions import PynamoDBException

from config import clock
from config.errors import ShopError
from payments.models import ReconcileBook
from payments.reconcile.progress import Tick, words
from payments.services import reconcile_keeping as keeping
from payments.services.reconciling import DAYS, Period, reconcile

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds: one small read each
TELL_EVERY = 2.0
DAILY_DAYS = 3
DAILY_HOUR = 4  # in India, when few people buy
TRY_AGAIN = timedelta(minutes=10)
_looked_at = float("-inf")


def look() -> None:
    """What the worker's loop calls as often as it likes: every few seconds it looks whether a
    reconcile is due, and does it. Trouble is kept for the page and tried again later."""
    global _looked_at  # noqa: PLW0603 - of this process, as the loop is
    if time.monotonic() - _looked_at < LOOK_EVERY:
        return
    _looked_at = time.monotonic()
    try:
        run_if_due(clock.now())
    except (ShopError, PynamoDBException) as error:
        log.warning("Reconcile waits: %s", error)
    except Exception:
        log.exception("Reconcile waits")


def run_if_due(now: datetime) -> bool:
    """Reconcile if somebody wants it, or if the day's is not done; whether this call did."""
    kept = keeping.book()
    if kept.lease_until is not None and kept.lease_until >= now:
        return False
    if kept.retry_at is not None and kept.retry_at > now:
        return False
    is_wanted, is_daily = kept.wanted_at is not None, _is_daily_due(kept, now)
    if not (is_wanted or is_daily) or not keeping.take_lease(now):
        return False
    _run(kept, now)
    return True


def _is_daily_due(kept: ReconcileBook, now: datetime) -> bool:
    """The first day of a new table only begins the count."""
    local = timezone.localtime(now)
    if kept.daily_on is None:
        keeping.note_day(local.date().isoformat())
        return False
    return local.hour >= DAILY_HOUR and kept.daily_on < local.date().isoformat()


def _run(kept: ReconcileBook, now: datetime) -> None:
    wanted_at = kept.wanted_at
    by = kept.wanted_by if wanted_at else "Worker"
    with_mends = bool(kept.wants_mends) if wanted_at else True
    days = timedelta(days=DAYS if wanted_at else DAILY_DAYS)
    period = keeping.back_to_open(Period(now - days), kept)
    try:
        report = reconcile(period, by=by or "", is_applied=with_mends, tick=_teller())
    except Exception as error:
        text = str(error) if isinstance(error, ShopError) else "It stopped; the log says why."
        again = ReconcileBook.retry_at.set(now + TRY_AGAIN)
        keeping.end_lease([ReconcileBook.trouble.set(text), again])
        raise
    keeping.keep_result(report)
    keeping.end_lease([ReconcileBook.retry_at.remove()])
    if wanted_at is not None:
        keeping.forget_wish(wanted_at)
    else:
        keeping.note_day(timezone.localtime(now).date().isoformat())


def _teller() -> Tick:
    """Tells the page how far it is, every other second."""
    told_at = time.monotonic()

    def tick(what: str, count: int, total: int | None = None) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TELL_EVERY:
            told_at = time.monotonic()
            keeping.renew_lease(words(what, count, total), clock.now())

    return tick
