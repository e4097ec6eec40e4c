"""The reconcile page: the last result, the wish for another, and the worker that fulfils it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from config import clock
from orders.models import Order
from payments.models import ReconcileBook
from payments.razorpay import RazorpayDown
from payments.sandbox.process import RunningSandbox
from payments.services import reconcile_duty, reconcile_keeping
from payments.services.reconcile_duty import run_if_due
from payments.services.reconcile_keeping import book, keep_result, result_of, take_lease, want
from payments.services.reconciling import Period, reconcile
from payments.staff.reconcile_page import _widths
from tests.payments.books import fresh, paid_there
from tests.staff import a_browser

PAGE = "/staff/payments/reconcile/"
MONTH = timedelta(days=30)


def compared(**given: Any) -> None:
    keep_result(reconcile(Period(clock.now() - MONTH), by="Test", **given))


def page(role: str = "manager", *, address: str = PAGE) -> str:
    return a_browser(role).get(address).content.decode()


def noon(day: int = 0) -> datetime:
    """An hour at which the daily reconcile is due."""
    today = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return today + timedelta(days=day)


def test_before_the_first_result_it_says_how_to_get_one() -> None:
    text = page()
    assert "Nothing was compared yet" in text
    assert "No event yet" in text
    assert a_browser().get(f"{PAGE}report.json").status_code == 404


def test_an_open_line_says_what_it_is_and_what_to_do(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    compared()
    text = page()
    assert payment_id in text
    assert "Captured at Razorpay and unknown here." in text
    assert "Take the payment." in text
    assert "Apply 1 mend<" in text
    assert order.order_id[-4:] in text
    assert "1 payment and 0 refunds compared" in page(address="/staff/payments/")


def test_the_files_is_the_result(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    compared(is_applied=True)
    answer = a_browser("support").get(f"{PAGE}report.json")
    assert json.loads(answer.content)["sums"]["matched"]["payments"] == 1
    assert "attachment" in answer["Content-Disposition"]


def test_a_press_only_asks_and_the_worker_does_it(razorpay: RunningSandbox) -> None:
    order, _ = paid_there(razorpay)
    answer = a_browser(name="Sneha Patil").post(f"{PAGE}runs/", follow=True)
    assert answer["Refresh"]
    assert "The worker begins in a few seconds" in answer.content.decode()
    assert result_of(book()) is None
    assert run_if_due(clock.now())
    found = result_of(book()) or {}
    assert (found["by"], found["is_applied"], len(found["open"])) == ("Sneha Patil", False, 1)
    assert fresh(order).razorpay_payment_id is None
    assert "Refresh" not in a_browser().get(PAGE)
    assert not run_if_due(clock.now())


def test_a_press_on_apply_mends(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    a_browser().post(f"{PAGE}mends/")
    assert run_if_due(clock.now())
    assert fresh(order).razorpay_payment_id == payment_id
    assert "Mended in this run: 1" in page()


@pytest.mark.parametrize(
    ("role", "sees", "runs", "applies"),
    [
        ("owner", 200, 302, 302),
        ("manager", 200, 302, 302),
        ("support", 200, 302, 403),
        ("packer", 403, 403, 403),
    ],
)
def test_who_may_do_what(role: str, sees: int, runs: int, applies: int) -> None:
    browser = a_browser(role)
    assert browser.get(PAGE).status_code == sees
    assert browser.post(f"{PAGE}runs/").status_code == runs
    assert browser.post(f"{PAGE}mends/").status_code == applies


def test_both_presses_are_posts_with_their_token() -> None:
    strict = a_browser(enforce_csrf_checks=True)
    for address in ("runs/", "mends/"):
        assert a_browser().get(PAGE + address).status_code == 405
        assert strict.post(PAGE + address).status_code == 403
    assert book().wanted_at is None


def test_no_mends_are_offered_to_whoever_may_not_apply_them(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    compared()
    text = page("support")
    assert "Your role does not apply mends" in text
    assert "Apply 1 mend<" not in text


def test_one_worker_is_at_it_and_another_takes_up_what_a_dead_one_left(
    razorpay: RunningSandbox,
) -> None:
    now = clock.now()
    want(by="Sneha", with_mends=False)
    assert take_lease(now)  # by a worker that dies now
    assert not take_lease(now)
    assert not run_if_due(now)
    assert run_if_due(now + timedelta(minutes=3))
    assert book().wanted_at is None


def test_a_wish_made_meanwhile_stands(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*given: Any, **named: Any) -> Any:
        want(by="Meera", with_mends=True)
        return reconcile(*given, **named)

    want(by="Sneha", with_mends=False)
    monkeypatch.setattr(reconcile_duty, "reconcile", slow)
    assert run_if_due(clock.now() + timedelta(seconds=1))
    assert (book().wanted_by, book().wants_mends) == ("Meera", True)


def test_trouble_is_shown_and_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise RazorpayDown

    monkeypatch.setattr(reconcile_duty, "reconcile", down)
    want(by="Sneha", with_mends=False)
    now = clock.now()
    with pytest.raises(RazorpayDown):
        run_if_due(now)
    assert "The payment service does not answer" in page()
    assert not run_if_due(now + timedelta(minutes=9))
    with pytest.raises(RazorpayDown):
        run_if_due(now + timedelta(minutes=11))


def test_a_worker_that_does_not_begin_is_told() -> None:
    want(by="Sneha", with_mends=False)
    item = ReconcileBook(ReconcileBook.KEY, "#")
    item.update([ReconcileBook.wanted_at.set(clock.now() - timedelta(minutes=2))])
    assert "See that “manage.py worker” runs" in page()


def test_once_a_day_it_is_done_with_mends(razorpay: RunningSandbox) -> None:
    order, _ = paid_there(razorpay)
    assert not run_if_due(noon(-1))  # the first day of a new shop only begins the count
    assert run_if_due(noon())
    assert fresh(order).razorpay_payment_id
    assert not run_if_due(noon())
    assert not run_if_due(noon(1).replace(hour=3))
    assert run_if_due(noon(1))


def test_a_long_result_is_cut_to_what_an_item_holds(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        paid_there(razorpay)
    monkeypatch.setattr(reconcile_keeping, "MOST_BYTES", 1400)
    report = reconcile(Period(clock.now() - MONTH), by="Test")
    kept = json.loads(reconcile_keeping.fitting(report))
    assert len(kept["open"]) + kept["left_out"] == 3
    assert kept["left_out"] > 0
    assert kept["sums"]["open"]["payments"] == 3
    keep_result(report)
    assert "more lines do not fit here" in page()


@pytest.mark.parametrize(
    "shares", [[0, 0, 0], [5, 0, 0], [10**9, 1, 1], [1, 1, 1], [0, 0, 7], [3, 0, 10**6]]
)
def test_the_bar_is_full_and_every_share_is_seen(shares: list[int]) -> None:
    widths = _widths(shares)
    seen = [width for width in widths if width]
    assert [bool(width) for width in widths] == [bool(share) for share in shares]
    assert sum(seen) + 3 * max(0, len(seen) - 1) == (1000 if any(shares) else 0)
    assert all(width >= 8 for width in seen)


def test_a_result_that_cannot_be_read_is_none() -> None:
    ReconcileBook(ReconcileBook.KEY, "#", result="{").save()
    assert "Nothing was compared yet" in page()


def test_the_book_is_no_payment() -> None:
    want(by="Sneha", with_mends=False)
    assert list(Order.scan()) == []
    assert "#reconcile" not in a_browser().get("/staff/payments/").content.decode()
