"""One Razorpay order per order of ours, whatever gets lost on the way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from orders.models import Order
from orders.rules import Status
from payments import queries
from payments.errors import NothingToPay
from payments.models import Payment
from payments.razorpay import RazorpayDown
from payments.sandbox.process import RunningSandbox
from payments.services.opening import open_payment
from tests.factories import an_order


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def test_opening_writes_the_item_that_leads_back_to_the_order(razorpay: RunningSandbox) -> None:
    order = an_order()
    opened_id = open_payment(order, is_fresh=True)
    item = Payment.get(opened_id, order.order_id)
    assert (item.status, item.amount, item.customer_id) == (
        "created",
        order.total_amount,
        order.customer_id,
    )
    assert fresh(order).razorpay_order_id == opened_id
    (at_razorpay,) = razorpay.ledger()["orders"]
    assert (at_razorpay["entity"]["receipt"], at_razorpay["entity"]["amount"]) == (
        order.order_id,
        order.total_amount,
    )


def test_opening_again_gives_the_same_without_asking(razorpay: RunningSandbox) -> None:
    order = an_order()
    first = open_payment(order, is_fresh=True)
    assert open_payment(fresh(order)) == first
    assert len(razorpay.ledger()["orders"]) == 1


def test_an_answer_lost_after_razorpay_made_the_order_is_healed_by_the_receipt(
    razorpay: RunningSandbox,
) -> None:
    order = an_order()
    razorpay.control("faults", path="/razorpay/v1/orders", kind="drop_after", times=1)
    with pytest.raises(RazorpayDown):
        open_payment(order, is_fresh=True)
    assert fresh(order).razorpay_order_id is None
    opened_id = open_payment(fresh(order))
    (at_razorpay,) = razorpay.ledger()["orders"]
    assert at_razorpay["entity"]["id"] == opened_id


def test_two_tabs_open_one_razorpay_order(razorpay: RunningSandbox) -> None:
    order = an_order()
    with ThreadPoolExecutor(1) as one:  # moto is not for real races; the second finds the first
        ids = {one.submit(open_payment, order, is_fresh=fresh).result() for fresh in (True, False)}
    assert len(ids) == 1
    assert queries.opened(ids.pop()) is not None


@pytest.mark.server
def test_eight_tabs_at_once_open_one_razorpay_order(razorpay: RunningSandbox) -> None:
    order = an_order()
    with ThreadPoolExecutor(8) as tabs:
        ids = set(tabs.map(lambda _: open_payment(fresh(order)), range(8)))
    assert len(ids) == 1
    assert len(razorpay.ledger()["orders"]) == 1


def test_an_order_that_has_ended_cannot_be_paid(razorpay: RunningSandbox) -> None:
    order = an_order()
    order.update(actions=[Order.status.set(Status.CANCELLED)])
    with pytest.raises(NothingToPay):
        open_payment(fresh(order))
    assert "orders" not in razorpay.ledger()
