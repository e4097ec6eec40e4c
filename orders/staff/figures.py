"""The figures that staff see: some whole days of sales, the ones before, and today so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from config.money import short_rupees
from orders.day_queries import Day, Span, span_until
from orders.day_rules import Figures, bounds_of, day_of, quarter_of

PERIODS = (30, 90)


@dataclass(frozen=True)
class Sales:
    """Whole days up to yesterday, as many before them, and today."""

    span: Span
    before: Span
    today: Day
    week_ago: Day

    @property
    def number(self) -> int:
        return len(self.span.days)

    @property
    def figures(self) -> Figures:
        return self.span.figures

    @property
    def counted_at(self) -> datetime | None:
        """When today's orders were counted last; None where that never was."""
        return self.today.counted_at

    @property
    def as_of_words(self) -> str:
        """'as of 11:42, the days before as of 17 Nov, 03:04': of all that stands on the page, and
        is held against it, the oldest count."""
        if self.counted_at is None:
            return ""
        days = (*self.before.days, *self.span.days, self.today)
        oldest = min(day.counted_at for day in days if day.counted_at)
        fresh, old = _moment(self.counted_at), _moment(oldest)
        return f"as of {fresh}" if old == fresh else f"as of {fresh}, earlier days as of {old}"

    @property
    def more_percent(self) -> int | None:
        """How much more was sold than before, in per cent; None where nothing was, or not all of
        those days were counted."""
        then, now = self.before.figures.revenue, self.figures.revenue
        if not then or not self.before.is_whole:
            return None
        return round((now - then) * 100 / then)

    @property
    def more_words(self) -> str:
        """'8 % more than the 30 days before'."""
        more = self.more_percent
        if more is None:
            return f"nothing to compare: too little is known of the {self.number} days before"
        how = f"{abs(more)} % {'more' if more > 0 else 'less'} than" if more else "as much as"
        return f"{how} the {self.number} days before"

    @property
    def so_far_words(self) -> str:
        """'until 11:30 ₹18,000; last Tuesday ₹21,340': of both days what was sold up to the last
        quarter of an hour that was over."""
        if self.counted_at is None or self.week_ago.counted_at is None:
            return ""
        quarter = quarter_of(self.counted_at) - 1
        if quarter < 0:
            return ""
        end = bounds_of(self.today.day)[0] + timedelta(minutes=15 * (quarter + 1))
        now, then = (day.revenue_until(quarter) for day in (self.today, self.week_ago))
        until = f"until {timezone.localtime(end):%H:%M} {short_rupees(now)}"
        return f"{until}; last {self.week_ago.day:%A} {short_rupees(then)}"

    @property
    def days_to_deliver(self) -> str:
        """'3.4'; '' where no delivery is known."""
        return tenths(self.figures.tenths_of_days)


def sales_of(number: int, now: datetime) -> Sales:
    """The sales of so many days, and of today: one call for every hundred days read."""
    today = day_of(now)
    read = span_until(today, 2 * number + 1)
    return Sales(
        span=read.last(number, but=1),
        before=read.last(number, but=number + 1),
        today=read.days[-1],
        week_ago=read.days[-8],
    )


def period_in(text: str) -> int:
    """The number of days that an address asks for; thirty where it asks for none that we have."""
    return next((number for number in PERIODS if str(number) == text), PERIODS[0])


def tenths(number: int | None) -> str:
    """'3.4' of 34."""
    return "" if number is None else f"{number // 10}.{number % 10}"


def _moment(at: datetime) -> str:
    """'11:42', of another day than today '17 Nov, 03:04'."""
    local, today = timezone.localtime(at), timezone.localdate()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b}, {local:%H:%M}"
