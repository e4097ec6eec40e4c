"""What stands in the tables, and what Python sees of it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from config.attributes import (
    DecimalTextAttribute,
    EnumAttribute,
    IntAttribute,
    LooseTextAttribute,
    Part,
    PartMapAttribute,
    RupeesAttribute,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
)


class Mood(StrEnum):
    GOOD = "good"


class Shelf(Part):
    row = IntAttribute()


def read(attribute: Any, stored: dict[str, Any]) -> Any:
    """As PynamoDB reads a stored value."""
    return attribute.deserialize(attribute.get_value(stored))


@pytest.mark.parametrize("value", [1.0, "1", True, None])
@pytest.mark.parametrize("attribute", [IntAttribute(), RupeesAttribute()])
def test_money_and_counts_take_whole_numbers_only(attribute: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        attribute.serialize(value)


def test_rupees_in_the_table_are_paise_in_python() -> None:
    assert RupeesAttribute().serialize(129950) == "1299.5"
    assert RupeesAttribute().serialize(129900) == "1299"
    assert read(RupeesAttribute(), {"N": "1299.50"}) == 129950


@pytest.mark.parametrize("stored", ["7", "7.0", "7E0"])
def test_a_whole_number_may_have_been_written_with_a_point(stored: str) -> None:
    assert read(IntAttribute(), {"N": stored}) == 7


def test_a_decimal_keeps_its_own_text() -> None:
    assert DecimalTextAttribute().serialize("2.50") == "2.50"
    assert [read(DecimalTextAttribute(), {"N": n}) for n in ("5", "8.60", "18.0", "1E+2")] == [
        "5",
        "8.6",
        "18",
        "100",
    ]


def test_loose_text_may_be_stored_as_a_number() -> None:
    assert read(LooseTextAttribute(), {"N": "9876543210"}) == "9876543210"
    assert read(LooseTextAttribute(), {"S": "+919876543210"}) == "+919876543210"


def test_times_are_text_that_sorts_and_seconds_that_expire() -> None:
    moment = datetime(2026, 11, 23, 4, 5, 6, 789000, tzinfo=UTC)
    assert TimeAttribute().serialize(moment) == "2026-11-23T04:05:06.789Z"
    assert read(TimeAttribute(), {"S": "2026-11-23T04:05:06.789Z"}) == moment
    assert UnixTimeAttribute().serialize(moment) == str(int(moment.timestamp()))
    assert read(UnixTimeAttribute(), {"N": UnixTimeAttribute().serialize(moment)}) == (
        moment.replace(microsecond=0)
    )


def test_a_word_is_one_of_its_enum() -> None:
    assert EnumAttribute(Mood).serialize("good") == "good"
    assert read(EnumAttribute(Mood), {"S": "good"}) is Mood.GOOD
    with pytest.raises(ValueError, match="bad"):
        EnumAttribute(Mood).serialize("bad")


def test_a_text_map_reads_what_the_earlier_system_left_in_it() -> None:
    stored = {
        "city": {"S": "Pune"},
        "pincode": {"N": "411004"},
        "isHome": {"BOOL": True},
        "isFar": {"BOOL": False},
        "landmark": {"NULL": True},
        "tags": {"L": [{"S": "a"}]},
    }
    assert read(TextMapAttribute(), {"M": stored}) == {
        "city": "Pune",
        "pincode": "411004",
        "isHome": "true",
        "isFar": "false",
        "tags": '[{"S": "a"}]',
    }


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            '{"city": "Pune", "pincode": 411004, "landmark": null}',
            {"city": "Pune", "pincode": "411004"},
        ),
        ("12 Prabhat Road, Pune", {"addressLine1": "12 Prabhat Road, Pune"}),
        ("[1, 2]", {"addressLine1": "[1, 2]"}),
    ],
)
def test_a_text_map_may_be_stored_as_text(text: str, seen: dict[str, str]) -> None:
    assert read(TextMapAttribute(), {"S": text}) == seen


def test_a_text_map_leaves_out_what_is_none() -> None:
    given: Any = {"city": "Pune", "landmark": None}
    assert TextMapAttribute().serialize(given) == {"city": {"S": "Pune"}}


def test_a_map_of_parts_passes_over_what_is_no_part() -> None:
    attribute = PartMapAttribute(Shelf)
    stored = attribute.serialize({"A": Shelf(row=3)})
    assert stored == {"A": {"M": {"row": {"N": "3"}}}}
    found = read(attribute, {"M": stored | {"odd": {"S": "text"}}})
    assert {key: part.row for key, part in found.items()} == {"A": 3}
