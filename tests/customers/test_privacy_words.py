"""Taking a person out of text: every way to write a number is found, nothing of others goes."""

import pytest

from customers.privacy_words import Traces

ANANYA = Traces.of(
    emails=["ananya@example.in"],
    phones=["+919845067890"],
    names=["Ananya Rao"],
    lines=["Flat 7, Malhar Residency", "411004"],
)
NUMBERS = (
    "9845067890",
    "98450 67890",
    "98450-67890",
    "09845067890",
    "0 98450 67890",
    "919845067890",
    "91-9845067890",
    "+919845067890",
    "+91 98450 67890",
    "00919845067890",
    "0919845067890",
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_found_however_it_is_written(number: str) -> None:
    assert ANANYA.are_in(f'{{"contact":"{number}"}}')
    assert ANANYA.without(f"Call {number}, please") == "Call …, please"


@pytest.mark.parametrize("number", ["98450678901", "19845067890", "9845067891", "984506789"])
def test_the_digits_of_another_number_are_left(number: str) -> None:
    assert not ANANYA.are_in(number)
    assert ANANYA.without(number) == number


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ANANYA@example.in wrote", "… wrote"),
        ("banananya@example.in wrote", "banananya@example.in wrote"),
        ("Given to Ananya Rao at the door", "Given to … at the door"),
        ("Ananya's parcel for Raoul", "…'s parcel for Raoul"),
        ("Flat 7, Malhar Residency, 411 004", "…, …"),
        ("Order 4110045", "Order 4110045"),
    ],
)
def test_names_and_lines_go_as_whole_words(text: str, left: str) -> None:
    assert ANANYA.without(text) == left


def test_a_name_alone_may_be_anybodys() -> None:
    assert not ANANYA.are_in("Ananya Rao, 411004")
    assert ANANYA.are_in("to Ananya@Example.in")


def test_without_traces_nothing_is_found() -> None:
    assert not Traces(()).are_in("9845067890")
    assert Traces(()).without("9845067890") == "9845067890"
