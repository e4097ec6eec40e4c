"""`kill -9` between Razorpay's reply and our write: one pass of the worker heals it."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from config import clock
from orders.models import Order
from payments.models import Payment
from payments.sandbox.process import RunningSandbox
from payments.services.opening import open_payment
from payments.services.working import one_pass
from tests.factories import a_product, an_order, stock_of
from tests.invariants import assert_invariants, assert_settled

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.server


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def kill(where: str, order: Order, server: str, razorpay: RunningSandbox) -> None:
    """A process of the shop's dies just there."""
    child = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.killed", where, order.order_id],
        cwd=ROOT,
        env={"TEST_ENGINE": server, "TEST_RAZORPAY": razorpay.razorpay_url, "PATH": ""},
        timeout=60,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL


def test_killed_after_razorpay_opened_the_order(server: str, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    kill("opening", order, server, razorpay)
    (at_razorpay,) = razorpay.ledger()["orders"]
    assert fresh(order).razorpay_order_id is None
    razorpay.control("pay", order_id=at_razorpay["entity"]["id"], outcome="success")
    one_pass(now=clock.now() + timedelta(minutes=2))
    assert fresh(order).status == "confirmed"
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())
    assert_settled()


def test_killed_after_razorpay_said_it_is_paid(server: str, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    opened_id = open_payment(order, is_fresh=True)
    razorpay.control("pay", order_id=opened_id, outcome="success")
    kill("taking", order, server, razorpay)
    assert fresh(order).status == "pending"
    one_pass(now=clock.now() + timedelta(minutes=2))
    paid = fresh(order)
    assert paid.status == "confirmed"
    assert Payment.get(paid.razorpay_payment_id, order.order_id).status == "captured"
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())
    assert_settled()


def test_killed_and_never_paid_gives_the_stock_back(server: str, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    kill("opening", order, server, razorpay)
    one_pass(now=clock.now() + timedelta(minutes=16))
    assert (fresh(order).status, stock_of(sku)) == ("cancelled", 5)
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())


def test_a_living_payment_keeps_the_hold(server: str, razorpay: RunningSandbox) -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    opened_id = open_payment(order, is_fresh=True)
    razorpay.control("pay", order_id=opened_id, outcome="authorize")
    one_pass(now=clock.now() + timedelta(minutes=16))
    assert (fresh(order).status, stock_of(sku)) == ("pending", 3)


def test_who_is_at_their_bank_may_finish_there(server: str, razorpay: RunningSandbox) -> None:
    order = an_order(wanted={a_product(stock=5).product_id: 2})
    opened_id = open_payment(order, is_fresh=True)
    begun = razorpay.control("pay", order_id=opened_id, outcome="pending")["payment"]
    born = clock.from_unix(begun["created_at"])
    order.update(actions=[Order.hold_expires_at.set(born)])
    one_pass(now=born + timedelta(minutes=14, seconds=59))
    assert fresh(order).status == "pending"
    one_pass(now=born + timedelta(minutes=30))
    assert fresh(order).status == "cancelled"
