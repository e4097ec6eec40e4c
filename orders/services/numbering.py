"""Numbers of tax papers: gapless within the financial year (CGST Rules 46 and 53). A number is
given in the very transaction that writes its paper, so it is never given twice and none is lost,
wherever the shop is killed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from django.utils import timezone
from pynamodb.expressions.condition import Condition

from config.dynamo import BUSY, Transaction, persistently
from config.errors import Unavailable
from orders.errors import PaperChanged
from orders.paper_marks import PaperCounter, PaperMark

PATIENCE = 4.0  # seconds that a page waits for a number
TRIES = 10
_T = TypeVar("_T")
# The threads of a process take turns: only processes race, and they are few.
_turn = threading.Lock()


class Series(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"


# At most sixteen signs, of letters, digits, `-` and `/`.
_SHAPES = {
    Series.INVOICE: "TB/{year}/{number:06d}",
    Series.CREDIT_NOTE: "TB/CN{year}/{number:05d}",
}


@dataclass(frozen=True)
class Next:
    """The number that is to be given: `number` of its series in `year` ('2627')."""

    series: Series
    year: str
    number: int

    @property
    def text(self) -> str:
        return number_text(self.series, self.year, self.number)


def year_of(moment: datetime) -> str:
    """The financial year, from the first of April in India: '2627' for 2026-27."""
    day = timezone.localtime(moment)
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def number_text(series: Series, year: str, number: int) -> str:
    """'TB/2627/000123', 'TB/CN2627/00012'."""
    return _SHAPES[series].format(year=year, number=number)


def mark_key(series: Series, text: str) -> str:
    """The key of the item that stands under a number."""
    return f"#{series.value}/{text}"


def last_number(series: Series, year: str) -> int:
    """How many numbers were given in this year, which is the last of them."""
    try:
        key = _counter_key(series, year)
        return PaperCounter.get(key, "#", consistent_read=True).last
    except PaperCounter.DoesNotExist:
        return 0


def next_number(series: Series, at: datetime) -> Next:
    """The number that a paper of this moment gets, if nobody is quicker."""
    year = year_of(at)
    return Next(series, year, last_number(series, year) + 1)


def give(tx: Transaction, given: Next, mark: PaperMark) -> None:
    """Add to the caller's transaction: the number is given, and `mark` stands under it. Refused
    with PaperChanged where somebody was quicker."""
    is_free: Condition = PaperCounter.last == given.number - 1
    if given.number == 1:
        is_free = PaperCounter.key.does_not_exist()
    counter = PaperCounter(_counter_key(given.series, given.year), "#")
    tx.update(
        counter,
        actions=[PaperCounter.last.set(given.number)],
        condition=is_free,
        or_else=PaperChanged(),
    )
    tx.put(mark, condition=PaperMark.key.does_not_exist(), or_else=PaperChanged())


def in_turn(act: Callable[[], _T], *, patience: float = PATIENCE) -> _T:
    """Run `act`, which gives a number, while no other thread of this process does; again where
    another process was quicker. Raises Unavailable after `patience` seconds."""
    with _my_turn(patience):
        return persistently(act, tries=TRIES, longest=patience)


@contextmanager
def _my_turn(patience: float) -> Iterator[None]:
    if not _turn.acquire(timeout=patience):
        raise Unavailable(BUSY)
    try:
        yield
    finally:
        _turn.release()


def _counter_key(series: Series, year: str) -> str:
    return f"#counter/{series.value}/{year}"
