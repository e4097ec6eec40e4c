"""A return that a person pays: never beside Razorpay, and never more than is left."""

from typing import Any

import pytest

from orders.models import Order
from orders.return_errors import ReturnMovedOn
from orders.return_rules import Reason, ReturnStatus, pieces_left
from orders.services.answering import call_for_a_person, mark_paid, write_paid
from orders.services.checking_in import Count, check_in
from payments.errors import NotByHand, TooMuchByHand
from payments.models import Payment
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import refunding, return_by_hand, returning
from payments.services.refund_parts import intend
from payments.services.refunding import give_back, payment_on
from payments.services.return_by_hand import pay_by_hand
from payments.services.returning import check_in_and_refund, refund_checked
from shipping.services.return_parcels import accept_by_post
from tests.payments.desk import given_back
from tests.returns.goods_back import (
    a_paid_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
)


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it."""


def accepted(order: Order, count: int = 1) -> str:
    number = asked(order, a_wish(count))
    accept_by_post(order.order_id, number, words="", by="Sneha")
    return number


def found(good: int) -> Count:
    return Count(good={0: good}, sound={})


def checked(order: Order, count: int = 1) -> str:
    number = accepted(order, count)
    check_in(order.order_id, number, found(count), by="Sneha")
    return number


def paid(order: Order, number: str = "R1", paise: int = 500_00) -> bool:
    return pay_by_hand(order.order_id, number, reference="UTR123456", paise=paise, by="Sneha")


def amount_refunded(order: Order, paise: int) -> None:
    """A person gives an amount back, of no line."""
    refunded(order, Wanted(amount_paise=paise))


def refunded(order: Order, wanted: Wanted) -> None:
    """A person gives this back."""
    give_back(
        order.order_id,
        fresh(order).razorpay_payment_id or "",
        wanted,
        key="rf-by-a-person",
        seen_left_paise=1_079_00,
        reason="Agreed.",
        by="Sneha",
    )


def test_what_razorpay_will_pay_is_not_paid_by_hand(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    with pytest.raises(NotByHand):
        paid(order)
    assert refund_checked(order.order_id, "R1", by="Worker")
    assert given_back(razorpay) == [500_00]


def test_a_refund_that_was_begun_is_not_paid_by_hand(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    with monkeypatch.context() as dying:
        dying.setattr(returning, "mark_paid", _dies)
        with pytest.raises(Killed):
            check_in_and_refund(order.order_id, "R1", found(1), by="Sneha")
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    with pytest.raises(NotByHand):
        paid(order)
    assert back_of(order).status == ReturnStatus.CHECKED


def _dies(*_: object, **__: object) -> None:
    raise Killed


def test_a_refund_that_begins_meanwhile_holds_the_write(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    real = write_paid

    def after_a_refund(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(return_by_hand, "write_paid", real)
        amount_refunded(order, 600_00)
        real(*args, **named)

    monkeypatch.setattr(return_by_hand, "write_paid", after_a_refund)
    with pytest.raises(TooMuchByHand, match="479"):
        paid(order)
    assert back_of(order).status == ReturnStatus.CHECKED


def test_a_trouble_that_is_another_by_now_holds_the_write(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    real = write_paid

    def after_it_is_over(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(return_by_hand, "write_paid", real)
        order.update(actions=[Order.returns["R1"]["trouble"].remove()])
        real(*args, **named)

    monkeypatch.setattr(return_by_hand, "write_paid", after_it_is_over)
    with pytest.raises(NotByHand):
        paid(order)


def test_what_was_paid_by_hand_meanwhile_is_not_sent_too(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)

    def after_somebody_paid(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(refunding, "intend", intend)
        mark_paid(order.order_id, "R1", key="hand-UTR1", text="Paid.", by="Sneha")
        intend(*args, **named)

    monkeypatch.setattr(refunding, "intend", after_somebody_paid)
    assert not refund_checked(order.order_id, "R1", by="Worker")
    assert (given_back(razorpay), calls(order)) == ([], {})
    assert back_of(order).refund_key == "hand-UTR1"


def test_no_more_is_paid_by_hand_than_is_left(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order, 2)
    amount_refunded(order, 800_00)
    check_in_and_refund(order.order_id, "R1", found(2), by="Sneha")
    assert "₹279.00 is left: pay no more than that" in calls(order)["return"]
    for paise in (279_01, 1_079_00, -1):
        with pytest.raises(TooMuchByHand, match="is left"):
            paid(order, paise=paise)
    assert paid(order, paise=279_00)
    assert (back_of(order).money, given_back(razorpay)) == (279_00, [800_00])
    assert "₹279.00 was paid to you" in str((fresh(order).timeline or [])[-1].text)


def test_two_returns_by_hand_share_what_is_left(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    amount_refunded(order, 479_00)
    for _ in range(2):
        call_for_a_person(order.order_id, checked(order), "Look into it.", by="Sneha")
    assert paid(order, "R1", 500_00)
    with pytest.raises(TooMuchByHand, match="is left"):
        paid(order, "R2", 500_00)
    assert paid(order, "R2", 100_00)


def test_what_is_not_checked_is_not_paid(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    with pytest.raises(ReturnMovedOn):
        paid(order)


def test_a_refund_of_another_return_meanwhile_calls_for_nobody(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    checked(order)
    real = payment_on

    def and_meanwhile(*args: str) -> Payment:
        seen = real(*args)
        monkeypatch.setattr(returning, "payment_on", real)
        assert refund_checked(order.order_id, "R2", by="Worker")
        return seen

    monkeypatch.setattr(returning, "payment_on", and_meanwhile)
    assert not refund_checked(order.order_id, "R1", by="Sneha")
    assert calls(order) == {}
    assert refund_checked(order.order_id, "R1", by="Worker")
    assert given_back(razorpay) == [500_00, 500_00]


def test_worker_and_staff_on_one_return_call_for_nobody(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order, 2)
    real = payment_on

    def and_meanwhile(*args: str) -> Payment:
        seen = real(*args)
        monkeypatch.setattr(returning, "payment_on", real)
        assert refund_checked(order.order_id, "R1", by="Worker")
        return seen

    monkeypatch.setattr(returning, "payment_on", and_meanwhile)
    refund_checked(order.order_id, "R1", by="Sneha")
    assert (calls(order), given_back(razorpay)) == ({}, [1_079_00])


def test_a_refund_under_way_takes_its_piece_once(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    monkeypatch.setattr(returning, "mark_paid", _dies)
    with pytest.raises(Killed):
        check_in_and_refund(order.order_id, "R1", found(1), by="Sneha")
    assert pieces_left(fresh(order)) == {0: 1}


def test_delivery_that_was_given_back_is_not_promised_again(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    refunded(order, Wanted(with_delivery=True))
    assert fresh(order).fees_back
    number = asked(order, a_wish(2, reason=Reason.FAULTY, photos=("p",)))
    assert back_of(order).money == 1_000_00
    accept_by_post(order.order_id, number, words="", by="Sneha")
    check_in_and_refund(order.order_id, number, found(2), by="Sneha")
    assert (given_back(razorpay), back_of(order).money) == ([79_00, 1_000_00], 1_000_00)


def test_what_went_back_is_what_the_return_says(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    refunded(order, Wanted(with_delivery=True))
    order.update(actions=[Order.fees_back.remove()])  # as given back before it was noted
    accepted(order, 2)
    check_in_and_refund(order.order_id, "R1", found(2), by="Sneha")
    assert (given_back(razorpay), back_of(order).money) == ([79_00, 1_000_00], 1_000_00)
