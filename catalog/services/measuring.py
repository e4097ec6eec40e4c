"""Counting what browsers measured of our pages: in the memory of the process, and from there into
the table once a minute at most, so that a crowd costs no more writes than a few visitors. What a
process that dies had not written is lost; it is a sample anyway."""

import logging
import threading
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby

from django.utils import timezone
from pynamodb.exceptions import PynamoDBException, UpdateError
from pynamodb.expressions.update import Action

from catalog.vitals_models import Vitals
from catalog.vitals_rules import Measured, boxes
from config import clock
from config.dynamo import refused, write
from config.errors import Unavailable

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
MOST = 600  # measures a minute and process; more than that is nobody's visit
KEPT = timedelta(days=100)
_Counts = Counter[tuple[str, str]]  # (place, box)


class _Tally:
    """What this process has counted and not yet written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: _Counts = Counter()
        self._taken = 0
        self._written_at: datetime | None = None

    def add(self, place: str, measured: Measured, now: datetime) -> _Counts:
        """Count it, and hand out all that is to be written now, if it is time."""
        with self._lock:
            if self._taken < MOST:
                self._taken += 1
                self._counts.update((place, box) for box in boxes(measured))
            if self._written_at is not None and now - self._written_at < EVERY:
                return Counter()
            due, self._counts = self._counts, Counter()
            self._taken, self._written_at = 0, now
            return due

    def put_back(self, counts: _Counts) -> None:
        """What could not be written is written next time."""
        with self._lock:
            self._counts.update(counts)

    def forget(self) -> None:
        """Begin with nothing."""
        with self._lock:
            self._counts, self._taken, self._written_at = Counter(), 0, None


_tally = _Tally()
forget = _tally.forget


def note(page: str, measured: Measured) -> None:
    """Count one visit of a page type. Never fails: nobody waits for it, and a table that does not
    answer is asked again a minute later."""
    now = clock.now()
    due = _tally.add(f"{timezone.localtime(now).date()}/{page}", measured, now)
    for place, keys in groupby(sorted(due), key=lambda key: key[0]):
        counts = {box: due[place, box] for _, box in keys}
        try:
            _write(place, counts, now + KEPT)
        except (PynamoDBException, Unavailable):
            log.warning("Measures of %s wait for another minute", place, exc_info=True)
            _tally.put_back(Counter({(place, box): n for box, n in counts.items()}))


def _write(place: str, counts: dict[str, int], expires_at: datetime) -> None:
    item = Vitals(Vitals.KEY, place)
    try:
        write(lambda: item.update(_added(counts), Vitals.counts.exists()))
    except UpdateError as error:
        if not refused(error):
            raise
        born = [Vitals.counts.set(Vitals.counts | {}), Vitals.expires_at.set(expires_at)]
        write(lambda: item.update(list(born)))
        write(lambda: item.update(_added(counts)))


def _added(counts: dict[str, int]) -> list[Action]:
    """Added by the table itself: other processes count into the same item."""
    return [
        Vitals.counts[box].set((Vitals.counts[box] | 0) + count) for box, count in counts.items()
    ]
