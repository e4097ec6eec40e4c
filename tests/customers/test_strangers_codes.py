"""What a stranger who asks for codes in somebody's name cannot do to them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail, signing
from django.test import Client

from customers import known_browser
from customers.codes import STRANGERS_CODES
from customers.known_browser import MOST_PEOPLE
from customers.models import Customer
from customers.services import code_slots
from tests.customers.shoppers import ANANYA, another, asks, comes_in, mailed_code, types

MORNING = "2026-11-23T04:00:00Z"


def from_network(number: int) -> Client:
    return Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})


def a_flood(networks: int = 4, each: int = 5, *, first: int = 100) -> None:
    """Strangers all over ask for codes to Ananya's address."""
    for number in range(networks):
        for _ in range(each):
            asks(from_network(first + number))


@pytest.fixture(autouse=True)
def time() -> Iterator[time_machine.Traveller]:
    """A clock that stands still, early in an hour: what is counted by the hour is in one."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def test_so_many_codes_an_hour_go_to_one_address(time: time_machine.Traveller) -> None:
    a_flood()
    assert len(mail.outbox) == STRANGERS_CODES
    assert asks(from_network(1)).status_code == 429
    time.shift(timedelta(hours=1))
    assert asks(from_network(1)).status_code == 302


def test_who_signed_in_here_before_comes_in_whatever_strangers_do() -> None:
    mine = from_network(1)
    comes_in(mine)
    a_flood()
    neighbour = from_network(1)
    for _ in range(5):
        asks(neighbour)
    mine.post("/account/sign-out")
    assert comes_in(mine).status_code == 302


def test_a_browser_is_known_for_the_people_who_signed_in_there_only() -> None:
    mine = from_network(1)
    comes_in(mine, "somebody@example.in")
    a_flood(4)
    assert asks(mine).status_code == 429
    comes_in(mine, "somebody@example.in")


def test_a_known_browser_has_five_codes_and_waits() -> None:
    mine = from_network(1)
    comes_in(mine)
    said = [asks(mine).status_code for _ in range(6)]
    assert said == [302] * 5 + [429]


@pytest.mark.parametrize("forged", ["", "a", "eyJuYW1lIjoiYSJ9:1tTTTT:forged"])
def test_a_forged_cookie_is_a_strangers(forged: str) -> None:
    a_flood(4)
    stranger = from_network(1)
    stranger.cookies[settings.KNOWN_COOKIE_NAME] = forged
    assert asks(stranger).status_code == 429


def test_the_cookie_tells_nobody_who_signed_in_and_is_of_this_host_for_a_year() -> None:
    cookie = comes_in(Client()).cookies[settings.KNOWN_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 365 * 24 * 3600
    assert ANANYA not in str(signing.loads(cookie.value, salt=known_browser.SALT))


def test_a_sign_in_under_way_outlives_codes_that_strangers_ask_for() -> None:
    asks(mine := from_network(1))
    code = mailed_code()
    a_flood()
    assert types(mine, code).status_code == 302


def test_wrong_codes_of_a_stranger_cost_nobody_else_a_try() -> None:
    asks(mine := from_network(1))
    code = mailed_code()
    asks(stranger := from_network(2))
    for _ in range(6):
        types(stranger, another(mailed_code()))
    assert types(mine, code).status_code == 302


def test_a_code_opens_nothing_in_another_browser() -> None:
    asks(from_network(1))
    code = mailed_code()
    asks(stranger := from_network(2))
    assert types(stranger, code).status_code == 422


def test_two_browsers_of_one_person_each_use_their_own_code() -> None:
    asks(laptop := from_network(1))
    asks(phone := from_network(2))
    assert types(laptop, mailed_code(0)).status_code == 302
    assert types(phone, mailed_code(1)).status_code == 302


def test_codes_do_not_pile_up_on_the_person(time: time_machine.Traveller) -> None:
    for _ in range(4):
        a_flood()
        time.shift(timedelta(hours=1))
    comes_in(from_network(1))
    codes = Customer.get(ANANYA, ANANYA).sign_in_code or {}
    assert codes == {}


def test_of_too_many_codes_the_oldest_makes_way(
    time: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_slots, "MOST_CODES", 3)
    browsers = [from_network(number) for number in range(4)]
    for each in browsers:
        asks(each)
        time.shift(timedelta(seconds=1))
    assert len(Customer.get(ANANYA, ANANYA).sign_in_code or {}) == 3
    answers = [types(each, mailed_code(n)).status_code for n, each in enumerate(browsers)]
    assert answers == [422, 302, 302, 302]


def test_strangers_of_two_hours_take_no_code_of_the_person_away(
    time: time_machine.Traveller,
) -> None:
    mine = from_network(1)
    comes_in(mine)
    time.shift(timedelta(hours=1, minutes=52))
    asks(mine)
    code, first = mailed_code(), len(mail.outbox)
    time.shift(timedelta(minutes=7))
    a_flood(3, first=10)
    time.shift(timedelta(minutes=2))  # another hour
    a_flood(3, first=20)
    assert len(mail.outbox) - first == 2 * STRANGERS_CODES
    assert types(mine, code).status_code == 302


def test_a_browser_is_known_for_a_year(time: time_machine.Traveller) -> None:
    mine = from_network(1)
    comes_in(mine)
    time.shift(timedelta(days=366))
    a_flood(3)
    assert asks(mine).status_code == 429


def test_a_browser_is_known_for_the_five_who_came_last() -> None:
    family = from_network(1)
    people = [ANANYA, *(f"somebody{number}@example.in" for number in range(MOST_PEOPLE))]
    for each in people:
        comes_in(family, each)
    a_flood(3)
    assert asks(family).status_code == 429
