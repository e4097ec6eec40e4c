"""`manage.py reconcile` end to end: what it finds, what it says, how it ends."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from orders import queries as order_queries
from orders.rules import Status
from payments.razorpay import Razorpay, gateway
from payments.reconcile.books import BooksDiffer
from payments.sandbox.process import RunningSandbox
from payments.services import reconciling
from payments.services.cancelling import cancel_order
from tests.factories import a_product
from tests.invariants import assert_invariants
from tests.payments.books import (
    fresh,
    paid_there,
    reconcile,
    rules,
    taken,
)


def test_all_is_matched_where_the_news_came(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    code, said = reconcile()
    assert (code, said["open"], said["explained"]) == (0, [], [])
    whole = {"payments": 1, "received_paise": order.total_amount, "refunds": 0, "given_paise": 0}
    assert said["sums"]["matched"] == said["sums"]["all"] == whole


def test_a_day_without_webhooks_is_caught_up(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=9).product_id
    lost = [paid_there(razorpay, wanted={sku: 1}) for _ in range(3)]
    cancel_order(lost[2][0].order_id, reason="You asked us to.", by="Sneha")
    code, said = reconcile()
    assert (code, rules(said["open"])) == (1, ["unknown_here"] * 3)
    code, said = reconcile("--apply")
    assert (code, said["open"], rules(said["explained"])) == (0, [], ["given_back"])
    assert [fresh(order).status for order, _ in lost] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.CANCELLED,
    ]
    assert_invariants(received={sku: 9}, ledger=razorpay.ledger())


def test_a_refund_in_the_dashboard_is_taken(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    razorpay.control(f"payments/{payment_id}/refund", amount=100_00)
    code, said = reconcile()
    assert (code, rules(said["open"]), said["open_paise"]) == (1, ["unknown_here"], 100_00)
    assert said["sums"]["matched"]["payments"] == 1
    code, said = reconcile("--apply")
    assert (code, said["sums"]["matched"]["given_paise"]) == (0, 100_00)
    assert fresh(order).payment_status == "partially_refunded"
    assert_invariants(ledger=razorpay.ledger())


def test_what_the_index_shows_late_is_read_again_before_it_is_said(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    late = {Status.PENDING: [order]}  # as it was before the money came
    monkeypatch.setattr(order_queries, "by_status", lambda status, since: late.get(status, []))
    code, said = reconcile()
    assert (code, said["sums"]["matched"]["payments"], said["open"]) == (0, 1, [])


def test_what_matches_is_read_in_lists_alone(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    for name in ("payment", "payments_of", "refunds_of", "order"):
        monkeypatch.setattr(Razorpay, name, None)
    assert reconcile()[0] == 0
    assert reconcile("--from", "2020-01-01", "--to", "2020-01-31")[0] == 0  # of other days: unasked


def test_a_payment_that_no_line_tells_of_is_no_result(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid_there(razorpay)
    monkeypatch.setattr(reconciling, "judge_books", lambda books, tick: [])
    with pytest.raises(BooksDiffer):
        reconcile()


def test_more_than_two_pages_of_payments_are_walked(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-2", 100_00, {})
    for _ in range(205):
        razorpay.control("pay", order_id=opened.id, method="upi", again=True)
    code, said = reconcile()
    assert (code, said["sums"]["open"]["payments"], len(said["open"])) == (1, 205, 205)
    assert said["sums"]["all"]["received_paise"] == 205 * 100_00


def test_people_read_sums_first_then_what_to_do(razorpay: RunningSandbox) -> None:
    _, payment_id = paid_there(razorpay)
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("reconcile", stdout=out)
    text = out.getvalue()
    assert end.value.code == 1
    assert text.index("Matched") < text.index("Open: 1") < text.index(payment_id)
    assert "→ Take the payment." in text
    out = io.StringIO()
    call_command("reconcile", "--apply", stdout=out)
    assert "Every rupee is matched or explained." in out.getvalue()
    assert f"{payment_id}: take the payment" in out.getvalue()


def test_razorpay_down_is_no_result(razorpay: RunningSandbox) -> None:
    razorpay.control("faults", path="/razorpay/v1/payments", kind="500", times=9)
    with pytest.raises(CommandError) as refusal:
        call_command("reconcile")
    assert refusal.value.returncode == 2


def test_razorpay_away_is_told_with_its_address(settings: Settings) -> None:
    settings.RAZORPAY_BASE_URL = "http://127.0.0.1:9"  # nobody listens there
    gateway.cache_clear()
    with pytest.raises(CommandError, match=r"did not answer at http://127\.0\.0\.1:9,") as refusal:
        call_command("reconcile")
    assert refusal.value.returncode == 2
    gateway.cache_clear()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "2999-01-01"], "is in the future"),
        (["--from", "2026-02-02", "--to", "2026-02-01"], "is after --to 2026-02-01"),
        (["--from", "1969-12-31"], "Name days from 2014-01-01 on"),
        (["--from", "0001-01-01"], "Name days from 2014-01-01 on"),
        (["--to", "0001-01-01"], "Name days from 2014-01-01 on"),
    ],
)
def test_days_that_cannot_be_are_refused_with_2(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("reconcile", *words)
    assert refusal.value.returncode == 2


def test_the_last_day_of_all_is_until_now(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    assert reconcile("--to", "9999-12-31")[1]["sums"]["all"]["payments"] == 1


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(CommandError, match="write it like 2026-11-23"):
        call_command("reconcile", "--from", "23/11/2026")


def test_the_help_tells_days_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("reconcile", "--help")
    told = " ".join(capsys.readouterr().out.split())
    for words in ("default 30 days before the last", "last day, Indian time, whole", "with 2 if"):
        assert words in told


def test_days_are_indian_and_the_last_is_whole(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    code, said = reconcile("--from", "2020-01-01", "--to", "2020-01-31")
    assert (code, said["from"], said["to"]) == (
        0,
        "2019-12-31T18:30:00.000Z",
        "2020-01-31T18:29:59.000Z",
    )
    assert said["sums"]["all"]["payments"] == 0
