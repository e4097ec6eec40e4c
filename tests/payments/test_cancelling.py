"""Cancelling before the parcel is made: stock once, money once, even when Razorpay is away."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from config import clock
from config.dynamo import transaction
from config.errors import Unavailable
from orders.errors import WrongMoment
from orders.models import Order
from orders.queries import needing_a_person
from orders.rules import Status
from orders.services import moving
from payments import queries
from payments.errors import LookAgain
from payments.models import Payment
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.checking import check_order
from payments.services.opening import open_payment, write_opened
from payments.services.refund_parts import intend_rest
from payments.services.refund_sending import send_all, send_refunds
from payments.services.taking import take_payment
from payments.services.working import one_pass
from payments.services.writing import Source
from tests.factories import a_product, an_order, news_of, stock_of

REFUNDS = "/razorpay/v1/payments/*/refund"


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def a_paid_order(razorpay: RunningSandbox, sku: str) -> Order:
    order = an_order(wanted={sku: 2})
    opened_id = open_payment(order, is_fresh=True)
    razorpay.control("pay", order_id=opened_id, outcome="success", method="upi")
    check_order(fresh(order))
    return fresh(order)


def refunded_at(razorpay: RunningSandbox) -> list[int]:
    return [refund["amount"] for refund in razorpay.ledger().get("refunds", [])]


def test_a_paid_order_gives_stock_and_money_back_once(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = a_paid_order(razorpay, sku)
    for _ in range(2):
        cancel_order(order.order_id, reason="Out of stock in Pune.", by="sneha@example.com")
    ended = fresh(order)
    assert (ended.status, ended.payment_status) == ("cancelled", "refunded")
    assert stock_of(sku) == 5
    assert refunded_at(razorpay) == [order.total_amount]
    assert needing_a_person() == []


def test_an_unpaid_order_gives_its_stock_back(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    assert (fresh(order).status, stock_of(sku)) == ("cancelled", 5)
    assert refunded_at(razorpay) == []


@pytest.mark.parametrize("kind", ["drop", "drop_after", "500", "html"])
def test_razorpay_away_at_the_refund_is_healed_by_the_worker(
    razorpay: RunningSandbox, kind: str
) -> None:
    order = a_paid_order(razorpay, a_product().product_id)
    razorpay.control("faults", path=REFUNDS, kind=kind, times=1)
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    assert fresh(order).status == "cancelled"
    assert needing_a_person() == [order.order_id]
    one_pass()
    assert fresh(order).payment_status == "refunded"
    assert refunded_at(razorpay) == [order.total_amount]
    assert needing_a_person() == []


def test_what_was_shipped_cannot_be_cancelled(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, a_product().product_id)
    for status in (Status.PROCESSING, Status.SHIPPED):
        moving.move(order, status, by="sneha@example.com", text="On.")
    with pytest.raises(WrongMoment):
        cancel_order(order.order_id, reason="Too late.", by="sneha@example.com")
    assert refunded_at(razorpay) == []
    assert Payment.get(fresh(order).razorpay_payment_id, order.order_id).refunds is None


@pytest.mark.server
def test_two_people_press_cancel_at_once(razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = a_paid_order(razorpay, sku)

    def press(_: int) -> None:
        try:
            cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
        except WrongMoment:
            return

    with ThreadPoolExecutor(6) as people:
        list(people.map(press, range(6)))
    assert stock_of(sku) == 5
    assert refunded_at(razorpay) == [order.total_amount]


def test_two_workers_that_send_one_refund_count_it_once(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, a_product().product_id)
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    read_by_both = Payment.get(fresh(order).razorpay_payment_id, order.order_id)
    for _ in range(2):
        send_refunds(read_by_both)
    payment = Payment.get(read_by_both.payment_id, order.order_id)
    assert payment.amount_refunded == order.total_amount
    assert refunded_at(razorpay) == [order.total_amount]


def test_a_refund_is_intended_once_and_only_of_money_that_is_here(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, a_product().product_id)
    payment = Payment.get(order.razorpay_payment_id, order.order_id)

    def intend() -> None:
        with transaction() as tx:
            intend_rest(tx, payment, by="Sneha", reason="By telephone.", at=clock.now())

    intend()
    with pytest.raises(LookAgain):
        intend()
    payment.update(actions=[Payment.refunds.remove(), Payment.status.set("authorized")])
    with pytest.raises(LookAgain):
        intend()


def test_a_wrong_amount_goes_back_when_the_order_is_cancelled(razorpay: RunningSandbox) -> None:
    order = an_order()
    cheaper = gateway().open_order(order.order_id, order.total_amount - 100_00, {})
    write_opened(order, cheaper)
    razorpay.control("pay", order_id=cheaper.id, outcome="success")
    check_order(fresh(order))
    assert [flag.kind for flag in fresh(order).attention or []] == ["amount"]
    cancel_order(order.order_id, reason="You asked us to.", by="sneha@example.com")
    assert refunded_at(razorpay) == [order.total_amount - 100_00]


def test_the_flag_stays_until_the_last_refund_is_sent(razorpay: RunningSandbox) -> None:
    order = a_paid_order(razorpay, a_product().product_id)
    for number in range(2):
        extra = news_of(order, id=f"pay_Extra{number}")
        razorpay.control("faults", path=REFUNDS, kind="500", times=1)
        take_payment(extra, source=Source(by="Worker"))
    assert needing_a_person() == [order.order_id]
    with pytest.raises(Unavailable):
        send_all(order.order_id)
    assert "refund_due" in [flag.kind for flag in fresh(order).attention or []]


def test_a_payment_first_kept_without_its_order_is_refunded_on_the_order(
    razorpay: RunningSandbox,
) -> None:
    order = an_order()
    opened = gateway().open_order(order.order_id, order.total_amount, {})
    paid = razorpay.control("pay", order_id=opened.id, outcome="success")["payment"]["id"]
    take_payment(gateway().payment(paid), source=Source(by="Worker"))
    assert queries.unmatched() == [paid]
    one_pass()
    assert (fresh(order).status, queries.unmatched()) == ("confirmed", [])
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    assert fresh(order).payment_status == "refunded"
    assert Payment.count(paid) == 1


def test_a_paid_order_whose_product_is_gone_carries_both_flags_and_is_refunded(
    razorpay: RunningSandbox,
) -> None:
    sheet = a_product()
    order = a_paid_order(razorpay, sheet.product_id)
    sheet.delete()
    razorpay.control("faults", path=REFUNDS, kind="500", times=1)
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    kinds = {flag.kind for flag in fresh(order).attention or []}
    assert kinds == {"refund_due", "stock"}
    one_pass()
    assert [flag.kind for flag in fresh(order).attention or []] == ["stock"]
    assert refunded_at(razorpay) == [order.total_amount]


def test_a_paid_order_of_the_earlier_system_is_cancelled_and_left_to_a_person(
    razorpay: RunningSandbox,
) -> None:
    order = an_order()
    order.update(
        actions=[
            Order.status.set(Status.CONFIRMED),
            Order.payment_status.set("captured"),
            Order.razorpay_payment_id.set("pay_Earlier0000001"),
        ]
    )
    cancel_order(order.order_id, reason="By telephone.", by="sneha@example.com")
    assert fresh(order).status == "cancelled"
    assert [flag.kind for flag in fresh(order).attention or []] == ["refund_by_hand"]
