"""The worker: one thing that fails stops no other."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from config import clock
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from payments.services import working
from payments.services.working import one_pass
from tests.calls import counted
from tests.factories import an_order


def test_a_mail_that_no_program_could_send_keeps_no_other_from_going(mailoutbox: list[Any]) -> None:
    for email in ("a@b.co\nBcc: victim@example.com", "fine@example.com"):
        order = an_order()
        order.update(actions=[Order.status.set(Status.CONFIRMED), Order.customer_email.set(email)])
    one_pass()
    assert [mail.to for mail in mailoutbox] == [["fine@example.com"]]


def test_a_mistake_in_one_duty_leaves_the_others_done(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    def broken(order: Order) -> None:
        raise KeyError("nobody foresaw this")

    monkeypatch.setattr(working, "remember_buyer", broken)
    order = an_order()
    order.update(actions=[Order.status.set(Status.CONFIRMED)])
    result = one_pass()
    assert (result.troubles, result.done["mails"], len(mailoutbox)) == (1, 1, 1)


def test_an_order_that_waits_long_is_asked_for_less_often() -> None:
    now = clock.now()

    def asked(moment: datetime) -> bool:
        return working._is_time_to_ask("TB-WAITS", now, moment)

    hours = [now + timedelta(hours=h) for h in (10, 10.5, 11.2)]
    assert [asked(moment) for moment in hours] == [True, False, True]


def test_the_mails_owed_are_those_of_the_state() -> None:
    order = an_order()
    assert mailing.owed_by(order) == ()


def test_an_order_that_was_asked_for_a_moment_ago_is_not_even_read() -> None:
    def reads(now: datetime) -> int:
        with counted() as asked:
            one_pass(is_thorough=False, now=now)
        return asked["GetItem"]

    now = clock.now() + 2 * working.ASK_AFTER
    none_waits = reads(now)
    an_order()
    assert reads(now) > none_waits
    assert reads(now + timedelta(seconds=1)) == none_waits
