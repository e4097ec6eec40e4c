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
    PartListAttribute,
    PartMapAttribute,
    RupeesAttribute,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
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


@pytest.mark.parametrize(
    ("stored", "paise"),
    [
        ({"N": "3899.9700000000003"}, 389997),
        ({"N": "3899.9699999999998"}, 389997),
        ({"N": "0.005"}, 1),
        ({"N": "1.0049"}, 100),
        ({"S": " 1299.5 "}, 129950),
        ({"S": "-12"}, -1200),
    ],
)
def test_rupees_are_read_to_the_nearest_paisa_from_number_or_text(
    stored: dict[str, str], paise: int
) -> None:
    assert read(RupeesAttribute(), stored) == paise


@pytest.mark.parametrize(
    ("stored", "count"),
    [({"N": "389996.99999999994"}, 389997), ({"S": "2"}, 2), ({"N": "2.5"}, 3)],
)
def test_a_whole_number_is_read_to_the_nearest(stored: dict[str, str], count: int) -> None:
    assert read(IntAttribute(), stored) == count


UNREADABLE: list[dict[str, Any]] = [
    {"S": ""},
    {"S": "NaN"},
    {"S": "₹1,299"},
    {"S": "1e999"},
    {"S": "٣"},
    {"N": "1E+125"},
    {"BOOL": True},
    {"L": []},
]


@pytest.mark.parametrize("stored", UNREADABLE)
@pytest.mark.parametrize("kind", [IntAttribute, RupeesAttribute])
def test_what_is_no_number_is_none_where_it_may_be_absent_and_else_nought(
    kind: Any, stored: dict[str, Any]
) -> None:
    assert read(kind(), stored) == 0
    assert read(optional(kind()), stored) is None


@pytest.mark.parametrize("stored", [{"S": "N/A"}, {"S": ""}, {"M": {}}, {"S": "5%"}])
def test_what_is_no_rate_is_none(stored: dict[str, Any]) -> None:
    assert read(optional(DecimalTextAttribute()), stored) is None
    assert read(DecimalTextAttribute(), stored) == "0"
    assert read(optional(DecimalTextAttribute()), {"S": " 18.0"}) == "18"


@pytest.mark.parametrize(
    "stored",
    [
        {"S": "2026-11-23T04:05:06Z"},
        {"S": "2026-11-23T09:35:06+05:30"},
        {"S": "1795406706"},
        {"N": "1795406706000"},
    ],
)
def test_a_time_may_be_text_seconds_or_milliseconds(stored: dict[str, str]) -> None:
    assert read(TimeAttribute(), stored) == datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "stored",
    [
        {"S": ""},
        {"S": "Invalid Date"},
        {"S": "23/11/2026"},
        {"S": "0001-01-01T00:00:00+05:00"},
        {"S": "9999-12-31T23:59:59Z"},
        {"S": "9" * 15},
        {"N": "-1"},
        {"BOOL": False},
    ],
)
def test_an_unreadable_time_is_none_where_it_may_be_absent_and_else_long_ago(
    stored: dict[str, Any],
) -> None:
    assert read(optional(TimeAttribute()), stored) is None
    assert read(TimeAttribute(), stored) == datetime(1970, 1, 1, tzinfo=UTC)


ROWS: list[dict[str, Any]] = [
    {"S": '[{"row": 3.0, "colour": "red", "tags": [1, null, true]}, "x", null]'},
    {"L": [{"S": '{"row": "3"}'}, {"NULL": True}, {"S": "x"}, {"N": "1"}]},
    {"M": {"0": {"M": {"row": {"N": "3"}}}, "length": {"N": "1"}}},
]


@pytest.mark.parametrize("stored", ROWS)
def test_a_list_of_parts_may_be_json_text_and_leaves_out_what_is_no_part(
    stored: dict[str, Any],
) -> None:
    assert [part.row for part in read(PartListAttribute(of=Shelf), stored)] == [3]


@pytest.mark.parametrize("stored", [{"S": ""}, {"S": "[" * 5000}, {"S": '"x"'}, {"N": "1"}])
def test_what_is_no_list_of_parts_is_empty(stored: dict[str, Any]) -> None:
    assert read(PartListAttribute(of=Shelf), stored) == []


def test_a_number_that_a_part_lacks_is_nought() -> None:
    [part] = read(PartListAttribute(of=Shelf), {"S": '[{"row": null}]'})
    assert part.row == 0


@pytest.mark.parametrize("stored", [{"N": "4"}, {"L": []}, {"BOOL": True}])
def test_what_is_no_map_is_an_empty_one(stored: dict[str, Any]) -> None:
    assert read(TextMapAttribute(), stored) == {}


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
