"""A mail is sent once more only when a person asks for it, and the story says who did."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from config import clock
from config.errors import ShopError
from orders.errors import MailIsOver, MailNotSentYet, NoMailAddress, SentJustNow, SentTooOften
from orders.models import Order
from orders.rules import Status
from orders.services import mailing
from orders.services.forgetting import new_customer_id
from orders.services.resending import MOST, PAUSE, resend
from tests.factories import an_order
from tests.staff import a_browser


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


@pytest.fixture
def told(mailoutbox: list[Any]) -> Order:
    """A confirmed order whose confirmation went out an hour ago."""
    order = an_order()
    an_hour_ago = clock.to_text(clock.now() - timedelta(hours=1))
    order.update(
        actions=[Order.status.set(Status.CONFIRMED), Order.mails.set({"confirmed": an_hour_ago})]
    )
    return fresh(order)


def test_it_goes_out_once_more_and_the_story_says_who_wanted_it(
    told: Order, mailoutbox: list[Any]
) -> None:
    assert resend(told.order_id, "confirmed", by="Sneha").is_out
    (mail,) = mailoutbox
    assert mail.to == [told.customer_email]
    assert mail.subject == f"Your order {told.order_id} is confirmed"
    assert f"{told.order_id}.confirmed.again2@" in mail.extra_headers["Message-ID"]
    line = (fresh(told).timeline or [])[-1]
    assert (line.by, line.is_internal) == ("Sneha", True)
    assert mail.subject in line.text


def test_pressed_twice_it_is_one_mail(told: Order, mailoutbox: list[Any]) -> None:
    resend(told.order_id, "confirmed", by="Sneha")
    with pytest.raises(SentJustNow):
        resend(told.order_id, "confirmed", by="Sneha")
    assert len(mailoutbox) == 1


@pytest.mark.server
def test_two_of_us_at_once_send_one(told: Order, mailoutbox: list[Any]) -> None:
    def press(_: int) -> bool:
        try:
            return resend(told.order_id, "confirmed", by="Sneha").is_out
        except ShopError:
            return False

    with ThreadPoolExecutor(4) as staff:
        assert sum(staff.map(press, range(4))) == 1
    assert len(mailoutbox) == 1


def test_an_order_whose_customer_was_erased_shows_its_mails_and_no_link(told: Order) -> None:
    order = fresh(told)
    order.customer_id, order.customer_email = new_customer_id(), None
    order.erased_at = clock.now()
    order.save(Order.order_id.does_not_exist())
    told.delete()
    page = a_browser("manager").get(f"/staff/orders/{order.order_id}/").content.decode()
    assert f"Your order {order.order_id} is confirmed" in page
    assert "No e-mail is known" not in page
    assert "Link to follow" not in page


def test_a_mail_that_never_went_out_is_not_sent_again(told: Order, mailoutbox: list[Any]) -> None:
    for kind in ("shipped", "", "confirmed~2", "nonsense/x"):
        with pytest.raises(MailNotSentYet):
            resend(told.order_id, kind, by="Sneha")
    assert mailoutbox == []


def test_after_nine_a_call_does_more(told: Order) -> None:
    before = clock.to_text(clock.now() - PAUSE - timedelta(minutes=1))
    sent = {"confirmed": before} | {f"confirmed~{n}": before for n in range(2, MOST + 1)}
    told.update(actions=[Order.mails.set(sent)])
    with pytest.raises(SentTooOften):
        resend(told.order_id, "confirmed", by="Sneha")


def test_whoever_was_erased_gets_nothing(told: Order, mailoutbox: list[Any]) -> None:
    told.update(actions=[Order.customer_email.remove()])
    with pytest.raises(NoMailAddress):
        resend(told.order_id, "confirmed", by="Sneha")
    assert mailoutbox == []


@pytest.mark.parametrize("payment", ["captured", "refunded"])
def test_a_mail_server_that_is_down_delays_it(
    told: Order, payment: str, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    told.update(actions=[Order.payment_status.set(payment)])

    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", hang_up)
        assert not resend(told.order_id, "confirmed", by="Sneha").is_out
    assert mailing.send_due(Status.CONFIRMED, now=clock.now()) == 1
    assert mailing.send_due(Status.CONFIRMED, now=clock.now()) == 0
    assert len(mailoutbox) == 1


def test_staff_see_what_was_mailed_and_send_it_again(told: Order, mailoutbox: list[Any]) -> None:
    browser = a_browser("support")
    address = f"/staff/orders/{told.order_id}/"
    assert f"Your order {told.order_id} is confirmed" in browser.get(address).content.decode()
    for _ in range(2):
        assert browser.post(f"{address}mails/again/", {"kind": "confirmed"}).status_code == 302
    assert len(mailoutbox) == 1
    page = browser.get(address).content.decode()
    assert "sent again" in page
    assert "sent a moment ago" in page
    assert browser.post("/staff/orders/TB-NOBODY/mails/again/", {}).status_code == 404
    packer = a_browser("packer")
    assert "mails/again/" not in packer.get(address).content.decode()
    assert packer.post(f"{address}mails/again/", {"kind": "confirmed"}).status_code == 403


def test_the_address_stands_in_no_log_when_a_mail_is_refused(
    told: Order, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self: EmailMultiAlternatives, *_: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"no such user")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    resend(told.order_id, "confirmed", by="Sneha")
    assert "waits: SMTPRecipientsRefused" in caplog.text
    assert told.customer_id not in caplog.text


def test_a_link_to_pay_is_not_sent_again_once_the_order_is_over(
    told: Order, mailoutbox: list[Any]
) -> None:
    told.update(actions=[Order.mails["to_pay"].set((told.mails or {})["confirmed"])])
    with pytest.raises(MailIsOver):
        resend(told.order_id, "to_pay", by="Sneha")
    page = a_browser().get(f"/staff/orders/{told.order_id}/").content.decode()
    assert 'value="confirmed"' in page
    assert 'value="to_pay"' not in page
    assert mailoutbox == []
