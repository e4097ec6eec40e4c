"""A return's parcel is opened: stock once, money once, as promised, whatever breaks between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalog.models import Product
from orders.models import Order
from orders.return_errors import NotReturnable, ReturnMovedOn, ReturnNotFound
from orders.return_rules import Reason, ReturnStatus
from orders.rules import PaymentStatus
from orders.services.answering import decline
from orders.services.checking_in import Count, check_in
from orders.services.return_writing import write_step
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import returning, working
from payments.services.refunding import give_back
from payments.services.return_by_hand import key_of, pay_by_hand
from payments.services.returning import check_in_and_refund
from payments.services.working import one_pass
from shipping.services.return_parcels import accept_by_post, withdraw
from tests.factories import a_product, stock_of
from tests.payments.desk import given_back, the_payment
from tests.returns.goods_back import (
    a_delivered_order,
    a_paid_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    listed,
    said,
)


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it."""


def accepted(order: Order, count: int = 1, **given: object) -> str:
    number = asked(order, a_wish(count, **given))
    accept_by_post(order.order_id, number, words="", by="Sneha")
    return number


def found(good: int, sound: int, words: str = "") -> Count:
    return Count(good={0: good}, sound={0: sound}, words=words)


def on_shelf(order: Order) -> int:
    return stock_of(order.lines[0].sku or "")


def pieces(order: Order) -> tuple[int, int]:
    line = fresh(order).lines[0]
    return line.returned or 0, line.paid_back or 0


def test_the_whole_order_brings_its_delivery_back(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order, 2)
    check_in_and_refund(order.order_id, "R1", found(2, 2), by="Sneha")
    assert (given_back(razorpay), pieces(order)) == ([1_079_00], (2, 2))
    assert fresh(order).payment_status == PaymentStatus.REFUNDED
    assert (the_payment(order).refunds or {})[key_of(order.order_id, "R1")].has_delivery


def test_of_a_return_that_came_in_part_only_that_is_paid(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order, 2)
    before = on_shelf(order)
    check_in_and_refund(order.order_id, "R1", found(1, 0, "One was missing."), by="Sneha")
    assert (given_back(razorpay), pieces(order), on_shelf(order)) == ([500_00], (0, 1), before)
    assert asked(order) == "R2"
    with pytest.raises(NotReturnable):
        asked(order)


def test_our_fault_brings_the_delivery_back_with_one_piece(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order, 1, reason=Reason.FAULTY, photos=("p",))
    check_in_and_refund(order.order_id, "R1", found(1, 0), by="Sneha")
    assert given_back(razorpay) == [579_00]


