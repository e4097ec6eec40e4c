"""What Shiprocket's statuses mean here."""

import json
from pathlib import Path

import pytest

from shipping.rules import ShipmentStatus as S
from shipping.status_map import LABELS, StatusMeaning, meaning_of

SAMPLES = Path(__file__).parents[1] / "samples"
TABLE = json.loads((SAMPLES / "shiprocket_status_map.json").read_text())
EXPECTED = {
    1: S.PENDING,
    6: S.IN_TRANSIT,
    7: S.DELIVERED,
    8: S.CANCELLED,
    9: S.RTO_INITIATED,
    10: S.RTO_DELIVERED,
    12: S.LOST,
    17: S.OUT_FOR_DELIVERY,
    18: S.IN_TRANSIT,
    20: S.PENDING,
    21: S.UNDELIVERED,
    42: S.PICKED,
    45: S.CANCELLED,
    78: S.RTO_INITIATED,
}


@pytest.mark.parametrize(("number", "status"), EXPECTED.items())
def test_the_shipment_table_is_meant_never_the_order_table(number: int, status: S) -> None:
    assert meaning_of(number, "whatever").status is status


@pytest.mark.parametrize("number", [28, 53, 79, 0, -1, 999])
def test_an_unknown_number_moves_nothing_and_asks_for_a_person(number: int) -> None:
    assert meaning_of(number, "DELIVERED") == StatusMeaning(None, alert=True)


@pytest.mark.parametrize("number", [21, 9, 10, 12, 20, 22, 39, 16])
def test_trouble_asks_for_a_person(number: int) -> None:
    assert meaning_of(number, "").alert


@pytest.mark.parametrize("number", [1, 42, 18, 17, 7, 8])
def test_good_news_asks_for_nobody(number: int) -> None:
    assert not meaning_of(number, "").alert


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("UNDELIVERED", S.UNDELIVERED),
        ("Undelivered - 2nd attempt", S.UNDELIVERED),
        ("RTO DELIVERED", S.RTO_DELIVERED),
        ("RTO_OFD", S.RTO_INITIATED),
        ("RTO In-Transit", S.RTO_INITIATED),
        ("REACHED_BACK_AT_SELLER_CITY", S.RTO_INITIATED),
        ("Out for  Delivery", S.OUT_FOR_DELIVERY),
        ("Delivered", S.DELIVERED),
        ("IN TRANSIT", S.IN_TRANSIT),
        ("Picked Up", S.PICKED),
        ("LOST", S.LOST),
        ("Shipment damaged", S.LOST),
        ("CANCELED", S.CANCELLED),
        ("gibberish", None),
        ("", None),
    ],
)
def test_the_words_count_where_there_is_no_number(label: str, status: S | None) -> None:
    assert meaning_of(None, label).status is status


def test_every_label_of_the_table_agrees_with_its_number_where_words_say_anything() -> None:
    for number, label in LABELS.items():
        by_words = meaning_of(None, label).status
        assert by_words in {None, meaning_of(number, label).status}, label


def test_the_map_knows_exactly_the_numbers_of_the_written_table() -> None:
    assert {str(number): label for number, label in LABELS.items()} == {
        number: row["label"] for number, row in TABLE.items()
    }


@pytest.mark.parametrize("number", TABLE)
def test_every_number_means_what_the_written_table_says(number: str) -> None:
    row, meaning = TABLE[number], meaning_of(int(number), "whatever")
    assert (meaning.status or "(no change)") == row["shop"]
    if "alert" in row["remark"] or "flag" in row["remark"]:
        assert meaning.alert
