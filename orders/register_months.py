"""The months of the register: calendar months of India, from its first moment to its last. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from config.errors import NotFound

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class NoSuchMonth(NotFound):
    def __init__(self) -> None:
        super().__init__("Write the month as year and month, like 2026-11.")


@dataclass(frozen=True)
class Month:
    """A month, as '2026-11'."""

    first: date

    @property
    def text(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def begin(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment of the next."""
        return _midnight((self.first + timedelta(days=32)).replace(day=1))


def month_in(text: str) -> Month:
    """Read '2026-11'. Raises NoSuchMonth."""
    found = _MONTH.fullmatch(text)
    if not found:
        raise NoSuchMonth
    return Month(date(int(found[1]), int(found[2]), 1))


def month_of(moment: datetime) -> Month:
    """The month that a moment is in."""
    return Month(timezone.localtime(moment).date().replace(day=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
