"""What two people changed since both saw the same, field by field."""

import base64
import zlib

import pytest

from catalog.services.merging_edits import Difference, merge, packed, unpacked

BEFORE = {"name": "Tenergy", "price": "500", "shelf": "A1", "spec:Speed": "8"}


def test_what_only_they_changed_is_news_and_what_only_i_changed_is_mine() -> None:
    mine, theirs = BEFORE | {"name": "Tenergy 05"}, BEFORE | {"price": "600"}
    merged = merge(BEFORE, mine, theirs)
    assert merged.news == [Difference("price", "500", "500", "600")]
    assert merged.clashes == []


def test_what_both_changed_is_for_a_person_unless_both_say_the_same() -> None:
    mine = BEFORE | {"price": "700", "shelf": "B2"}
    theirs = BEFORE | {"price": "600", "shelf": "B2"}
    merged = merge(BEFORE, mine, theirs)
    assert merged.clashes == [Difference("price", "500", "700", "600")]
    assert merged.news == []


def test_a_field_that_is_new_or_gone_is_compared_as_an_empty_one() -> None:
    mine, theirs = dict(BEFORE), BEFORE | {"spec:Spin": "9"}
    del theirs["spec:Speed"]
    merged = merge(BEFORE, mine, theirs)
    assert [(each.name, each.theirs) for each in merged.news] == [
        ("spec:Speed", ""),
        ("spec:Spin", "9"),
    ]


def test_without_what_the_page_was_based_on_a_person_decides_on_every_difference() -> None:
    merged = merge(None, {"price": "700"}, {"price": "600"})
    assert merged.clashes == [Difference("price", None, "700", "600")]


def test_what_a_page_is_based_on_travels_with_it() -> None:
    assert unpacked(packed(BEFORE)) == BEFORE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "é",
        base64.urlsafe_b64encode(b"no zlib").decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[1]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'{"a": 1}')).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[" * 100_000)).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'{"a":"' + b"x" * 9_000_000 + b'"}')).decode(),
    ],
    ids=["nothing", "a letter", "no ascii", "no zlib", "a list", "a number", "deep", "a bomb"],
)
def test_what_was_tampered_with_is_nothing(text: str) -> None:
    assert unpacked(text) is None
