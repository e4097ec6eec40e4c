"""A buyer's GSTIN."""

import pytest

from orders.errors import NotAGstin
from orders.gstin import gstin_of, state_in

GOOD = "29AAGCB7383J1Z4"


@pytest.mark.parametrize("typed", [GOOD, " 29aagcb7383j1z4 ", "29 AAGCB 7383J 1Z4"])
def test_a_good_number_is_kept_in_capitals(typed: str) -> None:
    assert gstin_of(typed) == GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "29AAGCB7383J1Z",  # one sign short
        "29AAGCB7383J1Z5",  # the check digit is wrong
        "29AACGB7383J1Z4",  # two letters changed places
        "28AAPFU0939F1ZT",  # the number of Andhra Pradesh before 2014
        "29 AAGCB7383J1Z4 9",
        "x" * 10_000,
    ],
)
def test_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotAGstin, match="27AAPFU0939F1ZV"):
        gstin_of(typed)


def test_it_says_the_state_of_its_holder() -> None:
    assert state_in(GOOD) == "Karnataka"
    assert state_in("99") == ""
