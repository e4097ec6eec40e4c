"""Ending an order that stands as paid while no payment of it is known here."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orders import queries
from orders.errors import OrderNotFound, WrongMoment
from orders.models import Flag, Line, Order
from orders.queries import needing_a_person
from orders.rules import Status
from orders.services.cancelling import cancel_without_payment
from tests.factories import a_product, an_order, stock_of

PAID = [Status.CONFIRMED, Status.PROCESSING]
THEN = datetime(2026, 1, 5, 12, tzinfo=UTC)
WHY = "You asked us to."


def an_order_of_the_earlier_system(**given: Any) -> Order:
    fields: dict[str, Any] = {
        "status": Status.CONFIRMED,
        "payment_status": "captured",
        "razorpay_payment_id": "pay_NXhk12Old",
        "lines": [Line(old_id="5", name="Airoc", price=3499_00, quantity=2)],
        "total_amount": 6998_00,
        "created_at": THEN,
    }
    order = Order("order_NXhj3kd93kdk39", "guest", **fields | given)
    order.save()
    order.update(actions=[Order.version.remove()])
    return order


def fresh(order: Order) -> Order:
    return queries.order_of(order.order_id, order.customer_id)


def cancel(order: Order) -> Order:
    return cancel_without_payment(order.order_id, reason=WHY, by="Sneha Patil")


@pytest.mark.parametrize("status", PAID)
def test_an_old_order_whose_payment_nobody_wrote_down_ends_and_calls_for_a_person(
    status: Status,
) -> None:
    order = an_order_of_the_earlier_system(status=status)
    ended = cancel(order)
    assert (ended.status, ended.cancel_reason, ended.payment_status) == (
        Status.CANCELLED,
        WHY,
        "captured",
    )
    [flag] = ended.attention or []
    assert flag.kind == "refund_by_hand"
    assert "pay_NXhk12Old of ₹6,998.00" in flag.text
    assert needing_a_person() == [order.order_id]
    assert [(line.by, line.is_internal) for line in ended.timeline or []] == [
        ("Sneha Patil", False)
    ]


def test_an_old_order_that_names_no_payment_ends_too() -> None:
    ended = cancel(an_order_of_the_earlier_system(razorpay_payment_id=None, payment_status=None))
    assert "the payment of ₹6,998.00" in (ended.attention or [])[0].text


@pytest.mark.parametrize("status", [each for each in Status if each not in PAID])
def test_what_is_unpaid_gone_or_over_is_not_ended_this_way(status: Status) -> None:
    order = an_order_of_the_earlier_system(status=status)
    with pytest.raises(WrongMoment):
        cancel(order)
    assert (fresh(order).status, fresh(order).attention) == (status, None)
    assert needing_a_person() == []


def test_a_second_press_flags_nothing_anew() -> None:
    order = an_order_of_the_earlier_system()
    first = cancel(order)
    with pytest.raises(WrongMoment):
        cancel(order)
    now = fresh(order)
    assert [line.at for line in now.timeline or []] == [line.at for line in first.timeline or []]
    assert [flag.at for flag in now.attention or []] == [flag.at for flag in first.attention or []]


def test_a_flag_raised_between_reading_and_writing_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = an_order_of_the_earlier_system()

    def too_late(*_: object, **__: object) -> None:
        order.update(actions=[Order.attention.set([Flag(kind="amount", text="Ask.", at=THEN)])])

    monkeypatch.setattr("orders.services.cancelling.put_back", too_late)
    with pytest.raises(WrongMoment):
        cancel(order)
    assert [flag.kind for flag in fresh(order).attention or []] == ["amount"]


def test_the_flags_that_were_there_stay() -> None:
    order = an_order_of_the_earlier_system()
    order.update(actions=[Order.attention.set([Flag(kind="amount", text="Ask.", at=THEN)])])
    assert [f.kind for f in cancel(order).attention or []] == ["amount", "refund_by_hand"]


def test_stock_comes_back_and_a_product_that_is_gone_is_a_flag_beside_the_other() -> None:
    gone, here = a_product(stock=5), a_product(stock=5)
    order = an_order(wanted={gone.product_id: 1, here.product_id: 2})
    order.update(actions=[Order.status.set(Status.CONFIRMED)])
    gone.delete()
    assert [f.kind for f in cancel(order).attention or []] == ["refund_by_hand", "stock"]
    assert stock_of(here.product_id) == 5


def test_an_unknown_order_is_not_found() -> None:
    with pytest.raises(OrderNotFound):
        cancel_without_payment("TB-0000000000", reason=WHY, by="Sneha Patil")
