"""Reading a month's papers by their numbers: from the first of the month to the last, by key and in
batches, so that a number without its paper is seen. No scan."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from orders.paper_marks import PaperMark
from orders.register import Paper, Register
from orders.register_months import Month
from orders.services.numbering import (
    Series,
    last_number,
    mark_key,
    number_text,
    year_of,
)

MARGIN = 25  # numbers: clocks of two machines may differ by seconds at the turn of a month
_NEVER = datetime.max.replace(tzinfo=UTC)


def register_of(month: Month) -> Register:
    """The papers of a month."""
    bills, missing = _papers(Series.INVOICE, month)
    notes, also_missing = _papers(Series.CREDIT_NOTE, month)
    return Register(bills, notes, [*missing, *also_missing])


def _papers(series: Series, month: Month) -> tuple[list[Paper], list[str]]:
    """The month's papers of a series, and the numbers that stand for none and may be of it."""
    texts = _numbers(series, month)
    keys = [(mark_key(series, text), "#") for text in texts]
    # Consistent, or a bill of this moment would look like a hole.
    found = {mark.key: mark for mark in PaperMark.batch_get(keys, consistent_read=True)}
    marks = [(text, found.get(mark_key(series, text))) for text in texts]
    papers = [
        _paper(text, mark) for text, mark in marks if mark and month.begin <= mark.at < month.end
    ]
    return papers, [text for text, mark in marks[_span(month, marks)] if mark is None]


def _span(month: Month, marks: Sequence[tuple[str, PaperMark | None]]) -> slice:
    """Where a hole may be of the month: from behind the last paper of an earlier one up to the
    first of a later one. At a turn it may be of both, and is named in both."""
    known = [(place, mark.at) for place, (_, mark) in enumerate(marks) if mark]
    inside = [place for place, at in known if month.begin <= at < month.end]
    first = min(inside or [place for place, at in known if at >= month.end], default=len(marks))
    last = max(inside or [place for place, at in known if at < month.begin], default=-1)
    before = max((place for place, _ in known if place < first), default=-1)
    after = min((place for place, _ in known if place > last), default=len(marks))
    return slice(before + 1, after)


def _numbers(series: Series, month: Month) -> list[str]:
    """The numbers among which the month's are, and all that stand for nothing behind them: numbers
    follow time, so its ends are found by halving."""
    year = year_of(month.begin)
    numbers = range(1, last_number(series, year) + 1)

    def at(number: int) -> datetime:
        return _next_paper(series, year, numbers, number)[1]

    first = bisect_left(numbers, month.begin, key=at)
    last = bisect_left(numbers, month.end, lo=first, key=at)
    later = _next_paper(series, year, numbers, last + 1)[0]
    near = numbers[max(0, first - MARGIN) : max(last + MARGIN, later)]
    return [number_text(series, year, number) for number in near]


def _next_paper(
    series: Series, year: str, numbers: Sequence[int], number: int
) -> tuple[int, datetime]:
    """The first number from this one on that stands for a paper, and when it was given."""
    for each in _from(numbers, number):
        key = mark_key(series, number_text(series, year, each))
        try:
            return each, PaperMark.get(key, "#", consistent_read=True).at
        except PaperMark.DoesNotExist:
            continue
    return len(numbers), _NEVER


def _from(numbers: Sequence[int], first: int) -> Iterator[int]:
    return iter(numbers[first - 1 :])


def _paper(number: str, mark: PaperMark | None) -> Paper:
    assert mark is not None  # noqa: S101 - chosen for having one
    return Paper(
        number=number,
        at=mark.at,
        order_id=mark.order_id,
        place_of_supply=mark.place_of_supply,
        rows=mark.rows,
        gstin=mark.buyer_gstin or "",
        company=mark.buyer_company or "",
        on_number=mark.on_number or "",
        on_date=mark.on_date,
    )
