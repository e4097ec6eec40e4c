"""The promised days in a person's words."""

import pytest

from orders.arrival import Promised, arrival_words, is_estimate


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        ({"from": "2026-11-26", "to": "2026-11-28"}, "Thu 26 \N{EN DASH} Sat 28 Nov"),
        ({"from": "2026-11-28", "to": "2026-11-28"}, "Sat 28 Nov"),
        ({"from": "2026-11-30", "to": "2026-12-02"}, "Mon 30 Nov \N{EN DASH} Wed 2 Dec"),
        ({"from": "2026-12-02", "to": "2027-12-02"}, "Wed 2 Dec \N{EN DASH} Thu 2 Dec"),
        ({"text": "in 3 days"}, ""),
        ({"from": "soon", "to": "2026-12-02"}, ""),
        ({}, ""),
        (None, ""),
    ],
    ids=str,
)
def test_the_days_are_said_as_people_say_them(promised: Promised, words: str) -> None:
    assert arrival_words(promised) == words


def test_an_estimate_is_known_as_one() -> None:
    assert is_estimate({"source": "estimate"})
    assert not is_estimate({"source": "courier"})
    assert not is_estimate(None)
