"""`manage.py reconcile` end to end: what webhooks lost, half writes, what was done at Razorpay."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config import clock
from orders.models import Order
from orders.rules import REFUND_FLAG, Status
from orders.services.cancelling import end_hold
from payments.models import Payment
from payments.queries import unmatched
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services import unmatched as unmatched_service
from payments.services import without_order
from payments.services.cancelling import cancel_order
from payments.services.opening import open_payment
from payments.services.reconciling import Period
from payments.services.reconciling import reconcile as compare
from payments.services.taking import take_payment
from payments.services.writing import Source
from tests.factories import a_product, an_order, stock_of
from tests.invariants import assert_invariants

SOURCE = Source(by="Razorpay")


def reconcile(*words: str) -> tuple[int, dict[str, Any]]:
    """The command's exit code, and its JSON."""
    out = io.StringIO()
    try:
        call_command("reconcile", "--json", *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def an_opened(**given: Any) -> tuple[Order, str]:
    order = an_order(**given)
    opened = open_payment(order, is_fresh=True)
    return fresh(order), opened


def paid_there(razorpay: RunningSandbox, **given: Any) -> tuple[Order, str]:
    """An order whose money came in at Razorpay, of which nobody told us."""
    order, opened = an_opened(wanted=given.pop("wanted", None))
    paid = razorpay.control("pay", order_id=opened, method="upi", **given)
    return order, paid["payment"]["id"]


def taken(order: Order, payment_id: str) -> None:
    take_payment(gateway().payment(payment_id), source=SOURCE)


def cancelled_while_razorpay_is_down(razorpay: RunningSandbox, order: Order) -> None:
    razorpay.control("faults", path="/razorpay/v1/payments/*/refund", kind="500", times=9)
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    razorpay.control("faults/clear")


def rules(lines: list[dict[str, Any]]) -> list[str]:
    return [line["rule"] for line in lines]


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


def test_a_second_apply_changes_nothing(razorpay: RunningSandbox) -> None:
    for _ in range(2):
        paid_there(razorpay)
    reconcile("--apply")
    before = [row.attribute_values for row in Payment.scan() if row.payment_id[0] != "#"]
    code, said = reconcile("--apply")
    assert (code, said["mended"]) == (0, [])
    assert [r.attribute_values for r in Payment.scan() if r.payment_id[0] != "#"] == before


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


def test_a_wrong_amount_is_for_a_person_and_stays_open(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay, amount=1_00)
    for _ in range(2):
        code, said = reconcile("--apply")
        assert (code, rules(said["open"])) == (1, ["not_for_the_order"])
        assert said["open"][0]["mend"] == "person"
    assert fresh(order).status is Status.PENDING
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert reconcile()[0] == 0
    assert Payment.get(payment_id, order.order_id).status == "refunded"
    assert_invariants(ledger=razorpay.ledger())


def test_money_in_dollars_is_no_rupees_of_the_sums(razorpay: RunningSandbox) -> None:
    paid_there(razorpay, currency="USD")
    code, said = reconcile("--apply")
    assert (code, said["sums"]["all"]["received_paise"]) == (1, 0)
    assert "smallest unit of USD" in said["open"][0]["why"]


def test_the_order_half_of_a_write_is_missing(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order, payment_id = paid_there(razorpay, wanted={sku: 2})
    as_it_was = fresh(order)
    taken(order, payment_id)
    as_it_was.save()  # the backup held the order of before, and the payment of after
    assert rules(reconcile()[1]["open"]) == ["half_written"]
    code, said = reconcile("--apply")
    assert (code, said["open"]) == (0, [])
    assert (fresh(order).status, stock_of(sku)) == (Status.CONFIRMED, 3)
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())


@pytest.mark.parametrize("with_opened", [True, False])
def test_the_payment_half_of_a_write_is_missing(
    razorpay: RunningSandbox, with_opened: bool
) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    Payment(payment_id, order.order_id).delete()
    if not with_opened:
        Payment(order.razorpay_order_id, order.order_id).delete()
    assert rules(reconcile()[1]["open"]) == ["unknown_here"]
    code, said = reconcile("--apply")
    assert (code, said["open"]) == (0, [])
    assert fresh(order).status is Status.CONFIRMED
    assert Payment.get(payment_id, order.order_id).status == "captured"


def test_an_opening_that_was_lost_does_not_lose_the_money(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    Payment(order.razorpay_order_id, order.order_id).delete()
    code, _ = reconcile("--apply")
    assert (code, fresh(order).status) == (0, Status.CONFIRMED)
    assert Payment.get(payment_id, order.order_id).status == "captured"


def test_the_refund_half_of_a_cancel_is_missing(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    cancelled_while_razorpay_is_down(razorpay, order)
    Payment(payment_id, order.order_id).update([Payment.refunds.remove()])
    assert rules(reconcile()[1]["open"]) == ["refund_missing"]
    code, said = reconcile("--apply")
    assert (code, said["open"], said["sums"]["matched"]["refunds"]) == (0, [], 1)
    assert_invariants(ledger=razorpay.ledger())


def test_a_refund_that_was_not_sent_is_sent(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    cancelled_while_razorpay_is_down(razorpay, order)
    assert REFUND_FLAG in {flag.kind for flag in fresh(order).attention or []}
    code, said = reconcile()
    assert (code, rules(said["open"])) == (1, ["not_sent"])
    assert reconcile("--apply")[0] == 0
    assert_invariants(ledger=razorpay.ledger())


def test_a_refund_that_failed_waits_for_a_person(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    made = razorpay.control(f"payments/{payment_id}/refund", amount=100_00)
    reconcile("--apply")
    razorpay.control(f"refunds/{made['id']}/fail")
    code, said = reconcile("--apply")
    assert (code, rules(said["open"])) == (1, ["failed"])
    assert said["sums"]["all"]["given_paise"] == 0


def test_a_second_payment_goes_back_and_is_explained(razorpay: RunningSandbox) -> None:
    order, first = paid_there(razorpay)
    opened = order.razorpay_order_id
    second = razorpay.control("pay", order_id=opened, method="upi", again=True)
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["given_back"])
    paid_by = fresh(order).razorpay_payment_id
    assert {paid_by, said["explained"][0]["payment_id"]} == {first, second["payment"]["id"]}
    assert said["sums"]["matched"]["received_paise"] == order.total_amount
    assert said["sums"]["explained"]["received_paise"] == order.total_amount
    assert_invariants(ledger=razorpay.ledger())


def test_a_payment_on_a_second_razorpay_order_is_never_forgotten(
    razorpay: RunningSandbox,
) -> None:
    order, _ = an_opened()
    wanted = {"amount": order.total_amount, "currency": "INR", "receipt": order.order_id}
    second = gateway()._sdk.order.create(wanted)["id"]
    paid = razorpay.control("pay", order_id=second, method="upi")["payment"]["id"]
    for _ in range(2):
        code, said = reconcile("--apply")
        assert (code, rules(said["open"])) == (1, ["no_order"])
        assert unmatched() == [paid]


def test_a_payment_of_another_program_is_kept_and_open(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-1", 500_00, {})
    razorpay.control("pay", order_id=opened.id, method="upi")
    for _ in range(2):
        code, said = reconcile("--apply")
        assert (code, rules(said["open"])) == (1, ["no_order"])


def test_a_payment_that_fell_off_the_list_is_listed_again(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-3", 500_00, {})
    paid = razorpay.control("pay", order_id=opened.id, method="upi")["payment"]["id"]
    reconcile("--apply")
    unmatched_service.take_off(paid)
    reconcile("--apply")
    assert unmatched() == [paid]


def test_what_a_person_explained_or_gave_back_is_explained(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-4", 500_00, {})
    pay = {"order_id": opened.id, "method": "upi", "again": True}
    first, second = (razorpay.control("pay", **pay)["payment"]["id"] for _ in range(2))
    reconcile("--apply")
    without_order.explain(first, why="A stall at the fair.", by="Meera")
    without_order.give_back(second, reason="Nobody's.", by="Meera")
    code, said = reconcile()
    assert (code, sorted(rules(said["explained"]))) == (0, ["given_back", "said_why"])
    assert any("A stall at the fair. (Meera" in line["why"] for line in said["explained"])
    assert unmatched() == []


def test_money_that_came_and_went_unheard_is_explained(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    razorpay.control(f"payments/{payment_id}/refund")
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["given_back"])
    assert said["sums"]["matched"]["given_paise"] == order.total_amount
    assert fresh(order).status is Status.PENDING


def test_late_money_revives_its_order(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=1).product_id
    order, opened = an_opened(wanted={sku: 1})
    assert end_hold(order, now=clock.now() + timedelta(hours=1))
    razorpay.control("pay", order_id=opened, method="upi")
    assert reconcile("--apply")[0] == 0
    assert (fresh(order).status, stock_of(sku)) == (Status.CONFIRMED, 0)
    assert_invariants(received={sku: 1}, ledger=razorpay.ledger())


@pytest.mark.server
def test_two_at_once_mend_once(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=9).product_id
    for _ in range(4):
        paid_there(razorpay, wanted={sku: 1})
    second = razorpay.ledger()["orders"][0]["entity"]["id"]
    razorpay.control("pay", order_id=second, method="upi", again=True)
    whole = Period(clock.now() - timedelta(days=1))
    with ThreadPoolExecutor(2) as both:
        done = [both.submit(compare, whole, by="Test", is_applied=True) for _ in range(2)]
    assert [each.result().is_open for each in done].count(True) <= 1
    assert reconcile()[0] == 0
    assert len(razorpay.ledger()["refunds"]) == 1
    assert_invariants(received={sku: 9}, ledger=razorpay.ledger())


def test_sold_without_money_is_never_matched(razorpay: RunningSandbox) -> None:
    order, _ = an_opened()
    paid = [Order.status.set(Status.CONFIRMED), Order.razorpay_payment_id.set("pay_Nowhere0000001")]
    order.update(actions=[*paid])
    code, said = reconcile("--apply")
    assert (code, rules(said["open"])) == (1, ["sold_unpaid"])
    assert said["open"][0]["in_books"] is False


def test_a_payment_that_razorpay_does_not_know(razorpay: RunningSandbox) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    row = Payment.get(payment_id, order.order_id)
    row.payment_id = "pay_NotThere000001"
    row.save()
    assert "not_at_razorpay" in rules(reconcile()[1]["open"])


def test_an_order_of_the_earlier_system_breaks_nothing(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("receipt#1", 500_00, {})
    paid = razorpay.control("pay", order_id=opened.id, method="upi")["payment"]["id"]
    Order(
        opened.id,
        "guest",
        status=Status.CONFIRMED,
        lines=[],
        total_amount=500_00,
        razorpay_order_id=opened.id,
        razorpay_payment_id=paid,
        created_at=opened.created_at,
    ).save()
    razorpay.control(f"payments/{paid}/refund", amount=100_00)
    code, said = reconcile("--apply")
    assert (code, rules(said["explained"])) == (0, ["earlier_system", "earlier_system"])
    assert [row for row in Payment.scan() if row.payment_id == paid] == []


def test_money_that_is_only_agreed_to_is_explained(razorpay: RunningSandbox) -> None:
    paid_there(razorpay, outcome="authorize")
    code, said = reconcile()
    assert (code, rules(said["explained"])) == (0, ["authorised"])
    assert said["sums"]["all"]["payments"] == 0


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


@pytest.mark.parametrize("words", [["--from", "2999-01-01"], ["--from", "23/11/2026"]])
def test_a_day_that_is_none_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("reconcile", *words)


def test_days_are_indian_and_the_last_is_whole(razorpay: RunningSandbox) -> None:
    paid_there(razorpay)
    code, said = reconcile("--from", "2020-01-01", "--to", "2020-01-31")
    assert (code, said["from"], said["to"]) == (
        0,
        "2019-12-31T18:30:00.000Z",
        "2020-01-31T18:29:59.000Z",
    )
    assert said["sums"]["all"]["payments"] == 0
