"""A return that a person pays: never beside Razorpay, and never more than is left."""

from typing import Any

import pytest

from orders.models import Order
from orders.return_errors import ReturnMovedOn
from orders.return_rules import Reason, ReturnStatus, pieces_left
from orders.services.answering import call_for_a_person, mark_paid, write_paid_by_hand
from orders.services.checking_in import Count, check_in
from payments.errors import NotByHand, NothingLeft, RefundChanged, TooMuchByHand
from payments.models import Payment
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import refunding, return_by_hand, returning
from payments.services.refund_parts import intend
from payments.services.refunding import give_back, payment_on, preview
from payments.services.return_by_hand import pay_by_hand
from payments.services.returning import check_in_and_refund, refund_checked
from payments.staff.refund_offer import offer_of
from shipping.services.return_parcels import accept_by_post
from tests.factories import a_product
from tests.payments.desk import given_back, the_payment
from tests.returns.goods_back import (
    a_paid_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
)
from tests.staff import a_browser


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


def refunded(order: Order, wanted: Wanted, *, seen: int = 1_079_00) -> None:
    """A person gives this back."""
    give_back(
        order.order_id,
        fresh(order).razorpay_payment_id or "",
        wanted,
        key="rf-by-a-person",
        seen_left_paise=seen,
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
    real = write_paid_by_hand

    def after_a_refund(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(return_by_hand, "write_paid_by_hand", real)
        amount_refunded(order, 600_00)
        real(*args, **named)

    monkeypatch.setattr(return_by_hand, "write_paid_by_hand", after_a_refund)
    with pytest.raises(TooMuchByHand, match="479"):
        paid(order)
    assert back_of(order).status == ReturnStatus.CHECKED


def test_a_trouble_that_is_another_by_now_holds_the_write(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    real = write_paid_by_hand

    def after_it_is_over(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(return_by_hand, "write_paid_by_hand", real)
        order.update(actions=[Order.returns["R1"]["trouble"].remove()])
        real(*args, **named)

    monkeypatch.setattr(return_by_hand, "write_paid_by_hand", after_it_is_over)
    with pytest.raises(NotByHand):
        paid(order)


def test_what_was_paid_by_hand_meanwhile_is_not_sent_too(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)

    def after_somebody_paid(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(refunding, "intend", intend)
        mark_paid(order.order_id, "R1", key="hand-UTR1", paise=500_00, text="Paid.", by="Sneha")
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


def a_sale_of_two(razorpay: RunningSandbox) -> Order:
    """A sheet of ₹500 and one of ₹300, with ₹79 of delivery."""
    wanted = {a_product(price=500_00).product_id: 1, a_product(price=300_00).product_id: 1}
    order = a_paid_order(razorpay, wanted=wanted)
    assert [line.price for line in order.lines] in ([500_00, 300_00], [300_00, 500_00])
    return order


def left(order: Order) -> int:
    """What staff are offered to give back."""
    return offer_of(fresh(order), the_payment(order)).left_paise


def test_what_was_paid_by_hand_is_not_given_back_by_razorpay_too(
    razorpay: RunningSandbox,
) -> None:
    order = a_sale_of_two(razorpay)
    dear = [line.price for line in order.lines].index(500_00)
    received = the_payment(order).amount
    refunded(order, Wanted(amount_paise=450_00), seen=received)
    for number, place in (("R1", dear), ("R2", 1 - dear)):
        asked(order, a_wish(pieces={place: 1}))
        accept_by_post(order.order_id, number, words="", by="Sneha")
        check_in_and_refund(order.order_id, number, Count({place: 1}, {}), by="Sneha")
        if number == "R1":
            paid(order, paise=received - 450_00)
    assert left(order) == 0
    assert (given_back(razorpay), back_of(order, "R2").status) == ([450_00], ReturnStatus.CHECKED)
    with pytest.raises(NothingLeft):
        preview(order.order_id, the_payment(order).payment_id, Wanted(is_full=True))
    page = a_browser("manager").get(f"/staff/orders/{order.order_id}/").content.decode()
    assert "/refund/" not in page


def test_pieces_and_fees_that_were_paid_by_hand_are_not_offered_again(
    razorpay: RunningSandbox,
) -> None:
    order = a_paid_order(razorpay)
    asked(order, a_wish(1, reason=Reason.FAULTY, photos=("p",)))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", found(1), by="Sneha")
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    assert paid(order, paise=579_00)
    offer = offer_of(fresh(order), the_payment(order))
    assert (offer.left_paise, offer.delivery_paise) == (500_00, 0)
    assert [line.left for line in offer.lines] == [1]
    after = fresh(order)
    assert (after.lines[0].paid_back, after.fees_back, pieces_left(after)) == (1, True, {0: 1})


def test_what_was_closed_with_nothing_paid_takes_nothing_off(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    assert paid(order, paise=0)
    offer = offer_of(fresh(order), the_payment(order))
    assert (offer.left_paise, [line.left for line in offer.lines]) == (1_079_00, [2])
    assert (fresh(order).lines[0].paid_back, fresh(order).fees_back) == (None, None)
    assert "₹0" not in str((fresh(order).timeline or [])[-1].text)


def test_a_return_that_is_paid_by_hand_meanwhile_holds_a_refund(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)

    def after_somebody_paid(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(refunding, "intend", intend)
        mark_paid(order.order_id, "R1", key="hand-UTR1", paise=500_00, text="Paid.", by="Sneha")
        intend(*args, **named)

    monkeypatch.setattr(refunding, "intend", after_somebody_paid)
    with pytest.raises(RefundChanged, match="579"):
        refunded(order, Wanted(is_full=True))
    assert given_back(razorpay) == []


def test_a_piece_that_came_back_meanwhile_is_seen_when_it_is_paid_by_hand(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    real = write_paid_by_hand

    def after_another(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(return_by_hand, "write_paid_by_hand", real)
        fresh(order).update(actions=[Order.lines[0]["paid_back"].set(1)])
        real(*args, **named)

    monkeypatch.setattr(return_by_hand, "write_paid_by_hand", after_another)
    assert paid(order)
    assert fresh(order).lines[0].paid_back == 2


def test_another_orders_payment_sets_no_bound(razorpay: RunningSandbox) -> None:
    order, other = a_paid_order(razorpay), a_paid_order(razorpay)
    amount_refunded(other, 1_079_00)
    checked(order)
    call_for_a_person(order.order_id, "R1", "Look into it.", by="Sneha")
    theirs = fresh(other).razorpay_payment_id
    order.update(actions=[Order.razorpay_payment_id.set(theirs)])
    assert paid(order)


def test_a_refund_that_was_begun_by_another_calls_for_nobody(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    real, payment_id = give_back, fresh(order).razorpay_payment_id or ""

    def as_read_before(*args: Any, **named: Any) -> None:
        real(*args, **named)  # by somebody who dies then
        raise NothingLeft(payment_id)

    with monkeypatch.context() as between:
        between.setattr(returning, "give_back", as_read_before)
        assert not refund_checked(order.order_id, "R1", by="Sneha")
    assert calls(order) == {}
    assert refund_checked(order.order_id, "R1", by="Worker")
    assert given_back(razorpay) == [500_00]


def test_nobody_is_called_for_a_return_that_is_over(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    checked(order)
    refund_checked(order.order_id, "R1", by="Worker")
    lines = len(fresh(order).timeline or [])
    call_for_a_person(order.order_id, "R1", "Too late.", by="Sneha")
    assert (back_of(order).trouble, len(fresh(order).timeline or [])) == (None, lines)


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
