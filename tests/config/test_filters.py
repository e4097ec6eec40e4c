"""How pages write times and telephone numbers."""

from datetime import UTC, datetime

import pytest

from config.templatetags.shop import day, moment, telephone

WRITTEN = {
    "+919845012345": "98450 12345",
    "+912041234567": "020 4123 4567",
    "+918041234567": "080 4123 4567",
    "no number": "no number",
    "": "",
}


@pytest.mark.parametrize(("number", "written"), WRITTEN.items())
def test_a_telephone_number_is_written_as_indians_do(number: str, written: str) -> None:
    assert telephone(number) == written


def test_times_are_told_in_india() -> None:
    late = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
    assert day(late) == "Monday 23 November"
    assert moment(late) == "23 Nov, 1.35 am"
    assert moment(late.replace(hour=6, minute=30)) == "22 Nov, 12.00 pm"
