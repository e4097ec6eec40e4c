"""How a vendor's webhook is doing: its last event, its last failure, failures by day. Few writes,
and none that could keep an answer waiting or make it fail."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from config import clock
from config.attributes import IntAttribute, TimeAttribute, UnixTimeAttribute, optional
from config.dynamo import TableMeta

log = logging.getLogger(__name__)
EVENTS_EVERY = 60.0  # seconds between two writes of one process
FAILURES_EVERY = 10.0
DAYS_KEPT = timedelta(days=8)


class HealthMeta(TableMeta):
    """Half a second and one try: a webhook's answer must not wait for this."""

    connect_timeout_seconds = 0.5  # type: ignore[assignment]  # parts of a second are fine
    read_timeout_seconds = 0.5  # type: ignore[assignment]
    max_retry_attempts = 0


class WebhookHealth(Model):
    """`#webhook/<vendor>`: the last event and the last failure. `#webhook/<vendor>/<day>`: how many
    failures an Indian day had, kept for a week. A room gives it the keys of its own table."""

    key: UnicodeAttribute
    range: UnicodeAttribute
    last_event_at = optional(TimeAttribute(attr_name="lastEventAt"))
    last_event = optional(UnicodeAttribute(attr_name="lastEvent"))
    last_failure_at = optional(TimeAttribute(attr_name="lastFailureAt"))
    last_failure = optional(UnicodeAttribute(attr_name="lastFailure"))
    failures = optional(IntAttribute())
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))


class Ear:
    """What a webhook tells of itself. One for a process and vendor."""

    def __init__(self, model: type[WebhookHealth], vendor: str) -> None:
        self._model, self._key = model, f"#webhook/{vendor}"
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """As in a new process."""
        self._event_due = self._failure_due = float("-inf")
        self._failures = 0

    def heard(self, kind: Callable[[], str]) -> None:
        """An event came and was dealt with; `kind` is only asked if it is to be written."""
        with self._lock:
            if time.monotonic() < self._event_due:
                return
            self._event_due = time.monotonic() + EVENTS_EVERY
        self._safely(lambda: self._write_event(kind()[:100]))

    def failed(self, why: str) -> None:
        """One was refused, or could not be dealt with; `why` is for staff."""
        with self._lock:
            self._failures += 1
            if time.monotonic() < self._failure_due:
                return
            self._failure_due = time.monotonic() + FAILURES_EVERY
            count, self._failures = self._failures, 0
        self._safely(lambda: self._write_failures(why, count))

    def _safely(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # whatever it is, the webhook's own answer stands
            log.warning("The health of %s could not be noted", self._key, exc_info=True)

    def _write_event(self, kind: str) -> None:
        model = self._model
        model(self._key, "#").update(
            [model.last_event_at.set(clock.now()), model.last_event.set(kind or "unnamed")]
        )

    def _write_failures(self, why: str, count: int) -> None:
        model, now = self._model, clock.now()
        model(self._key, "#").update(
            [model.last_failure_at.set(now), model.last_failure.set(why[:300])]
        )
        model(f"{self._key}/{_day(now)}", "#").update(
            [model.failures.add(count), model.expires_at.set(now + DAYS_KEPT)]
        )


def read(
    model: type[WebhookHealth], vendor: str, now: datetime
) -> tuple[WebhookHealth | None, int, int]:
    """The vendor's item if anything was ever heard, and the failures of today and yesterday: one
    batch of reads."""
    key = f"#webhook/{vendor}"
    days = [f"{key}/{_day(now)}", f"{key}/{_day(now - timedelta(days=1))}"]
    found = {row.key: row for row in model.batch_get([(each, "#") for each in (key, *days)])}
    today, yesterday = (found[each].failures or 0 if each in found else 0 for each in days)
    return found.get(key), today, yesterday


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()
