"""The named scenarios of the shopper's sign-in (docs/reliability.md): floods of addresses and of
guesses, cookies and codes of others. On the real server."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client, override_settings
from pynamodb.connection.base import Connection

from config.errors import Unavailable
from customers.codes import STRANGERS_CODES
from customers.errors import CodeGone, WrongCode
from customers.models import Customer
from customers.services import code_sign_in
from customers.services.code_sign_in import Asking
from customers.services.shopper_sessions import shopper_behind
from tests.customers.shoppers import (
    ANANYA,
    CODE,
    SIGN_IN,
    another,
    asks,
    comes_in,
    mailed_code,
    signed_in,
    types,
)
from tests.faults import report
from tests.faults.sales import at_once

pytestmark = pytest.mark.server
SPELLINGS = ["Asha@Example.in", " asha@example.in", "ASHA@EXAMPLE.IN ", "\uff41sha@example.in"]
PROFILE = "/account/profile"
OWNER = "203.0.113.7"
MORNING = "2026-11-23T04:00:00Z"


def people() -> list[Customer]:
    """Every item that is no bookkeeping."""
    return [row for row in Customer.scan() if not row.customer_id.startswith("#")]


def from_network(network: str, **given: Any) -> Client:
    return Client(headers={"X-Forwarded-For": network}, **given)


def code_for(email: str) -> str:
    """The last code that was mailed to this address."""
    number = max(n for n, sent in enumerate(mail.outbox) if sent.to == [email])
    return mailed_code(number)


def test_c6_a_hundred_sign_ups_at_once_are_one_account(all_faults: bool) -> None:
    report.tried("rounds of named scenarios")
    crowd = [from_network(f"198.51.{n}.1") for n in range(100 if all_faults else 24)]
    with time_machine.travel(MORNING, tick=False) as time:
        acts = [partial(asks, each, SPELLINGS[n % 4]) for n, each in enumerate(crowd)]
        statuses = Counter(answer.status_code for answer in at_once(acts))
        assert set(statuses) <= {302, 429, 503}
        assert 0 < statuses[302] <= STRANGERS_CODES
        (half,) = people()
        assert (half.customer_id, half.created_at) == ("asha@example.in", None)
        time.shift(timedelta(hours=1))  # the ten mails of the hour are sent
        assert comes_in(crowd[0], SPELLINGS[0]).status_code == 302
    (account,) = people()
    assert (account.customer_id, account.expires_at) == ("asha@example.in", None)


def test_c6_one_code_typed_in_twenty_windows_at_once_opens_one_session() -> None:
    client = Client()
    asks(client)
    code = mailed_code()
    windows = [Client() for _ in range(20)]
    for each in windows:
        each.cookies.load(client.cookies.output(header="", sep=";"))
    answers = at_once([partial(types, each, code) for each in windows])
    assert Counter(each.status_code for each in answers)[302] == 1
    (account,) = people()
    assert len(account.sessions or {}) == 1
    assert account.created_at is not None
    assert (account.expires_at, account.sign_in_code) == (None, {})


def test_e4_a_planted_cookie_never_becomes_a_session() -> None:
    planted = "YW5hbnlhQGV4YW1wbGUuaW4.planted-by-a-stranger"
    client = Client()
    client.cookies[settings.SHOPPER_COOKIE_NAME] = planted
    comes_in(client)
    assert client.cookies[settings.SHOPPER_COOKIE_NAME].value != planted
    assert shopper_behind(planted) is None


@pytest.mark.parametrize(
    "end", ["/account/sign-out", f"{SIGN_IN}/devices/end-all", f"{SIGN_IN}/devices/end-others"]
)
def test_e4_a_copied_cookie_is_dead_when_its_owner_signs_out(end: str) -> None:
    thief, owner = Client(), Client()
    signed_in(owner)
    thief.cookies[settings.SHOPPER_COOKIE_NAME] = owner.cookies[settings.SHOPPER_COOKIE_NAME].value
    assert thief.get(PROFILE).status_code == 200
    if end.endswith("others"):
        signed_in(owner)  # in another window, from which the first is signed out
    owner.post(end)
    assert thief.get(PROFILE).status_code == 302


def test_e4_an_account_that_is_gone_leaves_no_door_open() -> None:
    client = Client()
    customer = signed_in(client)
    asks(other := Client())
    customer.delete()
    assert client.get(PROFILE).status_code == 302
    assert types(other, mailed_code()).status_code == 422
    assert people() == []


@pytest.fixture
def one_hour() -> Iterator[None]:
    """All of it in one hour: that is what codes are counted by."""
    with time_machine.travel("2026-11-23T06:10:00Z", tick=False):
        yield


@pytest.fixture
def no_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code costs no slow hash, so a flood of guesses costs no processor."""

    def hashed(*given: Any) -> None:
        raise AssertionError("a slow hash was worked out")

    for name in ("encode", "verify"):
        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, hashed)


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("no_argon2", "one_hour")
def test_e6_a_thousand_wrong_codes_on_one_address(all_faults: bool) -> None:
    report.tried("rounds of named scenarios")
    guesses = 1000 if all_faults else 120
    asks(attacker := from_network("198.51.100.1"))
    said: Counter[int] = Counter()
    for n in range(guesses):
        if n % 6 == 5:  # the code is dead: another one
            said[attacker.post(f"{CODE}/again").status_code] += 1
        said[types(attacker, another(mailed_code())).status_code] += 1
    assert len(mail.outbox) == 5  # so at most 25 guesses of a million were looked at
    assert set(said) <= {302, 422, 429}
    assert comes_in(from_network(OWNER)).status_code == 302


