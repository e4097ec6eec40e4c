""" "Tell me when it is back": asked once, told once, ended by a press."""

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from catalog.models import Product
from config import clock
from orders.back_models import KEPT, BackAsked, BackList, BackWish, digest_of
from orders.back_queries import skus_on, wishes_of
from orders.services import awaiting, back_mails
from orders.services.awaiting import take_off
from payments.services.working import one_pass
from tests.catalog.reading import text_of
from tests.factories import a_product
from tests.orders.waiting import RAVI, a_sold_out_sheet, asks, comes_back, left, tell


@pytest.fixture(autouse=True)
def sold_out() -> Product:
    return a_sold_out_sheet()


def test_the_form_stands_where_something_is_sold_out_and_nowhere_else(client: Client) -> None:
    assert "Tell me when it is back" in text_of(client, "/equipment/t05?sku=B17")
    assert "Tell me when it is back" not in text_of(client, "/equipment/t05?sku=R21")


def test_who_asks_is_told_what_happens_next_in_the_same_words_as_anybody(client: Client) -> None:
    answers = set()
    for email in (RAVI, RAVI, "meera@example.in"):
        assert asks(client, email)["Location"] == "/back-in-stock?sku=B17"
        page = text_of(client, "/back-in-stock?sku=B17")
        answers.add(page.partition("We write to you once")[2].partition("forgotten.")[0])
    assert len(answers) == 1
    assert "within 90 days" in answers.pop()


def test_back_in_stock_each_is_written_to_once_and_forgotten(
    client: Client, sold_out: Product, mailoutbox: list[Any]
) -> None:
    for email in (RAVI, " Ravi@Example.in ", "meera@example.in"):
        asks(client, email)
    assert tell() == 0
    comes_back(sold_out)
    assert [tell(), tell()] == [2, 0]
    assert sorted(mail.to[0] for mail in mailoutbox) == ["meera@example.in", RAVI]
    assert mailoutbox[0].subject == "Butterfly Tenergy 05, Black is back in stock"
    assert "/equipment/t05?sku=B17" in mailoutbox[0].body
    assert left() == []


def test_the_worker_does_it(client: Client, sold_out: Product, mailoutbox: list[Any]) -> None:
    asks(client)
    comes_back(sold_out)
    one_pass(now=clock.now())
    assert [mail.to for mail in mailoutbox] == [[RAVI]]


def test_who_asks_again_later_is_told_again(
    client: Client, sold_out: Product, mailoutbox: list[Any]
) -> None:
    for _ in range(2):
        comes_back(sold_out, 0)
        asks(client)
        comes_back(sold_out)
        tell()
    first, second = (mail.extra_headers["Message-ID"] for mail in mailoutbox)
    assert first != second


def test_a_crash_after_the_mail_sends_the_same_message_again(
    client: Client, sold_out: Product, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    comes_back(sold_out)

    def falls_over(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(back_mails, "forget", falls_over)
        with pytest.raises(KeyboardInterrupt):
            tell()
    assert tell(timedelta(minutes=5)) == 0  # somebody may be at it
    assert tell(timedelta(minutes=11)) == 1
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 1
    assert (len(mailoutbox), left()) == (2, [])


def test_a_mail_server_that_is_down_loses_nothing(
    client: Client, sold_out: Product, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    comes_back(sold_out)

    def hangs_up(*_: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", hangs_up)
        assert tell() == 0
    assert tell() == 1
    assert len(mailoutbox) == 1


def test_the_link_in_the_mail_ends_all_waiting_by_a_press_and_not_by_opening_it(
    client: Client, sold_out: Product, mailoutbox: list[Any]
) -> None:
    a_product(product_id="gone", stock=0)
    asks(client)
    comes_back(sold_out)
    tell()
    asks(client, sku="gone")
    found = re.search(r"/back-in-stock/stop/\S+", mailoutbox[0].body)
    assert found
    assert RAVI not in found[0]
    client.get(found[0])
    assert [wish.sku for wish in wishes_of(RAVI)] == ["gone"]
    for _ in range(2):
        assert client.post(found[0]).status_code == 200
    assert wishes_of(RAVI) == []
    assert client.post(f"{found[0]}x").status_code == 404


def test_a_wish_that_is_stopped_while_its_mail_goes_out_does_not_come_back(
    client: Client, sold_out: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    comes_back(sold_out)

    def stops_and_fails(*_: Any) -> int:
        awaiting.stop_all(digest_of(RAVI))
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", stops_and_fails)
    assert tell() == 0
    assert left() == []


def test_a_wish_that_comes_while_the_list_is_cleared_stays_on_it(client: Client) -> None:
    asks(client)
    (row,) = BackAsked.query("#back/B17", BackAsked.range == "#")
    asks(client, "meera@example.in")
    with pytest.raises(awaiting.NoLongerAsked):
        take_off("B17", seen=row.wishes)
    with pytest.raises(awaiting.NoLongerAsked):
        take_off("B17", seen=None)
    assert skus_on(BackList.all()) == ["B17"]


def test_after_ninety_days_nobody_is_written_to_and_the_sku_leaves_the_list(
    client: Client, sold_out: Product, mailoutbox: list[Any]
) -> None:
    asks(client)
    comes_back(sold_out)
    assert tell(KEPT + timedelta(minutes=1)) == 0
    assert mailoutbox == []
    assert skus_on(BackList.all()) == []
    asks(client, sku="B17")
    for row in [*BackAsked.query("#back/B17")]:
        row.delete()  # as DynamoDB's TTL does
    BackList.all().update(actions=[BackList.skus.add({"B17"})])
    assert tell() == 0
    assert skus_on(BackList.all()) == []


def test_a_wish_that_ran_out_and_is_not_swept_hides_none_behind_it(
    client: Client, sold_out: Product, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = sorted((RAVI, "meera@example.in"), key=digest_of)
    asks(client, first)
    BackWish("#back/B17", digest_of(first)).update(
        actions=[BackWish.expires_at.set(clock.now() - timedelta(days=1))]
    )
    asks(client, last)
    comes_back(sold_out)

    def hangs_up(*_: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", hangs_up)
        assert tell() == 0
    assert skus_on(BackList.all()) == ["B17"]
    assert tell() == 1
    assert [mail.to for mail in mailoutbox] == [[last]]
