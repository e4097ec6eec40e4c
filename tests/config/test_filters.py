"""How pages write times and telephone numbers."""

from datetime import UTC, datetime

import pytest

from config.templatetags.shop import day, moment, telephone


def test_times_are_told_in_india() -> None:
    late = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
    assert day(late) == "Monday 23 November"
    assert moment(late) == "23 Nov, 1.35 am"
    assert moment(late.replace(hour=6, minute=30)) == "22 Nov, 12.00 pm"


WRITTEN = {
    "+919845012345": "98450 12345",
    "9845012345": "98450 12345",
    "+912041234567": "020 4123 4567",
    "+918041234567": "080 4123 4567",
    "+442079460000": "+442079460000",
    "ask at the desk": "ask at the desk",
    "": "",
}


@pytest.mark.parametrize(("kept", "written"), WRITTEN.items())
def test_a_telephone_number_reads_as_in_india(kept: str, written: str) -> None:
    assert telephone(kept) == written
