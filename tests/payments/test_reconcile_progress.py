"""How far a reconcile is: one bar a stage, with a total where it is known."""

import sys
from datetime import timedelta

import pytest

from config import clock
from payments.reconcile.progress import bars, words
from payments.sandbox.process import RunningSandbox
from payments.services.reconciling import Period, reconcile
from tests.payments.books import paid_there


def stages(text: str) -> list[str]:
    """What stands on the lines of a terminal in the end."""
    return [line.split("\r")[-1] for line in text.split("\n") if line]


def test_a_stage_is_one_line_and_a_total_is_told_where_it_is_known(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with bars() as tick:
        for count in range(1, 1001):
            tick("payments", count)
        for count in range(1, 4):
            tick("mends", count, 3)
    text = capsys.readouterr().err
    first, second = stages(text)
    assert first.startswith("Reading Razorpay's payments: 1000 [")
    assert "Mending: 100%" in second
    assert "3/3" in second
    assert text.count("\r") < 20


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with bars() as tick:
        tick("payments", 1)
    assert capsys.readouterr().err == ""


def test_comparing_and_mending_know_their_totals(razorpay: RunningSandbox) -> None:
    for _ in range(2):
        paid_there(razorpay)
    told: list[str] = []
    reconcile(
        Period(clock.now() - timedelta(days=1)),
        by="Test",
        is_applied=True,
        tick=lambda what, count, total=None: told.append(words(what, count, total)),
    )
    assert "Comparing: 2 of 2" in told
    assert "Mending: 1 of 2" in told
    assert told.count("Reading our orders: 1") == 2  # one stage a round, whatever the statuses
