""" "Tell me when it is back": what is refused, and how much is taken."""

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from catalog.models import Product
from config import clock
from orders.back_models import digest_of
from orders.back_queries import waiting_for, wishes_of
from orders.services import awaiting, back_mails
from tests.factories import a_product
from tests.orders.waiting import RAVI, a_sold_out_sheet, asks, comes_back, left, tell


@pytest.fixture(autouse=True)
def sold_out() -> Product:
    return a_sold_out_sheet()


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x" * 300 + "@example.in"])
def test_what_is_no_address_is_told_beside_its_field(client: Client, email: str) -> None:
    answer = asks(client, email)
    assert answer.status_code == 422
    assert 'id="back-email_error"' in answer.content.decode()
    assert left() == []


def test_only_what_is_on_sale_and_sold_out_can_be_waited_for(client: Client) -> None:
    for sku in ("", "nothing", "#back-skus", "\x00", "a" * 3000):
        assert client.get("/back-in-stock", {"sku": sku}).status_code == 404
        assert asks(client, sku="nothing").status_code == 404
    assert asks(client, sku="R21")["Location"] == "/equipment/t05?sku=R21"
    assert left() == []


def test_neither_one_network_nor_one_address_can_be_flooded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaiting, "MOST_OF_A_DAY", 2)
    monkeypatch.setattr("orders.back_views.MOST", 4)
    assert [asks(client).status_code for _ in range(3)] == [302, 302, 429]
    assert [asks(client, f"p{n}@example.in").status_code for n in range(2)] == [302, 429]
    assert wishes_of("p1@example.in") == []


def test_a_full_list_says_so_and_takes_what_stands_on_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_product(product_id="gone", stock=0)
    asks(client)
    monkeypatch.setattr(awaiting, "MOST_SKUS", 1)
    assert asks(client, sku="gone").status_code == 429
    assert asks(client, "meera@example.in").status_code == 302
    assert wishes_of(RAVI)[0].sku == "B17"


def test_two_workers_that_read_the_same_wish_write_once(
    client: Client, sold_out: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    comes_back(sold_out)
    read = [waiting_for("B17", now=clock.now(), most=9) for _ in range(2)]
    sent = []

    def sends(mail: EmailMultiAlternatives) -> int:
        sent.append(mail.to)
        if read:
            tell()  # the other worker, while this one is at it
        return 1

    monkeypatch.setattr(back_mails, "waiting_for", lambda *_, most, **__: most > 1 and read.pop())
    monkeypatch.setattr(EmailMultiAlternatives, "send", sends)
    assert tell() == 1
    assert sent == [[RAVI]]


def test_who_stopped_after_the_worker_had_read_is_not_written_to(
    client: Client, sold_out: Product, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    comes_back(sold_out)
    read = waiting_for("B17", now=clock.now(), most=9)
    awaiting.stop_all(digest_of(RAVI))
    monkeypatch.setattr(back_mails, "waiting_for", lambda *_, most, **__: read if most > 1 else [])
    assert tell() == 0
    assert (mailoutbox, left()) == ([], [])
