"""The mailed codes: what they look like, how many there are, and when they are dead."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from customers.models import Customer
from tests.customers.shoppers import (
    ANANYA,
    CODE,
    SIGN_IN,
    another,
    asks,
    comes_in,
    mailed_code,
    types,
)


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def test_the_code_stands_in_the_subject_and_first_in_the_mail(client: Client) -> None:
    asks(client)
    (sent,) = mail.outbox
    code = mailed_code()
    assert sent.subject == f"{code[:3]} {code[3:]} is your Third Ball code"
    lines = str(sent.body).splitlines()
    assert lines[0] == f"{code[:3]} {code[3:]}"
    assert lines[-1] == f"@testserver #{code}"
    assert sent.to == [ANANYA]


def test_nothing_that_was_mailed_is_in_the_table_the_page_or_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    page = asks(client)
    code = mailed_code()
    assert code not in str(ananya().serialize())
    said = page.content.decode() + client.get(CODE).content.decode() + str(client.cookies)
    comes_in(client)
    assert not {word for word in (code, code[:3] + " " + code[3:]) if word in said + caplog.text}
    assert ANANYA not in caplog.text


def test_the_code_may_be_pasted_with_blanks(client: Client) -> None:
    asks(client)
    code = mailed_code()
    assert types(client, f"  {code[:3]} {code[3:]}\u00a0").status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1" * 5000])
def test_what_is_no_code_is_told_and_costs_no_try(client: Client, typed: str) -> None:
    asks(client)
    answer = types(client, typed)
    assert answer.status_code == 422
    assert "The code has six digits." in answer.content.decode()
    (stored,) = (ananya().sign_in_code or {}).values()
    assert stored.tries == 0


def test_a_wrong_code_says_how_many_tries_are_left(client: Client) -> None:
    asks(client)
    wrong = another(mailed_code())
    said = [types(client, wrong) for _ in range(6)]
    assert [answer.status_code for answer in said] == [422] * 6
    pages = [answer.content.decode() for answer in said]
    for page, hint in zip(pages, ["4 tries", "3 tries", "2 tries", "1 try"], strict=False):
        assert "That is not the code that we sent." in page
        assert f"{hint} left." in page
    assert "Ask for a new code." in pages[4]
    assert "This code is not good any more." in pages[5]
    assert types(client, mailed_code()).status_code == 422


def test_the_fifth_try_may_be_the_right_one(client: Client) -> None:
    asks(client)
    for _ in range(4):
        types(client, another(mailed_code()))
    assert types(client, mailed_code()).status_code == 302


def test_a_new_code_kills_the_one_before(client: Client) -> None:
    asks(client)
    answer = client.post("/account/sign-in/code/again", follow=True)
    assert "A new code is on its way." in answer.content.decode()
    assert mailed_code(0) != mailed_code(1)
    assert types(client, mailed_code(0)).status_code == 422
    assert types(client, mailed_code(1)).status_code == 302


@pytest.mark.parametrize("address", [CODE, "/account/sign-in/code/again"])
def test_without_a_sign_in_under_way_there_is_no_code_to_type(client: Client, address: str) -> None:
    client.cookies["signing-in"] = "forged:by:a-stranger"
    assert client.post(address, {"code": "123456"})["Location"] == SIGN_IN
    assert client.get(CODE)["Location"] == SIGN_IN
    assert not mail.outbox


def test_a_mail_server_that_is_down_is_told_and_costs_nothing(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    genuine = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for _ in range(6):
        answer = asks(client, next="/cart")
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "We could not send the mail. Try again in a minute." in page
        assert f'value="{ANANYA}"' in page
        assert 'value="/cart"' in page
    assert "A sign-in code was not sent: ConnectionRefusedError" in caplog.text
    assert ANANYA not in caplog.text
    settings.EMAIL_BACKEND = genuine
    assert comes_in(client, next="/cart")["Location"] == "/cart"


def test_five_codes_and_the_address_waits(client: Client) -> None:
    for _ in range(5):
        assert asks(client).status_code == 302
    answer = asks(client)
    assert answer.status_code == 429
    assert 890 <= int(answer["Retry-After"]) <= 901
    assert "Too many tries. Please wait" in answer.content.decode()
    assert client.post("/account/sign-in/code/again").status_code == 429
    assert len(mail.outbox) == 5
    elsewhere = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    assert asks(elsewhere).status_code == 302


def test_signing_in_begins_the_count_of_codes_anew(client: Client) -> None:
    for _ in range(3):
        comes_in(client)
        comes_in(client)
    assert len(mail.outbox) == 6


def test_a_network_may_ask_for_thirty_codes(client: Client) -> None:
    for n in range(31):
        last = asks(client, f"somebody{n}@example.in")
    assert last.status_code == 429
    assert len(mail.outbox) == 30


def test_a_network_may_type_a_hundred_codes(client: Client) -> None:
    asks(client)
    for _ in range(100):
        types(client, another(mailed_code()))
    assert types(client, mailed_code()).status_code == 429
