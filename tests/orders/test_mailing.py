"""Mails: each kind once per order, late rather than lost."""

import smtplib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from config import clock
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from tests.factories import an_order


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


@pytest.fixture
def paid() -> Order:
    """A confirmed order that owes its confirmation."""
    order = an_order()
    order.update(actions=[Order.status.set(Status.CONFIRMED), Order.payment_status.set("captured")])
    return fresh(order)


@pytest.fixture
def server_down(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A mail server that hangs up."""

    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", hang_up)
        yield patch


def send() -> int:
    return mailing.send_due(Status.CONFIRMED, now=clock.now())


def test_a_confirmed_order_gets_one_confirmation(paid: Order, mailoutbox: list[Any]) -> None:
    assert [send(), send()] == [1, 0]
    (mail,) = mailoutbox
    assert mail.to == [paid.customer_id]
    assert mail.extra_headers["Message-ID"].startswith(f"<{paid.order_id}.confirmed@")
    assert clock.from_text((fresh(paid).mails or {})["confirmed"]) <= clock.now()


def test_it_says_what_was_bought_what_it_cost_and_where_to_follow_it(
    paid: Order, mailoutbox: list[Any]
) -> None:
    send()
    (mail,) = mailoutbox
    for text in (mail.body, mail.alternatives[0].content):
        assert paid.lines[0].name in text
        assert "₹579.00" in text
        assert "/track/" in text
        assert "{{" not in text
        assert "None" not in text


def test_a_mail_server_that_is_down_delays_and_loses_nothing(
    paid: Order, server_down: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    assert send() == 0
    assert fresh(paid).mails == {}
    server_down.undo()
    assert send() == 1
    assert len(mailoutbox) == 1


def test_an_old_copy_in_the_index_sends_nothing_twice(paid: Order, mailoutbox: list[Any]) -> None:
    stale = fresh(paid)
    mailing.send_owed(paid, now=clock.now())
    mailing.send_owed(stale, now=clock.now())
    assert len(mailoutbox) == 1


def test_a_sender_that_died_is_followed_after_ten_minutes_under_the_same_id(
    paid: Order, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    now = clock.now()
    with monkeypatch.context() as dying:
        dying.setattr(EmailMultiAlternatives, "send", _dies)
        with pytest.raises(SystemExit):
            mailing.send_owed(paid, now=now)
    assert mailing.send_owed(fresh(paid), now=now + timedelta(minutes=9)) == 0
    assert mailing.send_owed(fresh(paid), now=now + timedelta(minutes=11)) == 1
    assert len(mailoutbox) == 1


def _dies(self: EmailMultiAlternatives, *_: Any) -> int:
    raise SystemExit(137)


def test_an_order_of_the_earlier_system_gets_no_mail(paid: Order, mailoutbox: list[Any]) -> None:
    paid.update(actions=[Order.mails.remove()])
    assert send() == 0
    assert mailoutbox == []


@pytest.mark.server
def test_two_workers_at_once_send_one_mail(paid: Order, mailoutbox: list[Any]) -> None:
    with ThreadPoolExecutor(4) as workers:
        sent = sum(workers.map(lambda _: send(), range(4)))
    assert (sent, len(mailoutbox)) == (1, 1)
