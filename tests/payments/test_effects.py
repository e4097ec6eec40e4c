"""What was decided on an order as it was read is refused once the order has moved on."""

from typing import Any

import pytest

from orders.models import Order
from orders.rules import Status
from orders.services.cancelling import HOLD_RAN_OUT
from payments.errors import EventSeen, OrderMovedOn
from payments.models import Payment
from payments.rules import OrderFacts, PaymentNews, Verdict, judge
from payments.services.effects import act
from payments.services.opening import write_opened
from payments.services.writing import Event, Source
from tests.factories import a_gateway_order, an_opened_order, an_order, news_of

WORKER = Source(by="Worker")


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def meanwhile(order: Order, **change: Any) -> None:
    """Somebody else changes the order after we have read it."""
    fresh(order).update(actions=[getattr(Order, name).set(to) for name, to in change.items()])


CONFIRM_NO_MORE: list[dict[str, Any]] = [
    {"total_amount": 1_00},
    {"razorpay_payment_id": "pay_Other0000000001"},
    {"status": Status.CANCELLED},
]


@pytest.mark.parametrize("change", CONFIRM_NO_MORE, ids=lambda change: next(iter(change)))
def test_an_order_that_changed_is_not_confirmed(change: dict[str, Any]) -> None:
    order = an_opened_order()
    news = news_of(order)
    meanwhile(order, **change)
    with pytest.raises(OrderMovedOn):
        act(Verdict.CONFIRM, order, news, WORKER)
    assert fresh(order).status != "confirmed"
    assert Payment.count(news.id) == 0


REVIVE_NO_MORE: list[dict[str, Any]] = [
    {"total_amount": 1_00},
    {"razorpay_payment_id": "pay_Other0000000001"},
    {"cancel_reason": "The customer gave it up."},
    {"status": Status.CONFIRMED},
]


@pytest.mark.parametrize("change", REVIVE_NO_MORE, ids=lambda change: next(iter(change)))
def test_an_order_that_changed_is_not_revived(change: dict[str, Any]) -> None:
    order = an_opened_order()
    meanwhile(order, status=Status.CANCELLED, cancel_reason=HOLD_RAN_OUT)
    ended = fresh(order)
    meanwhile(order, **change)
    news = news_of(order)
    with pytest.raises(OrderMovedOn):
        act(Verdict.REVIVE, ended, news, WORKER)
    assert Payment.count(news.id) == 0


@pytest.mark.parametrize("verdict", [Verdict.AUTHORIZED, Verdict.FAILED])
def test_old_news_does_not_touch_an_order_paid_meanwhile(verdict: Verdict) -> None:
    order = an_opened_order()
    meanwhile(order, status=Status.CONFIRMED, payment_status="captured", razorpay_payment_id="p1")
    with pytest.raises(OrderMovedOn):
        act(verdict, order, news_of(order, status=verdict.value), WORKER)
    assert fresh(order).payment_status == "captured"


@pytest.mark.parametrize("verdict", [Verdict.GIVE_BACK, Verdict.WRONG_AMOUNT])
@pytest.mark.parametrize("change", [{"status": Status.CONFIRMED}, {"razorpay_payment_id": "p1"}])
def test_nothing_is_given_back_on_what_is_no_longer_so(
    verdict: Verdict, change: dict[str, Any]
) -> None:
    order = an_opened_order()
    news = news_of(order)
    meanwhile(order, **change)
    with pytest.raises(OrderMovedOn):
        act(verdict, order, news, WORKER)
    assert not fresh(order).attention


def test_one_event_has_one_effect_even_for_two_orders() -> None:
    first, second = an_opened_order(), an_opened_order()
    source = Source(by="Razorpay", event=Event("evt1", "payment.captured", "{}"))
    act(Verdict.CONFIRM, first, news_of(first), source)
    with pytest.raises(EventSeen):
        act(Verdict.CONFIRM, second, news_of(second), source)
    assert fresh(second).status == "pending"


def test_a_second_payment_goes_back_whatever_its_amount() -> None:
    paid = OrderFacts(Status.CONFIRMED, 500_00, paid_by="pay_1", hold_ran_out=False)
    news = PaymentNews("pay_2", "captured", 1_00, "INR")
    assert judge(paid, news) is Verdict.GIVE_BACK


def test_an_order_keeps_the_razorpay_order_it_has() -> None:
    order = an_order()
    first = write_opened(order, a_gateway_order(order))
    assert write_opened(order, a_gateway_order(order)) == first
    assert fresh(order).razorpay_order_id == first
