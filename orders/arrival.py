"""The days of arrival that an order was promised, in a person's words. Pure."""

from collections.abc import Mapping
from datetime import date

Promised = Mapping[str, str] | None  # `from` and `to` (ISO dates), `source`


def days_of(promised: Promised) -> tuple[date, date] | None:
    """The first and the last day; None where nothing was promised."""
    try:
        days = [date.fromisoformat((promised or {})[end]) for end in ("from", "to")]
    except (KeyError, ValueError):  # nothing, or words of an earlier system
        return None
    return days[0], days[1]


def last_day(promised: Promised) -> date | None:
    """The day by which it was promised; None where nothing was."""
    days = days_of(promised)
    return days[1] if days else None


def arrival_words(promised: Promised) -> str:
    """'Thu 26 - Sat 28 Nov', 'Sat 28 Nov' or 'Mon 30 Nov - Wed 2 Dec', with a longer dash; '' for
    no promise."""
    days = days_of(promised)
    if days is None:
        return ""
    first, last = days
    if first == last:
        return _day(last)
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = f"{first:%a} {first.day}" if same_month else _day(first)
    return f"{begin} \N{EN DASH} {_day(last)}"


def is_estimate(promised: Promised) -> bool:
    """Whether no courier was asked: the days are those that parcels to there usually take."""
    return (promised or {}).get("source") == "estimate"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
