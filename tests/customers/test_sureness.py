"""The password, once more: before money, before the team, before people's data."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from config import acts
from config.staff import ONCE_MORE
from customers.models import Customer
from tests.customers.people import PASSWORD
from tests.staff import a_browser, member_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.urls("tests.customers.urls")
TOUCH = "/staff/probe/money/"


@pytest.fixture
def browser() -> Client:
    """An owner's, who has signed in a while ago."""
    opened = a_browser("owner", is_sure=False)
    who = member_of(opened).customer_id
    Customer(who, who).update(actions=[Customer.password_hash.set(make_password(PASSWORD))])
    return opened


def press(browser: Client, **also: str | list[str]) -> "Answer":
    return browser.post(TOUCH, {"amount": "500", "line": ["1", "2"]} | also)


def test_an_act_that_counts_is_held_and_its_fields_with_it(browser: Client) -> None:
    answer = press(browser)
    page = answer.content.decode()
    assert (answer.status_code, b"done 500" in answer.content) == (200, False)
    assert "Your password, once more" in page
    assert 'name="amount" value="500"' in page
    assert re.findall(r'name="line" value="(\d)"', page) == ["1", "2"]
    assert page.count('name="csrfmiddlewaretoken"') == 2  # sign-out and this form


def test_with_the_right_password_the_same_press_does_it_and_the_next_needs_none(
    browser: Client,
) -> None:
    assert press(browser, **{ONCE_MORE: PASSWORD}).content == b"done 500 1,2"
    assert press(browser).content == b"done 500 1,2"


def test_a_wrong_password_does_nothing_and_is_not_repeated(browser: Client) -> None:
    answer = press(browser, **{ONCE_MORE: "three balls in a hat"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That is not your password." in page
    assert "4 tries left" in page
    assert "in a hat" not in page
    assert press(browser).content != b"done 500 1,2"


def test_the_fifth_wrong_one_ends_the_session(browser: Client) -> None:
    for _ in range(4):
        assert press(browser, **{ONCE_MORE: "wrong"}).status_code == 422
    for typed in ("wrong", PASSWORD):
        answer = press(browser, **{ONCE_MORE: typed})
        assert answer["Location"] == "/staff/sign-in/"
    assert "wrong five times" in browser.get("/staff/sign-in/").content.decode()


def test_of_many_at_once_the_sixth_is_not_even_looked_at(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("customers.services.sureness.session_items.end", lambda *given: None)
    for _ in range(5):
        press(browser, **{ONCE_MORE: "wrong"})
    assert b"done 500" not in press(browser, **{ONCE_MORE: PASSWORD}).content


def test_a_stranger_who_guesses_at_the_door_keeps_nobody_from_a_refund(browser: Client) -> None:
    typed = {"email": member_of(browser).customer_id, "password": "guess"}
    for _ in range(6):
        answer = Client().post("/staff/sign-in/", typed)
    assert answer.status_code == 429
    assert press(browser, **{ONCE_MORE: PASSWORD}).content == b"done 500 1,2"


def test_ten_minutes_later_it_is_asked_again() -> None:
    with time_machine.travel("2026-11-23T04:00:00Z", tick=False) as time:
        browser = a_browser("owner")
        time.shift(timedelta(minutes=9, seconds=59))
        assert press(browser).content.startswith(b"done 500")
        time.shift(timedelta(seconds=1))
        assert b"once more" in press(browser).content


def test_another_session_of_the_same_person_is_not_sure_by_it(browser: Client) -> None:
    press(browser, **{ONCE_MORE: PASSWORD})
    who = member_of(browser).customer_id
    other = a_browser("owner", is_sure=False)
    assert b"once more" in press(other).content
    assert len(Customer.get(who, who).sessions or {}) == 1


def test_a_look_asks_nothing_and_who_may_not_is_not_even_asked(browser: Client) -> None:
    assert browser.get(TOUCH).content == b"look"
    answer = press(a_browser("packer", is_sure=False), **{ONCE_MORE: PASSWORD})
    assert answer.status_code == 403


def test_a_password_that_was_changed_meanwhile_proves_nothing(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = member_of(browser).customer_id

    def meanwhile(*given: object) -> bool:
        Customer(who, who).update(actions=[Customer.password_hash.set("another")])
        return True

    monkeypatch.setattr("customers.services.sureness.check_password", meanwhile)
    answer = press(browser, **{ONCE_MORE: PASSWORD})
    assert answer.status_code == 422
    assert b"done 500" not in answer.content


def test_what_was_held_is_not_in_the_log(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []
    monkeypatch.setattr(acts, "note", lambda request, response: noted.append(1))
    press(browser)
    press(browser, **{ONCE_MORE: "wrong"})
    assert noted == []
    press(browser, **{ONCE_MORE: PASSWORD})
    assert noted == [1]
