"""What pages ask of the day sums: by key, a hundred days a call."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orders.day_models import PREFIX, DayPieces, DaySums
from orders.day_rules import Figures, total


@dataclass(frozen=True)
class Day:
    """A day and what it came to; all nought where it was not counted yet."""

    day: date
    figures: Figures
    counted_at: datetime | None
    by_quarter: dict[int, int]

    def revenue_until(self, quarter: int) -> int:
        """The revenue up to the end of that quarter of an hour, in paise."""
        return sum(paise for each, paise in self.by_quarter.items() if each <= quarter)


@dataclass(frozen=True)
class Span:
    """Several days in a row, the first one first."""

    days: Sequence[Day]

    @property
    def figures(self) -> Figures:
        return total(each.figures for each in self.days)

    @property
    def is_whole(self) -> bool:
        """Whether each of its days was counted."""
        return all(each.counted_at for each in self.days)

    def last(self, number: int, *, but: int = 0) -> "Span":
        """Its last days, or of those before the last `but`."""
        until = len(self.days) - but
        return Span(self.days[max(0, until - number) : until])


def key_of(day: date) -> str:
    """The key of a day's sums."""
    return f"{PREFIX}{day.isoformat()}"


def days_until(last: date, number: int) -> list[date]:
    """So many days up to this one, the oldest first."""
    return [last - timedelta(days=back) for back in reversed(range(number))]


def span_until(last: date, number: int) -> Span:
    """So many days up to this one with their sums. The reads are not consistent: the sums are
    some minutes old anyway, and say so."""
    wanted = days_until(last, number)
    rows = DaySums.batch_get([(key_of(day), DaySums.RANGE) for day in wanted])
    found = {row.key: row for row in rows}
    return Span([_day(day, found.get(key_of(day))) for day in wanted])


def _day(day: date, row: DaySums | None) -> Day:
    if row is None:
        return Day(day, Figures(), None, {})
    return Day(day, row.figures, row.counted_at, row.revenue_by_quarter)


def pieces_sold(days: Iterable[date]) -> Counter[str]:
    """How many pieces of each sku were sold on these days, what came back taken off."""
    sold: Counter[str] = Counter()
    for row in DayPieces.batch_get([(key_of(day), DayPieces.RANGE) for day in days]):
        sold.update(row.by_sku)
    return sold
