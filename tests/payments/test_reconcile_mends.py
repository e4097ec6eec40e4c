"""What `reconcile --apply` makes right: half writes, lost news, refunds that hang; once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from config import clock
from orders.rules import REFUND_FLAG, Status
from orders.services.cancelling import end_hold
from payments.models import Payment
from payments.queries import unmatched
from payments.razorpay import gateway
from payments.reconcile.books import Line
from payments.reconcile.facts import Mend, mendable
from payments.sandbox.process import RunningSandbox
from payments.services import unmatched as unmatched_service
from payments.services.mending import mend
from payments.services.reconciling import Period
from payments.services.reconciling import reconcile as compare
from tests.factories import a_product, stock_of
from tests.invariants import assert_invariants
from tests.payments.books import (
    an_opened,
    cancelled_while_razorpay_is_down,
    fresh,
    paid_there,
    reconcile,
    rules,
    taken,
)


def test_a_second_apply_changes_nothing(razorpay: RunningSandbox) -> None:
    for _ in range(2):
        paid_there(razorpay)
    reconcile("--apply")
    before = [row.attribute_values for row in Payment.scan() if row.payment_id[0] != "#"]
    code, said = reconcile("--apply")
    assert (code, said["mended"]) == (0, [])
    assert [r.attribute_values for r in Payment.scan() if r.payment_id[0] != "#"] == before


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


def test_a_payment_that_went_back_is_never_taken_again(razorpay: RunningSandbox) -> None:
    order, first = paid_there(razorpay)
    taken(order, first)
    opened = order.razorpay_order_id
    paid = razorpay.control("pay", order_id=opened, method="upi", again=True)["payment"]["id"]
    reconcile("--apply")
    razorpay.control(f"refunds/{razorpay.ledger()['refunds'][0]['id']}/fail")
    reconcile("--apply")
    judged = mendable("half_written", "Seen before it went back.", Mend.TAKE_AGAIN)
    mend(Line("payment", paid, judged, payment_id=paid, order_id=order.order_id))
    refunds = Payment.get(paid, order.order_id).refunds or {}
    assert [refund.status for refund in refunds.values()] == ["failed"]


@pytest.mark.parametrize("with_opened", [True, False])
def test_the_payment_half_of_a_write_is_missing(
    razorpay: RunningSandbox, with_opened: bool
) -> None:
    order, payment_id = paid_there(razorpay)
    taken(order, payment_id)
    Payment(payment_id, order.order_id).delete()
    if not with_opened:
        Payment(order.razorpay_order_id, order.order_id).delete()
    [line] = reconcile()[1]["open"]
    assert (line["rule"], line["order_id"]) == ("unknown_here", order.order_id)
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


def test_a_payment_that_fell_off_the_list_is_listed_again(razorpay: RunningSandbox) -> None:
    opened = gateway().open_order("ELSEWHERE-3", 500_00, {})
    paid = razorpay.control("pay", order_id=opened.id, method="upi")["payment"]["id"]
    reconcile("--apply")
    unmatched_service.take_off(paid)
    reconcile("--apply")
    assert unmatched() == [paid]


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


def test_a_second_payment_that_is_to_go_back_is_one_open_line(razorpay: RunningSandbox) -> None:
    order, first = paid_there(razorpay)
    taken(order, first)
    opened = order.razorpay_order_id
    again = razorpay.control("pay", order_id=opened, method="upi", again=True)["payment"]["id"]
    taken(order, again)
    code, said = reconcile()
    assert (code, rules(said["open"]), said["open_paise"]) == (1, ["not_sent"], order.total_amount)
