"""An order that waits a day for its money is not late at birth: its days count from its payment."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.template.loader import render_to_string

from config import clock
from orders.models import Order
from orders.services import mailing
from payments.services.taking import take_payment
from payments.services.writing import Source
from shipping.late_payment import promise_if_paid, same_days_until
from shipping.templatetags.staff_leaving import leaving
from shipping.templatetags.staff_order_rows import leaves_by
from tests.factories import an_opened_order, news_of

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 11:30 in India
PROMISE = {"from": "2026-11-26", "to": "2026-11-28", "source": "courier"}


def taken_on_monday() -> Order:
    order = an_opened_order()
    until = clock.now() + timedelta(hours=24)
    order.update(actions=[Order.promise.set(dict(PROMISE)), Order.hold_expires_at.set(until)])
    return order


def paid(order: Order) -> Order:
    news = news_of(order, created_at=int(clock.now().timestamp()))
    take_payment(news, source=Source(by="Razorpay"))
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


@pytest.mark.parametrize(
    ("wait", "promised"),
    [
        (timedelta(minutes=10), ("2026-11-26", "2026-11-28")),  # as at any checkout
        (timedelta(hours=2), ("2026-11-26", "2026-11-28")),  # before the cut-off
        (timedelta(hours=23), ("2026-11-27", "2026-11-30")),  # Saturday and a day is a Sunday
    ],
)
def test_the_promise_moves_on_by_the_days_that_the_money_took(
    wait: timedelta, promised: tuple[str, str]
) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        order = taken_on_monday()
        time.shift(wait)
        found = paid(order)
    kept = found.promise or {}
    assert (kept["from"], kept["to"], kept["source"]) == (*promised, "courier")
    assert (found.pack_from is None) is (wait < timedelta(minutes=15))
    said = [line.text for line in found.timeline or []][-1]
    assert ("Paid now, it arrives Fri 27 " in said) is (promised[0] == "2026-11-27")


def test_it_is_to_leave_by_its_payment_and_its_mail_says_the_new_days() -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        order = taken_on_monday()
        time.shift(timedelta(hours=23))
        order = paid(order)
        time.move_to(datetime(2026, 11, 25, 4, 0, tzinfo=UTC))  # the courier's day
        by = leaves_by(order)
        assert by is not None
        assert (by.is_late, leaving([order]).late, leaving([order]).today) == (False, 0, 1)
        mail.outbox.clear()
        mailing.send_owed(order, now=clock.now())
        assert "It arrives Fri 27 " in str(mail.outbox[0].body)


def test_the_link_to_pay_names_the_moment_until_which_its_days_hold() -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        order = taken_on_monday()
        order.refresh()
        text = render_to_string("email/to_pay.txt", {"order": order})
        assert "If you pay by 23 Nov, 2.00 pm, it arrives Thu 26" in text
        time.shift(timedelta(hours=3))  # sent once more, after the cut-off
        text = render_to_string("email/to_pay.txt", {"order": order})
        assert "If you pay by 24 Nov, 11.30 am, it arrives Fri 27 " in text
        assert same_days_until(order, clock.now()) == order.hold_expires_at


def test_who_pays_at_the_checkout_over_the_cut_off_keeps_the_days_that_were_shown() -> None:
    with time_machine.travel(MONDAY + timedelta(hours=2, minutes=25), tick=False) as time:  # 13:55
        order = taken_on_monday()
        time.shift(timedelta(minutes=10))
        assert promise_if_paid(order, clock.now()) == paid(order).promise == PROMISE
