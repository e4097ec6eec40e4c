"""Reading the log of staff acts: newest first, day by day, a bounded piece at a time however long
the log is and however little fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core import signing
from django.utils import timezone

from config import clock
from config.acts import KEPT, Act, digest_of_person, key_of_day
from config.errors import ShopError

PAGE = 50
CHUNK = 100
MOST_READ = 500  # lines a page looks through
MOST_DAYS = 7  # and days: each is a call
_SALT = "staff-log"


class BadPlace(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "This link to a further page is not one of ours. Begin again at the first page."
        )


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty text is all. `member`: the e-mail address of one colleague."""

    person: str = ""
    kind: str = ""
    about: str = ""
    member: str = ""

    def fits(self, act: Act) -> bool:
        """Whether a line of the log is what was looked for."""
        if self.member and act.who != self.member:
            return False
        if self.kind and act.what != self.kind:
            return False
        if self.person.casefold() not in f"{act.name}\n{act.who}".casefold():
            return False
        return not self.about or any(_is(self.about, value) for value in (act.about or {}).values())


def _is(wanted: str, value: str) -> bool:
    if "@" in wanted and value == digest_of_person(wanted):
        return True
    return wanted.casefold() in value.casefold()


@dataclass(frozen=True)
class Place:
    """Where in the log to read on: a day, and behind which of its lines ('': its newest)."""

    day: date
    after: str = ""


@dataclass(frozen=True)
class Page:
    """Some lines, and the cursor of what is older ('' where the log ends). `until` is the oldest
    day that was looked at."""

    acts: list[Act]
    next: str
    until: date


def page_of(wanted: Wanted, place: Place) -> Page:
    """The next lines that fit."""
    found: list[Act] = []
    read, last = 0, place
    for place_read, act in _lines(place):
        read, last = read + (act is not None), place_read
        if act is not None and wanted.fits(act):
            found.append(act)
        if len(found) == PAGE or read == MOST_READ:
            return Page(found, cursor_of(last), last.day)
    beyond = last.day - timedelta(days=1)
    is_over = beyond < oldest_day()
    return Page(found, "" if is_over else cursor_of(Place(beyond)), last.day)


def _lines(place: Place) -> Iterator[tuple[Place, Act | None]]:
    """Line after line with its place, and each day's end, for some days."""
    after = place.after
    for back in range(MOST_DAYS):
        day = place.day - timedelta(days=back)
        if day < oldest_day():
            return
        for act in _lines_of(day, after):
            yield Place(day, act.place), act
        yield Place(day), None
        after = ""


def _lines_of(day: date, after: str) -> Iterator[Act]:
    key = _key_of(day)
    behind = {"customerId": {"S": key}, "email": {"S": after}} if after else None
    return iter(
        Act.query(key, scan_index_forward=False, page_size=CHUNK, last_evaluated_key=behind)
    )


def _key_of(day: date) -> str:
    noon = datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
    return key_of_day(noon)


def oldest_day() -> date:
    """The first day of which lines are kept."""
    return timezone.localdate(clock.now() - KEPT)


def cursor_of(place: Place) -> str:
    """The text that leads to this place, signed."""
    return signing.dumps([place.day.isoformat(), place.after], salt=_SALT)


def place_in(data: Mapping[str, str]) -> Place:
    """Where an address wants to begin: behind a cursor, on a day, or today. Raises BadPlace."""
    if cursor := data.get("after", ""):
        try:
            day, after = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature:
            raise BadPlace from None
        return Place(date.fromisoformat(day), after)
    today = timezone.localdate()
    try:
        return Place(max(oldest_day(), min(today, date.fromisoformat(data.get("day", "")))))
    except ValueError:
        return Place(today)
