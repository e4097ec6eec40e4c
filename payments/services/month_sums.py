"""What a month came to, added up by the worker from the lists of payments: the page shows the
figure with its time and never adds up by itself."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException

from config import clock
from config.dynamo import write
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
_looked_at = float("-inf")


def look() -> None:
    """What the worker's loop calls as often as it likes."""
    global _looked_at  # noqa: PLW0603 - of this process, as the loop is
    if time.monotonic() - _looked_at < LOOK_EVERY:
        return
    _looked_at = time.monotonic()
    try:
        add_up_if_due(clock.now())
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


def add_up(month: Month) -> MonthSums:
    """The exact sums of a month at this moment, kept. Two at once find the same."""
    at = clock.now()
    came = [p for p in payments_in(Listed.RECEIVED, month) if _counts(p)]
    back = [
        refund.amount
        for payment in payments_in(Listed.REFUNDS, month)
        if payment.currency == HOME
        for refund in (payment.refunds or {}).values()
        if refund.status in AT_RAZORPAY and month.begin <= refund.at < month.end
    ]
    sums = MonthSums(
        f"{MonthSums.PREFIX}{month.text}",
        "#",
        payments=len(came),
        received=sum(payment.amount for payment in came),
        fees=sum(payment.fee or 0 for payment in came),
        fee_tax=sum(payment.tax or 0 for payment in came),
        refunds=len(back),
        given_back=sum(back),
        at=at,
    )
    write(sums.save)
    return sums


def kept_sums(month: Month) -> MonthSums | None:
    """The sums of a month as they were last added up; None while they never were."""
    try:
        return MonthSums.get(f"{MonthSums.PREFIX}{month.text}", "#", consistent_read=True)
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


def _counts(payment: Payment) -> bool:
    return payment.status in RECEIVED and payment.currency == HOME


def _is_old(month: Month, since: datetime) -> bool:
    kept = kept_sums(month)
    return kept is None or kept.at < since