def test_e6_guesses_at_once_are_five() -> None:
    mark = code_sign_in.send_code(ANANYA, Asking(OWNER))
    wrong = another(mailed_code())

    def guess(n: int) -> str:
        try:
            code_sign_in.sign_in(ANANYA, wrong, Asking(f"192.0.2.{n}", mark), device="")
        except (WrongCode, CodeGone, Unavailable) as refusal:
            return type(refusal).__name__
        return "in"

    counted = Counter(at_once([partial(guess, n) for n in range(24)]))
    assert counted["WrongCode"] == 5
    assert counted["in"] == 0


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("no_argon2", "one_hour")
def test_e6_one_wrong_code_on_each_of_a_thousand_addresses(all_faults: bool) -> None:
    report.tried("rounds of named scenarios")
    attacker = from_network("198.51.100.1")
    for n in range(1000 if all_faults else 60):
        if asks(attacker, f"somebody{n}@example.in").status_code == 302:
            types(attacker, another(mailed_code()))
    assert len(mail.outbox) == code_sign_in.NETWORK_CODES
    assert comes_in(from_network(OWNER), "somebody0@example.in").status_code == 302
    assert comes_in(from_network(OWNER), "somebody999@example.in").status_code == 302


def test_e6_a_stranger_who_asks_for_codes_all_day_locks_nobody_out() -> None:
    with time_machine.travel("2026-11-23T00:10:00Z", tick=False) as time:
        stranger = from_network("198.51.100.1")
        for _ in range(23 * 4):
            asks(stranger)
            time.shift(timedelta(minutes=15))
        assert len(mail.outbox) < 2 * 23  # about one an hour
        assert comes_in(from_network(OWNER)).status_code == 302


@contextmanager
def heard() -> Iterator[list[str]]:
    """Inside the block, what DynamoDB is asked, in order."""
    asked: list[str] = []
    send = Connection._make_api_call

    def hearing(self: Connection, operation: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(operation)
        return send(self, operation, *args, **kwargs)

    with mock.patch.object(Connection, "_make_api_call", hearing):
        yield asked


def plain(page: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'value="\w{64}"', "", page)


def test_e6_nobody_can_tell_whether_an_address_is_known() -> None:
    signed_in(Client(), "known1@example.in")
    seen = []
    for email in ("known1@example.in", "guest2@example.in"):
        client = from_network("198.51.100.1")
        with heard() as asked:
            pages = [asks(client, email), client.get(CODE), types(client, another(mailed_code()))]
            pages.append(client.post(f"{CODE}/again"))
        said = [plain(page.content.decode()).replace(email, "…") for page in pages]
        seen.append(([page.status_code for page in pages], said, asked))
    assert seen[0] == seen[1]
    assert [len(sent.subject) for sent in mail.outbox] == [len(mail.outbox[0].subject)] * 4


def test_e7_a_code_is_good_once() -> None:
    asks(client := Client())
    cookies, code = client.cookies.output(header="", sep=";"), mailed_code()
    assert types(client, code).status_code == 302
    again = Client()
    again.cookies.load(cookies)
    assert types(again, code).status_code == 422


def test_e7_a_code_is_good_for_ten_minutes() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        asks(in_time := from_network("198.51.100.1"))
        asks(late := from_network("198.51.100.2"), "late@example.in")
        time.shift(timedelta(minutes=9, seconds=59))
        assert types(in_time, code_for(ANANYA)).status_code == 302
        time.shift(timedelta(seconds=1))
        answer = types(late, code_for("late@example.in"))
        assert answer.status_code == 422
        assert "Ask for a new one." in answer.content.decode()
        time.shift(timedelta(minutes=21))
        assert types(late, code_for("late@example.in"))["Location"] == SIGN_IN


def test_e7_a_code_opens_nobody_elses_account_and_no_other_browser() -> None:
    asks(owner := from_network("198.51.100.1"))
    asks(stranger := from_network("198.51.100.2"), "stranger@example.in")
    assert types(stranger, code_for(ANANYA)).status_code == 422
    assert types(Client(), code_for(ANANYA))["Location"] == SIGN_IN
    asks(other := from_network("198.51.100.3"))
    assert types(owner, code_for(ANANYA)).status_code == 422  # asked for by the other browser
    assert types(other, code_for(ANANYA)).status_code == 302


def test_e7_whoever_has_not_asked_uses_up_no_try_of_the_owner() -> None:
    asks(stranger := from_network("198.51.100.2"))
    asks(owner := from_network("198.51.100.1"))
    for _ in range(9):
        types(stranger, another(mailed_code()))
    assert types(owner, mailed_code()).status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "testserver.evil.example"])
def test_e7_no_host_of_a_request_gets_into_the_mail(host: str) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        answer = Client(headers={"Host": host}).post(
            SIGN_IN, {"email": ANANYA, "next": f"http://{host}/account"}
        )
    assert answer["Location"] == CODE
    (sent,) = mail.outbox
    assert "evil" not in str(sent.message())
    assert settings.SITE_URL in str(sent.body)
    assert Client(headers={"Host": host}).post(SIGN_IN, {"email": ANANYA}).status_code == 400


def test_e7_each_spelling_of_an_address_has_the_same_codes() -> None:
    client = Client()
    said = [asks(client, spelling).status_code for spelling in [*SPELLINGS, *SPELLINGS]]
    assert said == [302] * 5 + [429] * 3
    assert {sent.to[0] for sent in mail.outbox} == {"asha@example.in"}
