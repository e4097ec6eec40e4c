"""The worker: one thing that fails stops no other."""

from datetime import datetime, timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from config import clock
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from payments.management.commands import worker
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


def test_what_is_on_its_way_is_looked_through_by_wide_passes_alone(mailoutbox: list[Any]) -> None:
    order = an_order()
    order.update(actions=[Order.status.set(Status.SHIPPED)])
    assert mailing.owed_by(order)
    with counted() as narrow:
        one_pass(is_thorough=False, is_wide=False)
    assert not mailoutbox
    with counted() as wide:
        one_pass(is_thorough=False)
    assert mailoutbox
    assert wide.total() > narrow.total()


def test_the_worker_makes_a_wide_pass_first_and_then_every_half_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments, made = iter([0.0, 3.0, 29.0, 31.0, 34.0, 700.0]), list[tuple[bool, bool]]()

    def passed(*, is_thorough: bool, is_wide: bool) -> None:
        made.append((is_thorough, is_wide))

    class Told(Event):
        def wait(self, timeout: float | None = None) -> bool:
            if len(made) == 6:
                self.set()
            return self.is_set()

    monkeypatch.setattr(worker, "_passed", passed)
    deaf = SimpleNamespace(SIGTERM=15, SIGINT=2, signal=lambda *_: None)
    monkeypatch.setattr(worker, "threading", SimpleNamespace(Event=Told))
    monkeypatch.setattr(worker, "signal", deaf)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    call_command("worker")
    narrow, wide, thorough = (False, False), (False, True), (True, True)
    assert made == [thorough, narrow, narrow, wide, narrow, thorough]


def test_an_order_that_was_asked_for_a_moment_ago_is_not_even_read() -> None:
    def reads(now: datetime) -> int:
        with counted() as asked:
            one_pass(is_thorough=False, is_wide=False, now=now)
        return asked["GetItem"]

    now = clock.now() + 2 * working.ASK_AFTER
    none_waits = reads(now)
    an_order()
    assert reads(now) > none_waits
    assert reads(now + timedelta(seconds=1)) == none_waits
