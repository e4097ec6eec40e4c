"""The rate of the day: the law's table, and what a person has set where it leaves room."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from catalog.demo import demo_products
from catalog.gst import TABLE, contradiction, day_of, likely_hsn, rate_of, rate_on, unit_of
from catalog.rules import Category
from tests.factories import a_product

OLD, NEW = date(2025, 9, 21), date(2025, 9, 22)


@pytest.mark.parametrize(
    ("day", "hsn", "rupees", "rate"),
    [
        (OLD, "95064000", 999, "12"),
        (NEW, "95064000", 999, "5"),
        (NEW, "9506", 99999, "5"),
        (NEW, "95069190", 999, "18"),  # a longer number of the table goes first
        (OLD, "64041190", 1120, "12"),
        (OLD, "64041190", 1181, "18"),
        (NEW, "64041190", 2625, "5"),
        (NEW, "64041190", 2951, "18"),
        (OLD, "61099090", 1050, "5"),
        (OLD, "61099090", 1121, "12"),
        (NEW, "61099090", 2625, "5"),
        (NEW, "42029200", 1, "18"),
        (NEW, "35061000", 799, "18"),
    ],
)
def test_the_table_says_the_rate_of_the_day(day: date, hsn: str, rupees: int, rate: str) -> None:
    assert rate_on(day, hsn=hsn, price_paise=rupees * 100, set_by_staff="28") == rate


@pytest.mark.parametrize("paise", [2_625_01, 2_800_00, 2_950_00])
def test_between_the_limits_neither_rate_fits_and_a_person_decides(paise: int) -> None:
    for said in ("5", "18", None):
        assert rate_on(NEW, hsn="6404", price_paise=paise, set_by_staff=said) == said


@pytest.mark.parametrize("hsn", [None, "", "9", "8517", "6404 "])
def test_where_the_table_is_silent_the_person_decides(hsn: str | None) -> None:
    expected = "5" if hsn == "6404 " else "28"
    assert rate_on(NEW, hsn=hsn, price_paise=100_00, set_by_staff="28") == expected


def test_before_the_first_day_of_the_table_the_person_decides() -> None:
    assert rate_on(date(2017, 6, 30), hsn="9506", price_paise=100, set_by_staff="14.5") == "14.5"


@pytest.mark.parametrize(
    ("category", "rate"),
    [(Category.BLADES, "5"), (Category.BAGS, "18"), (Category.ACCESSORIES, None)],
)
def test_a_product_without_hsn_is_taken_for_its_category(category: str, rate: str | None) -> None:
    product = a_product(category=category, hsn=None, gst_rate=None)
    assert rate_of(product, 500_00, NEW) == rate


def test_an_unknown_category_is_taken_for_nothing() -> None:
    assert likely_hsn("aeroplanes") is None


@pytest.mark.parametrize(
    ("hsn", "rupees", "said", "words"),
    [
        ("95064000", 999, "5", ""),
        ("95064000", 999, None, ""),  # the table knows it
        ("95064000", 999, "12", "The law has 5 % for HSN 95064000 at this price, but 12 % is set"),
        ("64041190", 2800, "18", ""),
        ("64041190", 2800, "12", "The law has 5 % or 18 %"),
        ("64041190", 2800, None, "no rate is set"),
        ("8517", 999, "18", ""),
        ("8517", 999, None, "No GST rate is known for this HSN. Set one."),
    ],
)
def test_a_rate_against_the_law_is_said(
    hsn: str, rupees: int, said: str | None, words: str
) -> None:
    found = contradiction(NEW, hsn=hsn, price_paise=rupees * 100, set_by_staff=said)
    assert found == words if not words else words in found


def test_nothing_in_the_demo_is_against_the_law() -> None:
    for product in demo_products():
        assert not contradiction(
            NEW,
            hsn=product.hsn,
            price_paise=product.price_paise,
            set_by_staff=product.gst_rate,
        )


@pytest.mark.parametrize(
    ("hsn", "unit"),
    [("64041190", "PRS"), ("61159600", "PRS"), ("61099090", "PCS"), ("9506", "NOS"), (None, "NOS")],
)
def test_goods_are_counted_in_the_unit_of_the_law(hsn: str | None, unit: str) -> None:
    assert unit_of(hsn) == unit


def test_the_day_is_that_of_india() -> None:
    assert day_of(datetime(2025, 9, 21, 18, 29, tzinfo=UTC)) == OLD
    assert day_of(datetime(2025, 9, 21, 18, 30, tzinfo=UTC)) == NEW


def test_the_rows_of_the_table_follow_each_other_without_gap_or_overlap() -> None:
    spans: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            until = date.fromisoformat(row["until"] or "9999-12-30")
            key = (row["hsn"], "limited" if row["up_to"] else "open")
            spans[key].append((date.fromisoformat(row["from"]), until))
    for each in spans.values():
        for (_, ends), (begins, _) in pairwise(sorted(each)):
            assert (begins - ends).days == 1