def test_nothing_good_pays_nothing_and_is_told(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    check_in_and_refund(order.order_id, "R1", found(0, 0, "It was played."), by="Sneha")
    back = back_of(order)
    assert (back.status, back.answer) == (ReturnStatus.SENT_BACK, "It was played.")
    assert (given_back(razorpay), calls(order), listed()[0]) == ([], {}, set())
    assert (fresh(order).mails or {})["return_checked/R1"].startswith("owed ")


def test_twice_pressed_counts_and_pays_once(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    before = on_shelf(order)
    again = [check_in_and_refund(order.order_id, "R1", found(1, 1), by="S") for _ in range(3)]
    assert again == [True, False, False]
    assert (given_back(razorpay), on_shelf(order)) == ([500_00], before + 1)


@pytest.mark.server
def test_many_at_once_count_and_pay_once(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    before = on_shelf(order)

    def press(_: int) -> bool:
        return check_in_and_refund(order.order_id, "R1", found(1, 1), by="Sneha")

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(press, range(6))) == 1
    assert (given_back(razorpay), on_shelf(order)) == ([500_00], before + 1)
    assert back_of(order).status == ReturnStatus.REFUNDED


@pytest.mark.parametrize(
    ("where", "name"),
    [(returning, "refund_checked"), (returning, "give_back"), (returning, "mark_paid")],
)
def test_whoever_dies_between_the_worker_pays_once(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch, where: object, name: str
) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    with monkeypatch.context() as dying:
        dying.setattr(where, name, _dies)
        with pytest.raises(Killed):
            check_in_and_refund(order.order_id, "R1", found(1, 1), by="Sneha")
    assert back_of(order).status == ReturnStatus.CHECKED
    working._asked.clear()
    one_pass()
    one_pass()
    assert (given_back(razorpay), pieces(order)) == ([500_00], (1, 1))
    assert (back_of(order).status, calls(order)) == (ReturnStatus.REFUNDED, {})


def _dies(*_: object, **__: object) -> None:
    raise Killed


def test_razorpays_silence_is_waited_out(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    razorpay.control("faults", path="/razorpay/v1/payments/*/refund", kind="500", times=1)
    check_in_and_refund(order.order_id, "R1", found(1, 1), by="Sneha")
    working._asked.clear()
    one_pass()
    assert (given_back(razorpay), back_of(order).status) == ([500_00], ReturnStatus.REFUNDED)


def test_money_that_is_gone_calls_for_a_person(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay)
    accepted(order, 2)
    fresh_order = fresh(order)
    give_back(
        order.order_id,
        fresh_order.razorpay_payment_id or "",
        Wanted(is_full=True),
        key="rf-by-a-person",
        seen_left_paise=1_079_00,
        reason="Agreed.",
        by="Sneha",
    )
    check_in_and_refund(order.order_id, "R1", found(2, 2), by="Sneha")
    assert back_of(order).status == ReturnStatus.CHECKED
    assert "could not be given back" in calls(order)["return"]
    assert given_back(razorpay) == [1_079_00]
    assert pay_by_hand(order.order_id, "R1", reference="UTR123456", paise=0, by="Sneha")
    assert (back_of(order).status, calls(order)) == (ReturnStatus.REFUNDED, {})


def test_what_was_paid_in_cash_is_paid_by_hand_once() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.payment_method.set("cod"), Order.payment_status.set("created")])
    accepted(order, upi="ananya@okbank")
    assert check_in_and_refund(order.order_id, "R1", found(1, 1), by="Sneha")
    assert "Pay ₹500.00 by UPI" in calls(order)["return"]
    assert "ananya@okbank" not in str(fresh(order).attention) + str(fresh(order).timeline)
    paid = [
        pay_by_hand(order.order_id, "R1", reference="UTR123456", paise=500_00, by="S")
        for _ in range(2)
    ]
    back = back_of(order)
    assert (paid, back.status, back.upi) == ([True, False], ReturnStatus.REFUNDED, None)
    assert (fresh(order).mails or {})["return_paid/R1"].startswith("owed ")


@pytest.mark.parametrize(("good", "sound"), [(3, 0), (-1, 0), (1, 2), (1, -1), (0, 1)])
def test_more_than_was_asked_back_cannot_come(good: int, sound: int) -> None:
    order = a_delivered_order()
    accepted(order, 1)
    with pytest.raises(NotReturnable):
        check_in(order.order_id, "R1", found(good, sound), by="Sneha")
    assert back_of(order).status == ReturnStatus.ACCEPTED


def test_a_line_that_was_not_asked_back_cannot_come() -> None:
    first, second = a_product(stock=3), a_product(stock=3)
    order = a_delivered_order(wanted={first.product_id: 1, second.product_id: 1})
    accepted(order)
    with pytest.raises(NotReturnable):
        check_in(order.order_id, "R1", Count(good={1: 1}, sound={}), by="Sneha")


@pytest.mark.parametrize("place", [9, -1])
def test_a_line_that_is_none_of_the_orders_is_refused(place: int) -> None:
    order = a_delivered_order()
    accepted(order)
    with pytest.raises(NotReturnable):
        check_in(order.order_id, "R1", Count(good={place: 0}, sound={place: 0}), by="Sneha")


@pytest.mark.parametrize("act", ["asked", "declined", "withdrawn"])
def test_what_was_not_accepted_is_not_checked_in(act: str) -> None:
    order = a_delivered_order()
    asked(order)
    if act == "declined":
        decline(order.order_id, "R1", words="No.", by="Sneha")
    if act == "withdrawn":
        withdraw(order.order_id, order.customer_id, "R1")
    with pytest.raises(ReturnMovedOn):
        check_in(order.order_id, "R1", found(1, 1), by="Sneha")
    assert pieces(order) == (0, 0)


def test_a_withdrawal_that_comes_between_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    order = a_delivered_order()
    accepted(order)
    name = "orders.services.checking_in.write_step"

    def after_a_withdrawal(*args: Any, **named: Any) -> None:
        monkeypatch.setattr(name, write_step)
        withdraw(order.order_id, order.customer_id, "R1")
        write_step(*args, **named)

    monkeypatch.setattr(name, after_a_withdrawal)
    with pytest.raises(ReturnMovedOn):
        check_in(order.order_id, "R1", found(1, 1), by="Sneha")
    assert (back_of(order).status, pieces(order)) == (ReturnStatus.WITHDRAWN, (0, 0))


def test_a_return_that_is_not_there_is_not_found() -> None:
    order = a_delivered_order()
    for act in _acts(order):
        with pytest.raises(ReturnNotFound):
            act()


def _acts(order: Order) -> list[Callable[[], object]]:
    each = order.order_id
    return [
        lambda: check_in(each, "R1", found(1, 1), by="S"),
        lambda: decline(each, "R1", words="x", by="S"),
        lambda: accept_by_post(each, "R1", words="x", by="S"),
        lambda: pay_by_hand(each, "R1", reference="UTR123456", paise=1, by="S"),
    ]


def test_a_decline_is_told_once_and_ends_it() -> None:
    order = a_delivered_order()
    asked(order)
    for _ in range(2):
        decline(order.order_id, "R1", words="It was played.", by="Sneha")
    lines = [m.text for m in fresh(order).timeline or [] if "declined" in m.text]
    assert lines == ["Return R1 is declined: It was played."]
    assert (calls(order), listed()[0]) == ({}, set())
    with pytest.raises(ReturnMovedOn):
        accept_by_post(order.order_id, "R1", words="", by="Sneha")
    assert "declined" in said(order)


def test_a_return_that_is_declined_keeps_no_upi_address() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    decline(order.order_id, "R1", words="It was played.", by="Sneha")
    assert back_of(order).upi is None


def test_a_product_that_is_gone_gets_nothing_back_and_the_money_goes(
    razorpay: RunningSandbox,
) -> None:
    order = a_paid_order(razorpay)
    accepted(order)
    for row in Product.query(order.lines[0].product_id):
        row.delete()
    check_in_and_refund(order.order_id, "R1", found(1, 1), by="Sneha")
    assert given_back(razorpay) == [500_00]
    assert any("Not every piece" in m.text for m in fresh(order).timeline or [])
