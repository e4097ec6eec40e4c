"""What is open is not forgotten, whichever days are compared afterwards."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from config import clock
from payments.models import ReconcileBook
from payments.sandbox.process import RunningSandbox
from payments.services import reconcile_duty
from payments.services.reconcile_duty import run_if_due
from payments.services.reconcile_keeping import (
    back_to_open,
    book,
    keep_result,
    open_since,
    result_of,
    want,
)
from payments.services.reconciling import Period, reconcile
from tests.payments.books import paid_there, rules
from tests.payments.books import reconcile as command
from tests.staff import a_browser

MONTH = timedelta(days=30)


@pytest.fixture
def later() -> Iterator[datetime]:
    """Half a year on: far beyond what any run looks at by itself."""
    with time_machine.travel(clock.now() + timedelta(days=180), tick=True):
        yield clock.now()


@pytest.fixture
def wrong_amount(razorpay: RunningSandbox) -> str:
    """Money that stays open until a person sees to it, kept as such."""
    _, payment_id = paid_there(razorpay, amount=1_00)
    keep_result(reconcile(Period(clock.now() - MONTH), by="Test", is_applied=True))
    return payment_id


def kept_ids() -> list[str]:
    return [line["payment_id"] for line in (result_of(book()) or {})["open"]]


def compare(*words: str) -> str:
    err = io.StringIO()
    call_command("reconcile", *words, stdout=io.StringIO(), stderr=err)
    return err.getvalue()


@pytest.mark.parametrize("days", [["--from", "2020-01-01", "--to", "2020-01-31"], []])
def test_a_narrow_run_hides_nothing(wrong_amount: str, later: datetime, days: list[str]) -> None:
    told = compare(*(days or ["--from", later.date().isoformat()]))
    assert "The staff page goes on showing its last result" in told
    assert kept_ids() == [wrong_amount]
    assert wrong_amount in a_browser().get("/staff/payments/reconcile/").content.decode()


def test_the_next_night_reaches_back_however_long_ago_it_was(
    wrong_amount: str, later: datetime
) -> None:
    ReconcileBook(ReconcileBook.KEY, "#").update([ReconcileBook.daily_on.set("2026-01-01")])
    at = later.replace(hour=12)
    assert run_if_due(at)
    assert kept_ids() == [wrong_amount]


def test_run_again_and_a_command_without_days_reach_back(
    wrong_amount: str, later: datetime
) -> None:
    want(by="Sneha", with_mends=False)
    assert run_if_due(clock.now() + timedelta(seconds=1))
    assert kept_ids() == [wrong_amount]
    assert rules(command()[1]["open"]) == ["not_for_the_order"]


def test_what_only_a_narrow_run_found_is_reached_by_the_next(razorpay: RunningSandbox) -> None:
    _, payment_id = paid_there(razorpay, amount=1_00)
    days = [(clock.now() + timedelta(days=n)).date().isoformat() for n in (-1, 1)]
    with time_machine.travel(clock.now() + MONTH * 6, tick=True):
        code, _ = command("--from", days[0], "--to", days[1])
        assert (code, book().result) == (1, None)
        want(by="Sneha", with_mends=False)
        assert run_if_due(clock.now() + timedelta(seconds=1))
        assert kept_ids() == [payment_id]


def test_the_pages_tell_of_what_is_older_than_their_result(wrong_amount: str) -> None:
    note = ReconcileBook.open_since.set(clock.now() - MONTH * 2)
    ReconcileBook(ReconcileBook.KEY, "#").update([note])
    browser = a_browser()
    assert "“Run again” reaches back" in browser.get("/staff/payments/reconcile/").content.decode()
    assert "Something older is open" in browser.get("/staff/payments/").content.decode()


def test_once_it_is_right_no_run_reaches_back(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    keep_result(reconcile(Period(clock.now() - MONTH), by="Test"))
    assert open_since(book()) is not None
    keep_result(reconcile(Period(clock.now() - MONTH), by="Test", is_applied=True))
    assert open_since(book()) is None
    narrow = Period(clock.now())
    assert back_to_open(narrow, book()) == narrow


def test_a_result_of_before_the_note_still_reaches_back(wrong_amount: str) -> None:
    ReconcileBook(ReconcileBook.KEY, "#").update([ReconcileBook.open_since.remove()])
    assert back_to_open(Period(clock.now() + MONTH), book()).begin <= clock.now()
    assert reconcile_duty.DAILY_DAYS < 30


def test_what_another_run_noted_meanwhile_is_not_written_over(
    wrong_amount: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, older = book(), clock.now() - MONTH * 2
    ReconcileBook(ReconcileBook.KEY, "#").update([ReconcileBook.open_since.set(older)])
    answers = iter([stale])
    monkeypatch.setattr(
        "payments.services.reconcile_keeping.book", lambda: next(answers, None) or book()
    )
    assert not keep_result(reconcile(Period(clock.now() - MONTH), by="Test"))
    assert book().open_since == older
