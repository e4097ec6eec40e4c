"""The staff's lists of payments by month: entered with the money, exact, bounded."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from config import clock
from config.dynamo import transaction
from orders.register_months import Month, month_of
from payments.errors import LookAgain
from payments.listed import ListEntry, MonthSums
from payments.models import Payment, Refund
from payments.razorpay_entities import GatewayDispute
from payments.refund_rules import RefundStatus
from payments.services import month_sums
from payments.services.disputing import _take
from payments.services.listing import entries_of
from payments.services.refund_parts import intend, intend_rest
from payments.services.taking import take_payment
from payments.services.writing import Source
from payments.staff import list_page
from payments.staff.list_page import Row
from tests.calls import counted
from tests.factories import an_opened_order, news_of
from tests.staff import a_browser

LISTS = "/staff/payments/"
NOW = clock.now()
MONTH = month_of(NOW)


def taken(**given: Any) -> Payment:
    """A payment of an order of its own, made this minute."""
    order = an_opened_order()
    news = news_of(order, created_at=int(NOW.timestamp()), **given)
    take_payment(news, source=Source(by="test"))
    return Payment.get(news.id, order.order_id)


def listed(name: str, **query: str) -> list[str]:
    answer = a_browser("support").get(LISTS, {"list": name} | query)
    assert answer.status_code == 200
    return [row.payment.payment_id for row in answer.context["found"].rows]


def all_entries() -> list[dict[str, Any]]:
    rows = ListEntry.scan(ListEntry.key.startswith("#list/"))
    return sorted((row.to_simple_dict() for row in rows), key=str)


def give_back(payment: Payment) -> None:
    with transaction() as tx:
        intend_rest(tx, payment, by="Sneha", reason="=Asked", at=clock.now())


def test_a_payment_is_listed_where_its_state_says_newest_first() -> None:
    came, failed = taken(), taken(status="failed", error_description="Bank said no")
    assert set(listed("all")) == {came.payment_id, failed.payment_id}
    assert listed("received") == [came.payment_id]
    assert listed("failed") == [failed.payment_id]
    assert listed("refunds") == []
    give_back(came)
    assert listed("refunds") == [came.payment_id]
    assert listed("received", month="2020-01") == []


def test_news_that_comes_again_is_listed_once() -> None:
    order = an_opened_order()
    for status in ("failed", "authorized", "captured", "captured"):
        entity = {"id": "pay_again", "created_at": int(NOW.timestamp()), "status": status}
        take_payment(news_of(order, **entity), source=Source(by="test"))
    assert listed("all") == ["pay_again"]
    assert listed("received") == ["pay_again"]


def test_a_payment_of_nobody_is_listed_and_keeps_its_place_when_it_finds_its_order() -> None:
    order = an_opened_order()
    stray = news_of(order, order_id="order_of_nobody", created_at=int(NOW.timestamp()))
    take_payment(stray, source=Source(by="test"))
    assert listed("received") == [stray.id]
    assert "no order" in a_browser().get(LISTS, {"list": "received"}).content.decode()


def test_nothing_is_listed_of_a_write_that_was_refused() -> None:
    payment = taken()
    Payment(payment.payment_id, payment.order_id).update(actions=[Payment.status.set("failed")])
    before = all_entries()
    with pytest.raises(LookAgain):
        give_back(payment)
    assert all_entries() == before


def test_orders_that_wait_for_money_stand_under_not_paid() -> None:
    order, paid = an_opened_order(), taken()
    page = a_browser().get(LISTS, {"list": "not-paid"}).content.decode()
    assert order.order_id[-4:] in page
    assert paid.order_id[-4:] not in page


def test_the_sums_of_a_month_are_exact_and_say_their_time() -> None:
    payments = [taken() for _ in range(3)]
    taken(status="failed")
    give_back(payments[0])
    assert month_sums.add_up_if_due(NOW) == 2
    sums = month_sums.kept_sums(MONTH)
    assert sums is not None
    assert (sums.payments, sums.received) == (3, sum(p.amount for p in payments))
    assert (sums.fees, sums.fee_tax, sums.given_back) == (3 * 236, 3 * 36, 0)
    key = next(iter(Payment.get(payments[0].payment_id, payments[0].order_id).refunds or {}))
    processed = Payment.refunds[key]["status"].set(RefundStatus.PROCESSED.value)
    payments[0].update(actions=[processed])
    assert month_sums.add_up_if_due(NOW) == 0  # it is fresh
    assert month_sums.add_up(MONTH).given_back == payments[0].amount
    page = a_browser().get(LISTS, {"list": "received"}).content.decode()
    assert "in 3 payments" in page
    assert "as of" in page


def test_sums_that_grow_old_are_made_anew() -> None:
    month_sums.add_up(MONTH)
    later = clock.now() + month_sums.FRESH + timedelta(seconds=1)
    assert month_sums.add_up_if_due(later) >= 1


def test_a_sum_that_was_held_up_writes_nothing_over_a_later_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    genuine = month_sums.payments_in

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(month_sums, "payments_in", genuine)
        taken()
        with time_machine.travel(clock.now() + timedelta(seconds=5)):
            month_sums.add_up(MONTH)
        return iter(())

    monkeypatch.setattr(month_sums, "payments_in", meanwhile)
    assert month_sums.add_up(MONTH).payments == 1
    kept = month_sums.kept_sums(MONTH)
    assert kept is not None
    assert kept.payments == 1


def test_older_months_are_added_up_one_after_the_other_if_anything_is_listed() -> None:
    taken()
    with time_machine.travel(NOW + timedelta(days=100), tick=False) as time:
        page = a_browser().get(LISTS, {"list": "all", "month": MONTH.text}).content.decode()
        assert "the worker does it within the hour" in page
        assert month_sums.add_up_one_older(clock.now())
        assert not month_sums.add_up_one_older(clock.now())
        kept = month_sums.kept_sums(MONTH)
        assert kept is not None
        assert kept.payments == 1
        time.shift(timedelta(days=8))
        assert month_sums.add_up_one_older(clock.now())


@pytest.mark.parametrize(
    ("month", "words"),
    [("2020-01", "nothing of this month is listed"), (MONTH.text, "only manage.py list_payments")],
)
def test_a_month_without_sums_says_what_makes_them(month: str, words: str) -> None:
    taken()
    with time_machine.travel(NOW + timedelta(days=1000)):
        page = a_browser().get(LISTS, {"list": "all", "month": month}).content.decode()
    assert words in page


def test_the_lists_can_be_made_anew() -> None:
    payments = [taken(), taken(status="failed")]
    give_back(payments[0])
    before = all_entries()
    for row in ListEntry.scan(ListEntry.key.startswith("#list/")):
        row.delete()
    for _ in range(2):
        call_command("list_payments")
    assert all_entries() == before
    assert list(MonthSums.scan(MonthSums.key.startswith(MonthSums.PREFIX)))


def test_each_payment_has_just_the_entries_that_were_written_with_it() -> None:
    payment = taken()
    give_back(payment)
    present = Payment.get(payment.payment_id, payment.order_id)
    own = sorted((entry.to_simple_dict() for entry in entries_of(present)), key=str)
    assert own == all_entries()


def test_a_list_asks_the_same_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_page, "PAGE", 3)
    browser, asked = a_browser(), []
    for more in (3, 6):
        for _ in range(more):
            taken()
        with counted() as calls:
            answer = browser.get(LISTS, {"list": "received"})
        assert len(answer.context["found"].rows) == 3
        asked.append(calls)
    assert asked[0] == asked[1]


def test_pages_lose_and_repeat_nothing_and_a_forged_cursor_is_400(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_page, "PAGE", 2)
    wanted, seen, after = {taken().payment_id for _ in range(5)}, [], ""
    for _ in range(4):
        found = a_browser().get(LISTS, {"list": "all", "after": after}).context["found"]
        seen += [row.payment.payment_id for row in found.rows]
        after = found.next
        if not after:
            break
    assert sorted(seen) == sorted(wanted)
    assert a_browser().get(LISTS, {"list": "all", "after": "x:y"}).status_code == 400
    for odd in ({"list": "x"}, {"list": "all", "month": "x"}, {"list": "all", "month": "1999-01"}):
        assert a_browser().get(LISTS, odd).status_code == 404


def test_a_list_is_narrowed_to_a_method_by_a_few_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("PAGE", 2), ("LOOKED_THROUGH", 2), ("CALLS", 2)):
        monkeypatch.setattr(list_page, name, number)
    cards = {taken(method="card").payment_id for _ in range(3)}
    for _ in range(6):
        taken(method="upi")
    seen, browser, after = list[str](), a_browser(), ""
    with counted() as one_call:
        browser.get(LISTS, {"list": "received"})
    for _ in range(9):
        with counted() as calls:
            answer = browser.get(LISTS, {"list": "received", "method": "card", "after": after})
        assert calls["Query"] <= one_call["Query"] + 1
        assert answer.status_code == 200
        found = answer.context["found"]
        seen += [row.payment.payment_id for row in found.rows]
        if not (after := found.next):
            break
    assert (sorted(seen), after) == (sorted(cards), "")
    assert len(listed("received", method="'; drop")) == 2  # no method of ours narrows nothing
    begun = browser.get(LISTS, {"list": "received", "method": "card"}).context["found"].next
    other = {"list": "received", "method": "upi", "after": begun}
    assert browser.get(LISTS, other).status_code == 400


def test_refunds_and_disputes_stand_with_their_own_day_and_sum() -> None:
    payment, day = taken(), timedelta(days=40)
    intent = Refund(
        key="R-1", amount=1_00, status="intended", by="Meera", reason="Asked", at=NOW + day
    )
    with transaction() as tx:
        intend(tx, payment, intent)
    given_back = rows_of("refunds", month_of(NOW + day))
    assert [(row.amount, row.at) for row in given_back] == [(1_00, NOW + day)]
    for standing, at in (("created", NOW + day), ("won", NOW + 2 * day)):
        hear_of_a_dispute(payment, standing, at)
    (raised,) = rows_of("disputes", month_of(NOW + day))
    assert (raised.amount, raised.at) == (2_00, NOW + day)
    assert raised.dispute is not None
    assert raised.dispute.standing == "won"
    before = all_entries()
    call_command("list_payments")
    assert all_entries() == before  # where it was raised, not where it was heard of last


def rows_of(name: str, month: Month) -> list[Row]:
    answer = a_browser().get(LISTS, {"list": name, "month": month.text})
    rows: list[Row] = answer.context["found"].rows
    return rows


def hear_of_a_dispute(payment: Payment, standing: str, at: datetime) -> None:
    news = GatewayDispute("disp_1", payment.payment_id, 2_00, "fraud", "chargeback", None)
    _take(news, standing, at, Source(by="Razorpay"))


def test_e10_the_month_for_the_accountant_is_exact_and_inert() -> None:
    payment = taken(method="=cmd")
    give_back(payment)
    refund = Payment.refunds[f"refund-{payment.payment_id}-1"]
    payment.update(actions=[refund["by"].set("@SUM(1)")])
    answer: Any = a_browser().get(f"{LISTS}payments-{MONTH.text}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    came, went = csv.DictReader(io.StringIO(text, newline=""))
    assert (came["Payment"], came["Method"], came["Order"]) == (
        payment.payment_id,
        "'=cmd",
        payment.order_id,
    )
    assert (came["Amount"], came["Razorpay fee"], went["Amount"]) == ("579", "2.36", "-579")
    assert (went["By"], went["Kind"]) == ("'@SUM(1)", "Refund")
    assert a_browser("support").get(f"{LISTS}payments-{MONTH.text}.csv").status_code == 403
    assert a_browser().get(f"{LISTS}payments-2026-99.csv").status_code == 404
