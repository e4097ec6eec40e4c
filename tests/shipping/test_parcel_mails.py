"""The mails that news of a parcel owes: each kind once, late rather than lost, never untrue."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from pynamodb.exceptions import UpdateError

from config import clock
from orders.models import Order
from orders.rules import COD, Status
from orders.services import mailing
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.services.parcel_mails import AGAIN_AFTER, debts
from tests.shipping.bench import a_parcel, now_of
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell
from tests.shipping.test_tracking_parcels import two_parcels


def send(hours: float = 0) -> int:
    """What the worker sends of shipped and delivered orders, so many hours from now."""
    now = clock.now() + timedelta(hours=hours)
    return sum(mailing.send_due(status, now=now) for status in (Status.SHIPPED, Status.DELIVERED))


@pytest.fixture
def parcel(office: Office, mailoutbox: list[Any]) -> Shipment:
    """A parcel whose order has had its first mails."""
    sent = a_parcel()
    send()
    mailoutbox.clear()
    return sent


def kinds(parcel: Shipment) -> set[str]:
    """The mails about parcels that were sent, are being sent, or are owed."""
    return {kind.partition("/")[0] for kind in now_of(parcel).mails or {} if "/" in kind}


@pytest.mark.parametrize(
    ("ids", "subject", "words"),
    [
        ((42, 17), "is out for delivery", "Somebody should be there"),
        ((42, 17, 21), "could not hand over", "tries again on the next working day"),
        ((42, 9), "is coming back to us", "We write to you about what you prefer"),
        ((42, 12), "lost or damaged", "Lost on the way"),
        ((42, 25), "lost or damaged", "Damaged on the way"),
    ],
)
def test_each_news_sends_one_mail_in_the_words_of_the_page(
    parcel: Shipment, mailoutbox: list[Any], ids: tuple[int, ...], subject: str, words: str
) -> None:
    tell(parcel, *ids)
    assert [send(), send(), send(1)] == [1, 0, 0]
    (mail,) = mailoutbox
    assert subject in mail.subject
    for text in (mail.body, mail.alternatives[0].content):
        assert words in text
        assert f"AWB {parcel.tracking_number}" in text
        assert "/track/" in text
        assert not [odd for odd in ("{{", "{%", "None", "{money}") if odd in text]


def test_its_kind_stands_on_the_order_and_in_the_message_id(
    parcel: Shipment, mailoutbox: list[Any]
) -> None:
    tell(parcel, 42, 17)
    kind = f"out_for_delivery/{parcel.shipment_id}"
    assert (now_of(parcel).mails or {})[kind].startswith("owed ")
    send()
    assert clock.from_text((now_of(parcel).mails or {})[kind]) <= clock.now()
    sent_as = mailoutbox[0].extra_headers["Message-ID"]
    assert sent_as.startswith(f"<{parcel.order_id}.out_for_delivery.{parcel.shipment_id}@")


def test_the_same_news_five_times_is_one_mail(parcel: Shipment) -> None:
    for _ in range(5):
        tell(parcel, 42, 17)
    assert [send(), send()] == [1, 0]


@pytest.mark.parametrize("ids", [(42,), (42, 18), (42, 18, 22), (42, 18, 999)])
def test_quiet_news_owes_no_mail(parcel: Shipment, ids: tuple[int, ...]) -> None:
    tell(parcel, *ids)
    assert (send(), kinds(parcel)) == (0, set())


def test_a_parcel_that_is_delivered_owes_no_word_of_being_near(
    parcel: Shipment, mailoutbox: list[Any]
) -> None:
    tell(parcel, 42, 17)
    tell(parcel, 42, 17, 7)
    assert send() == 1
    assert mailoutbox[0].subject.startswith("Delivery of")
    assert kinds(parcel) == set()


def test_a_parcel_that_is_back_still_owes_the_news_of_its_return(
    parcel: Shipment, mailoutbox: list[Any]
) -> None:
    tell(parcel, 42, 9)
    tell(parcel, 42, 9, 10)
    assert [send(), send()] == [1, 0]
    assert "Back with us" in mailoutbox[0].body


def test_a_mail_of_the_return_is_not_sent_again_when_it_arrives(parcel: Shipment) -> None:
    tell(parcel, 42, 9)
    assert send() == 1
    tell(parcel, 42, 9, 10)
    assert send() == 0


def test_out_for_delivery_is_not_told_the_day_after(parcel: Shipment) -> None:
    tell(parcel, 42, 17)
    assert [send(hours=19), send(hours=17)] == [0, 1]


def test_trouble_is_told_however_late(parcel: Shipment) -> None:
    tell(parcel, 42, 12)
    assert send(hours=24 * 9) == 1


def test_a_second_attempt_on_the_same_day_sends_nothing_new(parcel: Shipment) -> None:
    for n in range(2, 6):
        tell(parcel, *(42, 17, 21, 17, 21)[:n])
        send()
    assert kinds(parcel) == {"out_for_delivery", "undelivered"}
    assert len(now_of(parcel).mails or {}) == 2 + 2


def test_a_second_failure_on_another_day_is_told_again(
    parcel: Shipment, mailoutbox: list[Any]
) -> None:
    tell(parcel, 42, 17, 21)
    send()
    first = f"undelivered/{parcel.shipment_id}"
    long_ago = clock.to_text(clock.now() - AGAIN_AFTER)
    now_of(parcel).update(actions=[Order.mails[first].set(long_ago)])
    tell(parcel, 42, 17, 21, 17)
    tell(parcel, 42, 17, 21, 17, 21)
    mailoutbox.clear()
    assert [send(), send()] == [1, 0]
    assert f"{first}.2" in (now_of(parcel).mails or {})
    assert (
        mailoutbox[0]
        .extra_headers["Message-ID"]
        .startswith(f"<{parcel.order_id}.undelivered.{parcel.shipment_id}.2@")
    )


def test_a_mail_server_that_is_down_leaves_the_mail_owed(
    parcel: Shipment, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    def hang_up(self: EmailMultiAlternatives, *_: Any) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    tell(parcel, 42, 12)
    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", hang_up)
        assert send() == 0
    assert send() == 1
    assert len(mailoutbox) == 1


def test_a_sender_that_died_is_followed_under_the_same_id(
    parcel: Shipment, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    def dies(self: EmailMultiAlternatives, *_: Any) -> int:
        raise SystemExit(137)

    tell(parcel, 42, 12)
    with monkeypatch.context() as dying:
        dying.setattr(EmailMultiAlternatives, "send", dies)
        with pytest.raises(SystemExit):
            send()
    assert [send(hours=0.1), send(hours=0.2)] == [0, 1]
    assert len(mailoutbox) == 1


def test_news_does_not_take_back_a_mail_that_is_being_sent(parcel: Shipment) -> None:
    tell(parcel, 42, 17)
    read = now_of(parcel)
    actions, condition = debts(read, parcel, S.UNDELIVERED, now=clock.now(), closes=False)
    send()
    with pytest.raises(UpdateError):
        read.update(actions=actions, condition=condition)


def test_an_order_of_the_earlier_system_owes_nothing(parcel: Shipment) -> None:
    now_of(parcel).update(actions=[Order.mails.remove()])
    tell(parcel, 42, 17)
    assert (send(), now_of(parcel).mails) == (0, None)


def test_an_order_whose_money_went_back_hears_of_that_alone(parcel: Shipment) -> None:
    tell(parcel, 42, 9)
    now_of(parcel).update(actions=[Order.payment_status.set("refunded")])
    assert send() == 0


def test_cash_to_have_ready_is_said_while_the_parcel_comes(
    parcel: Shipment, mailoutbox: list[Any]
) -> None:
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, 42, 17)
    tell_and_send = [send()]
    tell(parcel, 42, 17, 9)
    assert [*tell_and_send, send()] == [1, 1]
    assert "to the courier at the door" in mailoutbox[0].body
    assert "to the courier at the door" not in mailoutbox[1].body
    assert "You have paid nothing" in mailoutbox[1].body


def test_each_of_two_parcels_has_its_own_mails(office: Office, mailoutbox: list[Any]) -> None:
    first, second = two_parcels()
    send()
    mailoutbox.clear()
    tell(first, 42, 17)
    tell(second, 42, 17)
    assert send() == 2
    assert {"Parcel 1 of 2: Out" in mail.body for mail in mailoutbox} == {True, False}
    tell(first, 42, 17, 7)
    assert send() == 1
    assert mailoutbox[-1].subject.startswith("Delivery of a parcel of")
    tell(second, 42, 17, 7)
    assert send() == 1
    assert mailoutbox[-1].subject.startswith("Delivery of")


@pytest.mark.server
def test_two_workers_at_once_send_it_once(office: Office, mailoutbox: list[Any]) -> None:
    parcel = a_parcel()
    send()
    tell(parcel, 42, 12)
    mailoutbox.clear()
    with ThreadPoolExecutor(4) as workers:
        sent = sum(workers.map(lambda _: send(), range(4)))
    assert (sent, len(mailoutbox)) == (1, 1)


def test_the_first_mail_of_the_parcel_names_courier_awb_and_day(
    office: Office, mailoutbox: list[Any]
) -> None:
    parcel = a_parcel()
    day = clock.to_text(clock.now() + timedelta(days=3))
    parcel.update(actions=[Shipment.estimated_delivery.set(day)])
    send()
    mail = next(each for each in mailoutbox if each.subject.endswith("is on its way"))
    for text in (mail.body, mail.alternatives[0].content):
        assert f"AWB {parcel.tracking_number}" in text
        assert "arriving" in text
