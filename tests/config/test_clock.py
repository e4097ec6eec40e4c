"""Time as the tables keep it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from config import clock

IST = timezone(timedelta(hours=5, minutes=30))
MOMENT = datetime(2026, 11, 23, 4, 5, 6, 789000, tzinfo=UTC)


def test_a_moment_is_written_with_milliseconds_and_z() -> None:
    assert clock.to_text(MOMENT) == "2026-11-23T04:05:06.789Z"
    assert clock.to_text(MOMENT.replace(microsecond=0)) == "2026-11-23T04:05:06.000Z"
    assert clock.to_text(MOMENT.astimezone(IST)) == "2026-11-23T04:05:06.789Z"


def test_a_moment_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.to_text(MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T04:05:06.789Z",
        "2026-11-23T04:05:06.789+00:00",
        "2026-11-23T09:35:06.789+05:30",
        "2026-11-23T04:05:06.789",
        "2026-11-23T04:05:06.789000Z",
    ],
)
def test_what_the_earlier_system_wrote_is_read(text: str) -> None:
    assert clock.from_text(text) == MOMENT


def test_now_is_cut_to_what_the_tables_keep() -> None:
    with time_machine.travel(MOMENT.replace(microsecond=789_999), tick=False):
        assert clock.now() == MOMENT
        assert clock.from_text(clock.to_text(clock.now())) == clock.now()


def test_razorpays_seconds_are_utc() -> None:
    assert clock.from_unix(1795406706) == datetime.fromtimestamp(1795406706, UTC)


@given(st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_text_sorts_as_time_does(moment: datetime) -> None:
    later = moment.replace(year=2000) + timedelta(milliseconds=1)
    first, second = sorted([moment, later])
    assert clock.to_text(first) <= clock.to_text(second)
