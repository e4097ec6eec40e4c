"""Reconcile: every rupee of Razorpay's books of a period is matched, explained, or open with what
to do. The same is found and done however often it runs, and by however many at once."""

from dataclasses import dataclass, replace
from datetime import datetime

from config import clock
from payments.reconcile.books import Line, Mended, Report
from payments.reconcile.facts import Standing
from payments.reconcile.progress import Tick, silent
from payments.services.mending import mend
from payments.services.reconcile_judging import judge_books, sums_of
from payments.services.reconcile_reading import Books, read_books

DAYS = 30
ROUNDS = 4  # a mend may bring up another: a payment that is taken is second, and goes back


@dataclass(frozen=True)
class Period:
    """From when to when, both included; without an end until the moment of reading, so that what
    was mended is in the books that are shown."""

    begin: datetime
    end: datetime | None = None


def reconcile(period: Period, *, by: str, is_applied: bool = False, tick: Tick = silent) -> Report:
    """Compare both sides and say how every rupee stands; with `is_applied` mend what is clear, and
    say how it stands after that. `tick` is told how far it is. Raises RazorpayDown,
    RazorpayRefused, and what the tables raise; nothing is half done then that was not before."""
    mended: list[Mended] = []
    for number in range(ROUNDS):
        books = read_books(period.begin, period.end or clock.now(), tick=tick)
        lines = judge_books(books, tick=tick)
        open_lines = [line for line in lines if _is_for_us(line)]
        if not is_applied or not open_lines or number == ROUNDS - 1:
            break
        done = _mend_all(open_lines, tick)
        mended += done
        if all(each.trouble for each in done):
            break
    report = _report(books, lines, by=by, is_applied=is_applied, mended=mended)
    return replace(report, reaches_now=period.end is None)


def _is_for_us(line: Line) -> bool:
    return line.standing is Standing.OPEN and line.may_be_mended


def _mend_all(lines: list[Line], tick: Tick) -> list[Mended]:
    done = []
    for count, line in enumerate(lines, 1):
        done.append(mend(line))
        tick("mends", count, len(lines))
    return done


def _report(
    books: Books, lines: list[Line], *, by: str, is_applied: bool, mended: list[Mended]
) -> Report:
    report = Report(
        begin=books.begin,
        end=books.end,
        at=clock.now(),
        by=by,
        is_applied=is_applied,
        books=sums_of(books),
        lines=lines,
        orders=len(books.orders_there),
        mended=mended,
    )
    report.prove()
    return report
