"""Staff accounts, made and shut."""

import sys
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from customers.errors import NotAnEmail, UnknownRole, WeakPassword
from customers.models import Customer
from customers.services import roster
from customers.services.accounts import create_staff
from customers.services.sessions import staff_behind
from tests.customers.people import PASSWORD, a_packer, shut_out, signed_in

ROHIT = "rohit@thirdball.example"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_an_account_may_be_given_to_a_shopper_who_stays_one() -> None:
    Customer(ROHIT, ROHIT, name="Rohit", phone="+919876543210", address_ids={"a"}).save()
    create_staff(
        email=" ROHIT@thirdball.example", role="packer", name="", password=PASSWORD, now=NOW
    )
    rohit = Customer.get(ROHIT, ROHIT)
    assert (rohit.name, rohit.role, rohit.address_ids) == ("Rohit", "packer", {"a"})
    assert staff_behind(signed_in()) is not None


def test_a_new_password_ends_sessions_and_waits() -> None:
    a_packer()
    cookie = signed_in()
    for _ in range(5):
        with pytest.raises(Exception, match="belong together"):
            signed_in(password="wrong")
    create_staff(email=ROHIT, role="packer", name="", password=PASSWORD + "!", now=NOW)
    assert staff_behind(cookie) is None
    assert staff_behind(signed_in(password=PASSWORD + "!")) is not None


def test_who_works_here_since_before_the_list_is_entered_by_a_command() -> None:
    Customer(ROHIT, ROHIT, role="packer").save()
    Customer("shopper@example.in", "shopper@example.in").save()
    assert roster.everybody() == []
    for _ in range(2):
        call_command("list_team")
    assert [person.customer_id for person in roster.everybody()] == [ROHIT]


def test_who_was_disabled_comes_back_by_a_new_account() -> None:
    a_packer()
    shut_out(ROHIT)
    a_packer()
    assert staff_behind(signed_in()) is not None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"password": "elevenchars"}, WeakPassword),
        ({"password": "1234567890123"}, WeakPassword),
        ({"password": ""}, WeakPassword),
        ({"email": "rohit"}, NotAnEmail),
        ({"role": "king"}, UnknownRole),
    ],
)
def test_what_is_not_good_enough_changes_nothing(
    given: dict[str, Any], refusal: type[Exception]
) -> None:
    fields: dict[str, Any] = {
        "email": ROHIT,
        "role": "packer",
        "name": "Rohit",
        "password": PASSWORD,
    }
    with pytest.raises(refusal):
        create_staff(**{**fields, **given}, now=NOW)
    assert Customer.count() == 0


def commanded(monkeypatch: pytest.MonkeyPatch, *options: str, typed: str = PASSWORD) -> str:
    told = StringIO()
    monkeypatch.setattr(sys, "stdin", StringIO(typed + "\n"))
    call_command("create_staff", *options, stdout=told)
    return told.getvalue()


def test_the_command_says_who_may_sign_in_as_what(monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("Rohit@Thirdball.example", "--role", "Packer", "--name", "Rohit Gaikwad")
    said = f"{ROHIT} may now sign in at /staff/ as packer.\n"
    assert commanded(monkeypatch, *options, "--password-stdin") == said
    assert commanded(monkeypatch, *options) == said
    assert staff_behind(signed_in()) is not None


def test_the_command_asks_twice_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    monkeypatch.setattr(sys, "stdin", Terminal())
    call_command("create_staff", ROHIT, "--role", "packer", stdout=StringIO())
    assert staff_behind(signed_in()) is not None
    with pytest.raises(CommandError, match="do not agree"):
        call_command("create_staff", ROHIT, "--role", "packer", stdout=StringIO())


@pytest.mark.parametrize(
    ("options", "typed", "words"),
    [
        (["rohit", "--role", "packer"], PASSWORD, "not an e-mail"),
        ([ROHIT, "--role", "king"], PASSWORD, "The roles are owner, manager, packer, support"),
        ([ROHIT, "--role", "packer"], "short", "at least 12 characters"),
    ],
)
def test_the_command_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, options: list[str], typed: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        commanded(monkeypatch, *options, typed=typed)
    assert Customer.count() == 0
