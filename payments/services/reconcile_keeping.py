"""The `#reconcile` item: the last result for the staff page, and a word to the worker that another
is wanted. A page never waits for a reconcile."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import persistently, refused, write
from payments.errors import LookAgain
from payments.models import ReconcileBook
from payments.reconcile.books import Report
from payments.reconcile.printing import as_json
from payments.services.reconciling import Period

MOST_LINES = 200  # of a kind
MOST_BYTES = 300_000  # DynamoDB takes 400 KB with everything else in the item
LEASE = timedelta(minutes=2)  # longer than any single step; renewed while it goes on


def book() -> ReconcileBook:
    """The item as it stands; an empty one where there never was a reconcile."""
    try:
        return ReconcileBook.get(ReconcileBook.KEY, "#", consistent_read=True)
    except ReconcileBook.DoesNotExist:
        return ReconcileBook(ReconcileBook.KEY, "#")


def result_of(kept: ReconcileBook) -> dict[str, Any] | None:
    """The last result as JSON has it, None where there is none that can be read."""
    try:
        found = json.loads(kept.result or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def open_since(kept: ReconcileBook) -> datetime | None:
    """When the oldest that is known to be open happened, whatever days were compared since; None
    if nothing is open."""
    lines = (result_of(kept) or {}).get("open", ())
    times = [clock.from_text(line["at"]) for line in lines if line.get("at")]
    return min([*times, *([kept.open_since] if kept.open_since else [])], default=None)


def back_to_open(period: Period, kept: ReconcileBook) -> Period:
    """The period until now, begun where the oldest that is open happened: that stays in sight
    until it no longer is. A period of earlier days is left as it is."""
    since = open_since(kept)
    if period.end is not None or since is None:
        return period
    return replace(period, begin=min(period.begin, since))


def keep_result(report: Report) -> bool:
    """Keep this as the last result if it reaches from the oldest that is open until now; whether
    it did. Of other days only what is open is noted. Raises Unavailable."""
    return persistently(lambda: _keep(report))


def _keep(report: Report) -> bool:
    kept = book()
    known, found = open_since(kept), report.open_since
    is_whole = report.reaches_now and (known is None or report.begin <= known)
    oldest = min((at for at in (known, found) if at), default=None) if not is_whole else found
    since = ReconcileBook.open_since
    actions = [since.set(oldest) if oldest else since.remove(), ReconcileBook.trouble.remove()]
    if is_whole:
        actions.append(ReconcileBook.result.set(fitting(report)))
    as_read = since == kept.open_since if kept.open_since else since.does_not_exist()
    if not _update(actions, as_read):
        raise LookAgain
    return is_whole


def fitting(report: Report) -> str:
    """The result as JSON with as many lines as an item holds; sums are never cut."""
    most = MOST_LINES
    while len((text := json.dumps(as_json(report, most=most))).encode()) > MOST_BYTES and most:
        most //= 2
    return text


def want(*, by: str, with_mends: bool) -> None:
    """Ask the worker for a reconcile, with mends or without. A later wish replaces an earlier one
    that is not begun."""
    _update(
        [
            ReconcileBook.wanted_by.set(by),
            ReconcileBook.wanted_at.set(clock.now()),
            ReconcileBook.wants_mends.set(with_mends),
            ReconcileBook.retry_at.remove(),
            ReconcileBook.trouble.remove(),
        ]
    )


def take_lease(now: datetime) -> bool:
    """Whether this worker, and no other, is at it from now on."""
    free = ReconcileBook.lease_until.does_not_exist() | (ReconcileBook.lease_until < now)
    begun = [
        ReconcileBook.lease_until.set(now + LEASE),
        ReconcileBook.progress.set("Beginning"),
    ]
    return _update(begun, free)


def renew_lease(progress: str, now: datetime) -> None:
    """Still at it, and how far."""
    lease = ReconcileBook.lease_until.set(now + LEASE)
    _update([lease, ReconcileBook.progress.set(progress)])


def end_lease(also: Sequence[Action]) -> None:
    """No longer at it."""
    _update([ReconcileBook.lease_until.remove(), ReconcileBook.progress.remove(), *also])


def forget_wish(wanted_at: datetime) -> None:
    """The wish of that moment is fulfilled; a later one stands."""
    gone = [
        ReconcileBook.wanted_by.remove(),
        ReconcileBook.wanted_at.remove(),
        ReconcileBook.wants_mends.remove(),
    ]
    _update(gone, ReconcileBook.wanted_at == wanted_at)


def note_day(day: str) -> None:
    """The daily reconcile of this Indian day is done."""
    _update([ReconcileBook.daily_on.set(day)])


def _update(actions: Sequence[Action], condition: Condition | None = None) -> bool:
    """Whether it was written; False where the condition did not hold."""
    item = ReconcileBook(ReconcileBook.KEY, "#")
    try:
        write(lambda: item.update(list(actions), condition=condition))
    except UpdateError as error:
        if not refused(error):
            raise
        return False
    return True
