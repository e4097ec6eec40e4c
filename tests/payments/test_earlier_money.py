"""Money of orders that the earlier system made: it kept no item of their payments here."""

import pytest
from django.test import Client

from orders.models import Order
from orders.rules import Status
from orders.services import moving
from payments.models import Payment
from payments.queries import unmatched
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from tests.factories import a_payment_entity, an_event
from tests.payments.books import reconcile
from tests.payments.test_refund_news import a_refund, dispute_event, kinds, post, refund_event

CART = {"customerEmail": "asha@example.in", "cartItems": '[{"name": "Net", "price": 500}]'}


def an_earlier_order(
    razorpay: RunningSandbox, *, customer: str = "guest", notes: dict[str, str] | None = None
) -> tuple[Order, str]:
    opened = gateway().open_order("receipt#1", 500_00, {})
    paid = razorpay.control("pay", order_id=opened.id, method="upi", notes=notes)["payment"]["id"]
    order = Order(
        opened.id,
        customer,
        status=Status.CONFIRMED,
        lines=[],
        total_amount=500_00,
        razorpay_order_id=opened.id,
        razorpay_payment_id=paid,
        payment_status="captured",
        created_at=opened.created_at,
    )
    order.save()
    return order, paid


@pytest.mark.parametrize("customer", ["guest", "asha@example.in"])
@pytest.mark.parametrize("notes", [None, CART], ids=["plain", "with its cart"])
def test_reconcile_leaves_an_order_that_staff_have_touched_as_it_is(
    razorpay: RunningSandbox, customer: str, notes: dict[str, str] | None
) -> None:
    order, _ = an_earlier_order(razorpay, customer=customer, notes=notes)
    moving.start_packing(order.order_id, by="Sneha")
    code, _ = reconcile("--apply")
    assert (code, len(list(Order.query(order.order_id))), unmatched()) == (0, 1, [])


def test_an_event_with_its_cart_makes_no_second_order(
    client: Client, razorpay: RunningSandbox
) -> None:
    order, paid = an_earlier_order(razorpay)
    entity = a_payment_entity(order, id=paid, amount=500_00, notes=CART)
    assert post(client, an_event("payment.captured", entity)) == 200
    assert (len(list(Order.query(order.order_id))), unmatched()) == (1, [])


def test_refunds_and_disputes_find_the_order(client: Client, razorpay: RunningSandbox) -> None:
    order, paid = an_earlier_order(razorpay)
    entity = a_payment_entity(order, id=paid, amount=500_00)
    post(client, dispute_event("created", entity))
    post(client, refund_event("refund.processed", entity, a_refund(entity, amount=100_00)))
    assert kinds(order) == {"dispute", "refunded_there"}
    assert unmatched() == []


def test_reconcile_does_not_spoil_a_second_payment(razorpay: RunningSandbox) -> None:
    order, first = an_earlier_order(razorpay)
    again = razorpay.control("pay", order_id=order.order_id, method="upi", again=True)
    second = again["payment"]["id"]
    for payment_id in (first, second):
        kept = Payment(payment_id, order.order_id, amount=500_00, status="captured")
        kept.razorpay_order_id, kept.created_at = order.order_id, order.created_at
        kept.save()
    reconcile("--apply")
    assert Payment.get(second, order.order_id).status == "captured"
