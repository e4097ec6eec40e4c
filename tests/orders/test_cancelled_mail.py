"""The mail of a cash order that was cancelled: no refund tells of it, so it has one of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from config import clock
from orders.models import Order
from orders.queries import order as order_of
from orders.rules import PaymentStatus, Status
from orders.services import mailing
from orders.services.cancelling import cancel_unsent
from payments.services.cancelling import cancel_order
from payments.services.working import one_pass
from tests.factories import an_order
from tests.orders.test_cash_on_delivery import for_cash

REASON = "The racket is out of stock."


@pytest.fixture
def cancelled(mailoutbox: list[Any]) -> Order:
    """A cash order that staff cancelled after its confirmation went out."""
    order = for_cash()
    mailing.send_owed(order, now=clock.now())
    mailoutbox.clear()
    cancel_unsent(order_of(order.order_id), reason=REASON, by="Meera Nair")
    return order_of(order.order_id)


def send(days: float = 0) -> int:
    return mailing.send_due(Status.CANCELLED, now=clock.now() + timedelta(days=days))


def test_a_cancelled_cash_order_is_told_once(cancelled: Order, mailoutbox: list[Any]) -> None:
    assert [send(), send(), send(1)] == [1, 0, 0]
    (mail,) = mailoutbox
    assert mail.subject == f"Your order {cancelled.order_id} is cancelled"
    assert mail.extra_headers["Message-ID"].startswith(f"<{cancelled.order_id}.cancelled@")
    for text in (mail.body, mail.alternatives[0].content):
        assert f"{REASON} Nothing was charged, and nothing is left to pay." in text
        assert cancelled.lines[0].name in text
        assert "/track/" in text


def test_the_worker_sends_it(cancelled: Order, mailoutbox: list[Any]) -> None:
    one_pass()
    one_pass()
    assert [mail.subject for mail in mailoutbox] == [
        f"Your order {cancelled.order_id} is cancelled"
    ]


def test_staff_who_cancel_have_it_sent_at_once(mailoutbox: list[Any]) -> None:
    order = for_cash()
    for _ in range(2):
        cancel_order(order.order_id, reason=REASON, by="Meera Nair")
    assert [mail.subject for mail in mailoutbox] == [f"Your order {order.order_id} is cancelled"]
    assert send() == 0


def test_goods_that_took_weeks_to_come_back_still_have_their_mail(
    cancelled: Order, mailoutbox: list[Any]
) -> None:
    cancelled.update(actions=[Order.cancel_reason.set("came_back")])
    assert [send(31), send(25)] == [0, 1]
    assert "Its goods did not arrive, so the order is over. Nothing" in mailoutbox[0].body
    assert "came_back" not in mailoutbox[0].body + mailoutbox[0].alternatives[0].content


@pytest.mark.parametrize("paid", list(PaymentStatus))
def test_the_cancel_of_a_prepaid_order_is_told_by_its_refund(paid: PaymentStatus) -> None:
    order = an_order()
    order.update(actions=[Order.status.set(Status.CANCELLED), Order.payment_status.set(paid.value)])
    assert send() == 0


@pytest.mark.server
def test_four_workers_at_once_send_it_once(cancelled: Order, mailoutbox: list[Any]) -> None:
    together = threading.Barrier(4)

    def pass_by(_: int) -> int:
        together.wait(10)
        return send()

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(pass_by, range(4))) == 1
    assert len(mailoutbox) == 1
