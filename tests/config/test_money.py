"""Rupees as text at both ends, whole paise between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.money import paise, plain_rupees, rupees, short_rupees, tax_within

AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,299.50", 129950),
        ("₹1,23,456", 12345600),
        (" 0.07 ", 7),
        ("1299.5", 129950),
        ("1299.500", 129950),
        ("-12.34", -1234),
        ("+12", 1200),
        ("12.", 1200),
        (".5", 50),
        ("999999999999.99", 99999999999999),
    ],
)
def test_rupees_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert paise(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "12.345", "NaN", "Infinity", "1.2.3", "0x10", "₹", ".", "-", "1_000", "१२"),
        *(
            "1E+3",
            "1e999990",
            "1e999999",
            "1e-999999",
            "9" * 13,
            "1.0000000000000001",
            "0." + "0" * 17,
        ),
    ],
)
def test_what_is_no_amount_in_whole_paise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rupees|paisa"):
        paise(text)


@pytest.mark.parametrize(
    ("amount", "written", "short", "plain"),
    [
        (0, "₹0.00", "₹0", "0"),
        (5, "₹0.05", "₹0.05", "0.05"),
        (99999, "₹999.99", "₹999.99", "999.99"),
        (129950, "₹1,299.50", "₹1,299.50", "1299.5"),
        (12345600, "₹1,23,456.00", "₹1,23,456", "123456"),
        (1234567890123, "₹12,34,56,78,901.23", "₹12,34,56,78,901.23", "12345678901.23"),
        (-129900, "-₹1,299.00", "-₹1,299", "-1299"),
    ],
)
def test_amounts_are_written_by_lakh_and_crore(
    amount: int, written: str, short: str, plain: str
) -> None:
    assert (rupees(amount), short_rupees(amount), plain_rupees(amount)) == (written, short, plain)


@given(AMOUNTS)
def test_no_paisa_is_lost_between_text_and_number(amount: int) -> None:
    assert paise(plain_rupees(amount)) == amount
    assert paise(rupees(amount)) == amount


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [(11800, "18", 1800), (10500, "5", 500), (100, "18", 16), (1, "18", 0), (999, "0", 0)],
)
def test_gst_is_found_inside_the_price(gross: int, percent: str, tax: int) -> None:
    assert tax_within(gross, percent) == tax


def test_each_half_of_the_tax_is_rounded_by_itself() -> None:
    assert tax_within(21, "100") == 10  # each half is 5.25


@given(st.integers(min_value=0, max_value=10**10), st.sampled_from(["0", "5", "12", "18", "2.5"]))
def test_tax_and_net_make_up_the_price(gross: int, percent: str) -> None:
    assert 0 <= tax_within(gross, percent) <= gross
