"""Money comes in: once, whoever brings the news, in whatever order and how often."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from config import clock
from customers.models import Address, Customer
from orders.models import Order
from orders.queries import needing_a_person
from orders.services.cancelling import cancel_unpaid, end_hold
from payments import queries
from payments.models import EventMark, Payment
from payments.services.intake import take_in
from payments.services.taking import take_payment
from payments.services.writing import Source
from tests.factories import (
    a_payment_entity,
    a_product,
    an_event,
    an_opened_order,
    news_of,
    stock_of,
)

WORKER = Source(by="Worker")


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def marks() -> list[EventMark]:
    return [row for row in EventMark.scan() if row.key.startswith("#event/")]


def after_the_hold(order: Order) -> Order:
    """The order as the worker leaves it when nobody paid."""
    later = (order.hold_expires_at or clock.now()).replace(year=2100)
    assert end_hold(order, now=later)
    return fresh(order)


def test_captured_money_confirms_the_order_and_writes_all_four_tables() -> None:
    order = an_opened_order()
    news = news_of(order)
    take_payment(news, source=WORKER)
    paid = fresh(order)
    assert (paid.status, paid.payment_status) == ("confirmed", "captured")
    assert paid.razorpay_payment_id == news.id
    payment = Payment.get(news.id, order.order_id)
    assert (payment.amount, payment.status, payment.method) == (
        order.total_amount,
        "captured",
        "upi",
    )
    customer = Customer.get(order.customer_id, order.customer_id)
    assert (customer.name, customer.phone) == ("Ananya Rao", "+919845012345")
    (address,) = Address.scan()
    assert (address.pincode, address.customer_id) == ("411038", order.customer_id)


def test_the_same_news_five_times_has_one_effect() -> None:
    order = an_opened_order()
    news = news_of(order)
    for _ in range(5):
        take_payment(news, source=WORKER)
    received = [line for line in fresh(order).timeline or [] if "received" in line.text]
    assert len(received) == 1


EVENTS = ["payment.authorized", "payment.captured", "order.paid", "payment.failed"]


@pytest.mark.parametrize("kinds", list(itertools.permutations(EVENTS)), ids=",".join)
def test_any_order_of_arrival_ends_paid(kinds: tuple[str, ...]) -> None:
    order = an_opened_order()
    entity = a_payment_entity(order)
    for number, kind in enumerate([*kinds, *kinds]):
        status = {"payment.authorized": "authorized", "payment.failed": "failed"}.get(
            kind, "captured"
        )
        said = {**entity, "status": status}
        take_in(an_event(kind, said), event_id=f"e{number}")
    assert fresh(order).status == "confirmed"
    assert Payment.get(entity["id"], order.order_id).status == "captured"


def test_a_failed_attempt_leaves_the_order_waiting() -> None:
    order = an_opened_order()
    take_payment(news_of(order, status="failed", error_description="Card declined"), source=WORKER)
    waiting = fresh(order)
    assert (waiting.status, waiting.payment_status) == ("pending", "failed")
    assert "Card declined" in (waiting.timeline or [])[-1].text


@pytest.mark.parametrize("wrong", [{"amount": 1}, {"currency": "USD"}], ids=["amount", "currency"])
def test_a_wrong_amount_or_currency_is_kept_and_flagged_never_confirmed(
    wrong: dict[str, Any],
) -> None:
    order = an_opened_order()
    news = news_of(order, **wrong)
    take_payment(news, source=WORKER)
    take_payment(news, source=WORKER)
    odd = fresh(order)
    assert (odd.status, [flag.kind for flag in odd.attention or []]) == ("pending", ["amount"])
    assert Payment.get(news.id, order.order_id).status == "captured"
    assert needing_a_person() == [order.order_id]


def test_a_paisa_less_is_a_wrong_amount() -> None:
    order = an_opened_order()
    take_payment(news_of(order, amount=order.total_amount - 1), source=WORKER)
    assert fresh(order).status == "pending"


def test_money_after_the_hold_takes_the_stock_again() -> None:
    sheet = a_product(stock=3)
    order = after_the_hold(an_opened_order(wanted={sheet.product_id: 2}))
    assert stock_of(sheet.product_id) == 3
    take_payment(news_of(order), source=WORKER)
    assert (fresh(order).status, stock_of(sheet.product_id)) == ("confirmed", 1)


def test_money_after_the_hold_with_the_goods_gone_is_to_go_back_once() -> None:
    sheet = a_product(stock=2)
    order = after_the_hold(an_opened_order(wanted={sheet.product_id: 2}))
    an_opened_order(wanted={sheet.product_id: 1})
    news = news_of(order)
    for _ in range(3):
        take_payment(news, source=WORKER)
    payment = Payment.get(news.id, order.order_id)
    (refund,) = (payment.refunds or {}).values()
    assert (refund.amount, refund.status) == (order.total_amount, "intended")
    assert (fresh(order).status, stock_of(sheet.product_id)) == ("cancelled", 1)
    assert (fresh(order).attention or [])[0].kind == "refund_due"


def test_money_for_an_order_that_was_given_up_goes_back() -> None:
    order = an_opened_order()
    cancel_unpaid(order.order_id, reason="The customer gave it up.", by="Customer")
    news = news_of(order)
    take_payment(news, source=WORKER)
    assert fresh(order).status == "cancelled"
    assert Payment.get(news.id, order.order_id).refunds


def test_a_second_payment_of_one_order_goes_back_and_the_first_stands() -> None:
    order = an_opened_order()
    first, second = news_of(order), news_of(order)
    take_payment(first, source=WORKER)
    take_payment(second, source=WORKER)
    paid = fresh(order)
    assert (paid.status, paid.razorpay_payment_id) == ("confirmed", first.id)
    assert Payment.get(first.id, order.order_id).refunds is None
    assert Payment.get(second.id, order.order_id).refunds


def test_money_for_an_order_nobody_knows_is_kept_and_listed() -> None:
    order = an_opened_order()
    news = news_of(order, order_id="order_Unknown0000001")
    take_payment(news, source=WORKER)
    assert queries.unmatched() == [news.id]
    assert Payment.get(news.id, "#unknown").amount == order.total_amount


def test_each_event_is_marked_with_its_body() -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    take_in(raw, event_id="evt1")
    (mark,) = marks()
    assert (mark.key, mark.body) == ("#event/evt1", raw.decode())
    assert mark.expires_at > clock.now()


def test_a_second_event_about_money_that_nobody_knows_is_kept_too() -> None:
    order = an_opened_order()
    entity = a_payment_entity(order, order_id="order_Unknown0000001")
    for kind in ("payment.captured", "order.paid"):
        take_in(an_event(kind, entity), event_id=kind)
    assert {mark.key for mark in marks()} == {"#event/payment.captured", "#event/order.paid"}


def test_a_buyer_that_was_not_remembered_is_when_the_news_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    with monkeypatch.context() as broken:
        broken.setattr("payments.services.taking.remember_buyer", _dies)
        with pytest.raises(SystemExit):
            take_in(raw, event_id="evt1")
    assert Customer.count() == 0
    take_in(raw, event_id="evt1")
    assert Customer.get(order.customer_id, order.customer_id).name == "Ananya Rao"


def _dies(order: Order) -> None:
    raise SystemExit(137)


@pytest.mark.server
def test_fifty_deliveries_of_one_event_at_once_have_one_effect() -> None:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    with ThreadPoolExecutor(25) as razorpay:
        list(razorpay.map(lambda _: take_in(raw, event_id="evt1"), range(50)))
    paid = fresh(order)
    assert paid.status == "confirmed"
    assert len([line for line in paid.timeline or [] if "received" in line.text]) == 1
    assert len(marks()) == 1


@pytest.mark.server
def test_the_hold_ends_and_the_money_comes_at_the_same_moment() -> None:
    """Either paid with the stock kept, or ended first and revived: never both stock moves."""
    for _ in range(10):
        sheet = a_product(stock=2)
        order = an_opened_order(wanted={sheet.product_id: 1})
        later = clock.now().replace(year=2100)
        with ThreadPoolExecutor(2) as both:
            ended = both.submit(end_hold, order, now=later)
            taken = both.submit(take_payment, news_of(order), source=WORKER)
            ended.result()
            taken.result()
        assert (fresh(order).status, stock_of(sheet.product_id)) == ("confirmed", 1)
