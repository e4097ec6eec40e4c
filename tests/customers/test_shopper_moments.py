"""What else happens in the moment of a shopper's sign-in, and a mail server that hangs."""

import pytest
from django.core import mail
from django.test import Client

from customers.models import Customer
from customers.services import code_mails, code_sign_in
from customers.services.sessions import staff_behind
from tests.customers.people import a_packer
from tests.customers.people import signed_in as staff_signed_in
from tests.customers.shoppers import ANANYA, asks, mailed_code, signed_in, types


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def test_a_mail_server_that_hangs_holds_three_threads_at_most(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_mails, "PATIENCE", 0.0)
    for _ in range(3):
        assert code_mails._LINES.acquire(blocking=False)
    try:
        assert asks(client).status_code == 503
        assert not mail.outbox
    finally:
        code_mails._LINES.release(3)
    assert asks(client).status_code == 302


def test_who_becomes_whole_while_another_code_is_written_stays_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(client)
    known = code_sign_in._known

    def bought_meanwhile(customer_id: str) -> Customer | None:
        found = known(customer_id)
        ananya().update(actions=[Customer.expires_at.remove()])
        return found

    monkeypatch.setattr(code_sign_in, "_known", bought_meanwhile)
    assert asks(client).status_code == 302
    assert ananya().expires_at is None
    assert ananya().sign_in_code is not None


def test_who_is_swept_up_while_another_code_is_written_has_an_item_for_a_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(Client())
    known = code_sign_in._known
    gone: list[str] = []

    def erased_meanwhile(customer_id: str) -> Customer | None:
        found = known(customer_id)
        if not gone:
            gone.append(customer_id)
            ananya().delete()
        return found

    monkeypatch.setattr(code_sign_in, "_known", erased_meanwhile)
    assert asks(client).status_code == 302
    assert ananya().expires_at is not None


def test_a_sign_in_of_staff_at_the_same_moment_is_not_lost(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_packer(ANANYA)
    known = code_sign_in._known
    for_staff: list[str] = []

    def works_meanwhile(customer_id: str) -> Customer | None:
        found = known(customer_id)
        if not for_staff:
            for_staff.append(staff_signed_in(ANANYA))
        return found

    asks(client)
    monkeypatch.setattr(code_sign_in, "_known", works_meanwhile)
    assert types(client, mailed_code()).status_code == 302
    assert staff_behind(for_staff[0]) is not None
    assert client.get("/account/profile").status_code == 200


def test_a_code_that_another_window_uses_at_the_same_moment_opens_one_session(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(Client())
    asks(client)
    window = Client()
    window.cookies.load(client.cookies.output(header="", sep=";"))
    known = code_sign_in._known
    answers: list[int] = []

    def used_meanwhile(customer_id: str) -> Customer | None:
        found = known(customer_id)
        if not answers:
            answers.append(0)
            answers.append(types(window, mailed_code()).status_code)
        return found

    monkeypatch.setattr(code_sign_in, "_known", used_meanwhile)
    assert types(client, mailed_code()).status_code == 422
    assert answers == [0, 302]
    assert len(ananya().sessions or {}) == 2
