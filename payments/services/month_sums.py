"""What a month came to, added up by the worker from the lists of payments: the page shows the
figure with its time and never adds up by itself."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException, UpdateError
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from config.errors import ShopError
from orders.register_months import Month, month_of
from payments.listed import Listed, ListEntry, MonthSums, key_of
from payments.models import Payment
from payments.refund_rules import AT_RAZORPAY
from payments.rules import RECEIVED
from payments.words import HOME

log = logging.getLogger(__name__)
LOOK_EVERY = 30.0  # seconds: two small reads each
FRESH = timedelta(minutes=5)
SETTLED = timedelta(hours=6)  # the month before: refunds of its last days still come home
MONTHS = 24  # back from this one, which the worker adds up; `list_payments` does any
OLDER_EVERY = 600.0  # seconds between two looks at those
SELDOM = timedelta(days=7)  # what is older changes by a late refund at most
_looked_at = _older_at = float("-inf")


def look() -> None:
    """What the worker's loop calls as often as it likes."""
    global _looked_at, _older_at  # noqa: PLW0603 - of this process, as the loop is
    if time.monotonic() - _looked_at < LOOK_EVERY:
        return
    _looked_at = time.monotonic()
    try:
        add_up_if_due(clock.now())
        if time.monotonic() - _older_at >= OLDER_EVERY and not add_up_one_older(clock.now()):
            _older_at = time.monotonic()
    except (ShopError, PynamoDBException) as error:
        log.warning("The sums of the month wait: %s", error)
    except Exception:
        log.exception("The sums of the month wait")


def add_up_if_due(now: datetime) -> int:
    """Add up this month and the one before if their figures are old; how many were."""
    present = month_of(now)
    before = month_of(present.begin - timedelta(days=1))
    due = [m for m, longest in ((present, FRESH), (before, SETTLED)) if _is_old(m, now - longest)]
    for month in due:
        add_up(month)
    return len(due)


def add_up_one_older(now: datetime) -> bool:
    """Add up one of the months before these two that never was, or not for a week; whether there
    was one. A month of which nothing is listed has no sums: it may lie before the lists."""
    months = _months(now)[2:]
    kept = {f"{row.key}": row.at for row in MonthSums.batch_get([_place(m) for m in months])}
    for month in months:
        at = kept.get(_place(month)[0])
        if at is None and not is_listed(month):
            continue
        if at is None or at < now - SELDOM:
            add_up(month)
            return True
    return False


def is_listed(month: Month) -> bool:
    """Whether any payment of that month stands in a list."""
    return any(True for _ in ListEntry.query(key_of(Listed.ALL, month), limit=1))


def is_within_reach(month: Month, now: datetime) -> bool:
    """Whether the worker adds that month up by itself."""
    return month in _months(now)


def add_up(month: Month) -> MonthSums:
    """The exact sums of a month at this moment, kept, unless somebody who began later was
    quicker."""
    at = clock.now()
    came = [p for p in payments_in(Listed.RECEIVED, month) if _counts(p)]
    back = [
        refund.amount
        for payment in payments_in(Listed.REFUNDS, month)
        if payment.currency == HOME
        for refund in (payment.refunds or {}).values()
        if refund.status in AT_RAZORPAY and month.begin <= refund.at < month.end
    ]
    sums = MonthSums(*_place(month))
    actions: list[Action] = [
        MonthSums.payments.set(len(came)),
        MonthSums.received.set(sum(payment.amount for payment in came)),
        MonthSums.fees.set(sum(payment.fee or 0 for payment in came)),
        MonthSums.fee_tax.set(sum(payment.tax or 0 for payment in came)),
        MonthSums.refunds.set(len(back)),
        MonthSums.given_back.set(sum(back)),
        MonthSums.at.set(at),
    ]
    is_earlier = MonthSums.at.does_not_exist() | (MonthSums.at <= at)
    try:
        write(lambda: sums.update(actions=[*actions], condition=is_earlier))
    except UpdateError as error:
        if not refused(error):
            raise
        sums.refresh(consistent_read=True)
    return sums


def kept_sums(month: Month) -> MonthSums | None:
    """The sums of a month as they were last added up; None while they never were."""
    try:
        return MonthSums.get(*_place(month), consistent_read=True)
    except MonthSums.DoesNotExist:
        return None


def payments_in(listed: Listed, month: Month) -> Iterator[Payment]:
    """The payments of a list, each once, as they stand now: a hundred a call."""
    keys = {
        (entry.payment, entry.order): None
        for entry in ListEntry.query(key_of(listed, month), consistent_read=True)
    }
    for some in batched_keys(list(keys)):
        yield from Payment.batch_get(some, consistent_read=True)


def batched_keys(keys: list[tuple[str, str]], size: int = 100) -> Iterator[list[tuple[str, str]]]:
    """These keys by the hundred."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _place(month: Month) -> tuple[str, str]:
    return f"{MonthSums.PREFIX}{month.text}", "#"


def _months(now: datetime) -> list[Month]:
    """This month and those before it, the newest first."""
    months = [month_of(now)]
    while len(months) < MONTHS:
        months.append(month_of(months[-1].begin - timedelta(days=1)))
    return months


def _counts(payment: Payment) -> bool:
    return payment.status in RECEIVED and payment.currency == HOME


def _is_old(month: Month, since: datetime) -> bool:
    kept = kept_sums(month)
    return kept is None or kept.at < since
