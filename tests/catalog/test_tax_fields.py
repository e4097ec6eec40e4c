"""HSN and GST rate on the staff's page of a product."""

from typing import Any

import pytest

from catalog.models import Product
from tests.catalog.test_staff import now_of, sent
from tests.factories import a_product
from tests.staff import a_browser


def saved(row: Product, **given: Any) -> Any:
    return a_browser().post(f"/staff/products/{row.product_id}/facts/", sent(row, **given))


def page_of(row: Product) -> str:
    return a_browser().get(f"/staff/products/{row.product_id}/").content.decode()


def test_staff_set_the_rate_that_no_table_can_know() -> None:
    row = a_product(category="shoes", price=2_800_00, hsn="64041190", gst_rate=None)
    note = "The law has 5 % or 18 % for HSN 64041190 at this price, but no rate is set."
    assert note in page_of(row)
    saved(row, hsn="64041190", gst_rate="18", price="2,800")
    assert (now_of(row).hsn, now_of(row).gst_rate) == ("64041190", "18")
    assert "Look at the GST" not in page_of(row)


def test_a_rate_against_the_law_is_said_at_the_price_where_it_is_wrong() -> None:
    big = {"BIG": {"price": 3_000_00}, "SMALL": {}}
    row = a_product(category="clothing", hsn="6109", price=2_000_00, gst_rate="5", variants=big)
    assert "The law has 18 % for HSN 6109 at this price, but 5 % is set." in page_of(row)


@pytest.mark.parametrize(
    ("hsn", "rate", "words"),
    [
        ("9506400", "5", "An HSN has 4, 6 or 8 digits"),
        ("sports", "5", "An HSN has 4, 6 or 8 digits"),
        ("95064000", "41", "Write the rate in percent"),
        ("95064000", "five", "Write the rate in percent"),
        ("95064000", "5.125", "Write the rate in percent"),
    ],
)
def test_what_is_no_hsn_and_no_rate_is_refused(hsn: str, rate: str, words: str) -> None:
    row = a_product()
    answer = saved(row, hsn=hsn, gst_rate=rate)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now_of(row).gst_rate == "5"


def test_emptied_they_are_gone_and_unsent_they_stay() -> None:
    row = a_product()
    saved(row)  # a page of before they were on it
    assert (now_of(row).hsn, now_of(row).gst_rate) == ("95064000", "5")
    saved(now_of(row), hsn="", gst_rate="")
    assert (now_of(row).hsn, now_of(row).gst_rate) == (None, None)
