"""Giving money back: the intent first, once, and never more than was paid."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from catalog.errors import ProductChanged
from catalog.models import Product
from config import clock
from config.errors import ShopError
from orders.models import Order
from orders.queries import needing_a_person
from orders.rules import Status
from orders.services import mailing, moving
from payments.errors import (
    CancelInstead,
    NothingLeft,
    NotReceived,
    PaymentNotFound,
    RefundChanged,
)
from payments.models import Payment, Refund
from payments.razorpay import RazorpayRefused
from payments.razorpay_entities import refund_from
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import refunding
from payments.services.cancelling import cancel_order
from payments.services.checking import check_order
from payments.services.opening import open_payment
from payments.services.refund_news import take_refund
from payments.services.working import one_pass
from payments.services.writing import Source
from shipping.services.dispatching import check_may_go
from tests.factories import a_product, an_order, stock_of
from tests.invariants import assert_invariants, assert_settled

REFUNDS = "/razorpay/v1/payments/*/refund"
KEY = "refund-from-the-form"


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def the_payment(order: Order) -> Payment:
    return Payment.get(fresh(order).razorpay_payment_id, order.order_id, consistent_read=True)


def a_paid_order(razorpay: RunningSandbox, *, status: Status | None = None) -> Order:
    order = an_order(wanted={a_product(stock=5).product_id: 2})
    razorpay.control("pay", order_id=open_payment(order, is_fresh=True), outcome="success")
    check_order(fresh(order))
    for step in (Status.PROCESSING, Status.SHIPPED, Status.DELIVERED):
        if status is not None and fresh(order).status != status:
            moving.move(fresh(order), step, by="Sneha", text="On.")
    return fresh(order)


def give_back(order: Order, wanted: Wanted, **given: Any) -> Refund:
    payment = the_payment(order)
    fields: dict[str, Any] = {
        "key": KEY,
        "seen_left_paise": payment.left_paise,
        "reason": "A box was dented.",
    }
    return refunding.give_back(
        order.order_id, payment.payment_id, wanted, **fields | {"by": "Sneha"} | given
    )


def refund_of(order: Order) -> Refund:
    refunds: dict[str, Refund] = the_payment(order).refunds or {}
    return refunds[KEY]


def refunded_at(razorpay: RunningSandbox) -> list[int]:
    return [refund["amount"] for refund in razorpay.ledger().get("refunds", [])]


def test_one_of_two_pieces_goes_back_with_its_stock(
    razorpay: RunningSandbox, mailoutbox: list[Any]
) -> None:
    order = a_paid_order(razorpay)
    sku = order.lines[0].sku or ""
    refund = give_back(order, Wanted(lines={0: 1}, back_in_stock=True))
    assert (refund.amount, refund.status, refund.pieces) == (500_00, "processed", {"0": "1"})
    after = fresh(order)
    assert (after.payment_status, after.lines[0].kept) == ("partially_refunded", 1)
    assert stock_of(sku) == 4
    assert refunded_at(razorpay) == [500_00]
    assert needing_a_person() == []
    one_pass()
    assert [mail.subject for mail in mailoutbox if "way back" in mail.subject] == [
        f"₹500.00 of order {order.order_id} is on its way back"
    ]
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())
    assert_settled()


def test_stock_stays_away_unless_it_is_ticked(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    give_back(order, Wanted(lines={0: 1}))
    assert (stock_of(order.lines[0].sku or ""), fresh(order).lines[0].returned) == (3, None)


def test_the_same_key_again_is_the_same_refund(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    seen = the_payment(order).left_paise
    for _ in range(3):
        give_back(order, Wanted(lines={0: 1}, back_in_stock=True), seen_left_paise=seen)
    assert (refunded_at(razorpay), stock_of(order.lines[0].sku or "")) == ([500_00], 4)


def test_who_saw_an_older_sum_is_told_and_nothing_goes_back(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    seen = the_payment(order).left_paise
    give_back(order, Wanted(lines={0: 1}))
    with pytest.raises(RefundChanged, match="579"):
        give_back(order, Wanted(amount_paise=100_00), key=KEY + "-2", seen_left_paise=seen)
    assert refunded_at(razorpay) == [500_00]


@pytest.mark.server
def test_two_people_at_once_cannot_give_back_more_than_was_paid(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    seen = the_payment(order).left_paise

    def press(number: int) -> bool:
        try:
            give_back(
                order, Wanted(amount_paise=800_00), key=f"{KEY}-{number}", seen_left_paise=seen
            )
        except (ShopError, RazorpayRefused):
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        done = list(people.map(press, range(6)))
    one_pass()
    assert (sum(done), refunded_at(razorpay)) == (1, [800_00])


def test_all_of_an_order_on_the_bench_is_cancelled_instead(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    everything = [Wanted(is_full=True), Wanted(amount_paise=order.total_amount)]
    everything.append(Wanted(lines={0: 2}, back_in_stock=True))
    for wanted in everything:
        with pytest.raises(CancelInstead):
            give_back(order, wanted)
    assert the_payment(order).refunds is None


def test_a_cancel_after_a_part_refund_gives_back_the_rest_of_money_and_stock(
    razorpay: RunningSandbox,
) -> None:
    order = a_paid_order(razorpay)
    sku = order.lines[0].sku or ""
    give_back(order, Wanted(lines={0: 1}, back_in_stock=True))
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert (stock_of(sku), fresh(order).payment_status) == (5, "refunded")
    assert refunded_at(razorpay) == [500_00, order.total_amount - 500_00]
    with pytest.raises(NothingLeft):
        give_back(order, Wanted(is_full=True), key=KEY + "-2")
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())


@pytest.mark.parametrize("kind", ["drop", "drop_after", "500", "html", "429"])
def test_razorpay_away_is_healed_by_the_worker(razorpay: RunningSandbox, kind: str) -> None:
    order = a_paid_order(razorpay)
    razorpay.control("faults", path=REFUNDS, kind=kind, times=1)
    assert give_back(order, Wanted(lines={0: 1})).status == "intended"
    assert needing_a_person() == [order.order_id]
    one_pass()
    assert refund_of(order).status == "processed"
    assert (refunded_at(razorpay), needing_a_person()) == ([500_00], [])


def test_money_that_went_back_by_another_way_ends_the_intent(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    give_back(order, Wanted(lines={0: 2}))
    razorpay.control(f"payments/{the_payment(order).payment_id}/refund", amount=order.total_amount)
    one_pass()
    ours = refund_of(order)
    assert (ours.status, the_payment(order).left_paise) == ("refused", 0)
    assert ours.why_not
    assert {flag.kind for flag in fresh(order).attention or []} == {
        "refund_failed",
        "refunded_there",
    }
    assert_settled()


def test_a_product_that_is_gone_stops_the_refund_with_stock(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    (product,) = Product.query(order.lines[0].product_id)
    product.delete()
    with pytest.raises(ProductChanged):
        give_back(order, Wanted(lines={0: 1}, back_in_stock=True))
    assert the_payment(order).refunds is None
    assert give_back(order, Wanted(lines={0: 1})).status == "processed"


def test_a_payment_of_another_order_is_not_given_back_here(razorpay: RunningSandbox) -> None:
    order, other = a_paid_order(razorpay), a_paid_order(razorpay)
    with pytest.raises(PaymentNotFound):
        refunding.preview(other.order_id, the_payment(order).payment_id, Wanted(amount_paise=1_00))


def test_what_was_given_back_in_part_still_ships(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.PROCESSING)
    give_back(order, Wanted(lines={0: 1}, back_in_stock=True))
    check_may_go(fresh(order))


def test_a_preview_writes_nothing(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    payment = the_payment(order)
    before = fresh(order).serialize()
    shown = refunding.preview(order.order_id, payment.payment_id, Wanted(lines={0: 1}))
    assert (shown.money_paise, shown.left_after_paise) == (500_00, order.total_amount - 500_00)
    assert fresh(order).serialize() == before


def test_each_refund_has_its_own_mail(razorpay: RunningSandbox, mailoutbox: list[Any]) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    for number in (1, 2):
        give_back(order, Wanted(amount_paise=number * 100_00), key=f"{KEY}-{number}")
    for _ in range(2):
        mailing.send_owed(fresh(order), now=clock.now())
    assert [m.subject.split()[0] for m in mailoutbox if "way back" in m.subject] == [
        "₹100.00",
        "₹200.00",
    ]


def test_a_wrong_amount_given_back_needs_nobody_any_more(razorpay: RunningSandbox) -> None:
    order = an_order()
    opened_id = open_payment(order, is_fresh=True)
    paid = razorpay.control("pay", order_id=opened_id, outcome="success", amount=1_00)
    check_order(fresh(order))
    assert [flag.kind for flag in fresh(order).attention or []] == ["amount"]
    refunding.give_back(
        order.order_id,
        paid["payment"]["id"],
        Wanted(is_full=True),
        key=KEY,
        seen_left_paise=1_00,
        reason="It was less than the order costs.",
        by="Sneha",
    )
    assert (fresh(order).status, needing_a_person()) == ("pending", [])
    assert refunded_at(razorpay) == [1_00]


def test_a_refund_by_hand_while_ours_waits_is_not_made_twice(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    razorpay.control("bank", balance_paise=0)
    with pytest.raises(RazorpayRefused):
        give_back(order, Wanted(amount_paise=300_00))
    razorpay.control("bank", balance_paise=None)
    made = razorpay.control(f"payments/{the_payment(order).payment_id}/refund", amount=300_00)
    take_refund(refund_from(made), source=Source(by="Razorpay"))
    one_pass()
    assert (refunded_at(razorpay), refund_of(order).status) == ([300_00], "refused")
    assert {flag.kind for flag in fresh(order).attention or []} == {"refunded_there"}


def test_a_piece_paid_back_on_the_bench_is_neither_sent_nor_counted_in(
    razorpay: RunningSandbox,
) -> None:
    order = a_paid_order(razorpay, status=Status.PROCESSING)
    sku = order.lines[0].sku or ""
    give_back(order, Wanted(lines={0: 1}))
    assert (fresh(order).lines[0].to_send, stock_of(sku)) == (1, 3)
    with pytest.raises(CancelInstead):
        give_back(order, Wanted(lines={0: 1}), key=KEY + "-2")
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert stock_of(sku) == 4
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())


@pytest.mark.parametrize("days", [1, 400])
def test_the_mail_of_a_refund_goes_however_old_the_order_is(
    razorpay: RunningSandbox, mailoutbox: list[Any], days: int
) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    order.update(actions=[Order.created_at.set(clock.now() - timedelta(days=days))])
    give_back(order, Wanted(amount_paise=300_00))
    one_pass()
    assert len([mail for mail in mailoutbox if "way back" in mail.subject]) == 1


def test_one_refund_that_must_wait_keeps_no_other_waiting(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, status=Status.DELIVERED)
    razorpay.control("bank", balance_paise=200_00)
    for number, amount in ((1, 300_00), (2, 100_00)):
        with pytest.raises(RazorpayRefused):
            give_back(order, Wanted(amount_paise=amount), key=f"{KEY}-{number}")
    assert refunded_at(razorpay) == [100_00]


def test_no_money_is_no_refund(razorpay: RunningSandbox) -> None:
    order = an_order()
    opened_id = open_payment(order, is_fresh=True)
    razorpay.control("pay", order_id=opened_id, outcome="authorize")
    check_order(fresh(order))
    for payment_id in (opened_id, razorpay.ledger()["payments"][0]["id"]):
        with pytest.raises(NotReceived):
            refunding.preview(order.order_id, payment_id, Wanted(is_full=True))
