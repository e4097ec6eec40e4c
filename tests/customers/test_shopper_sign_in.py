"""Signing in by a mailed code: what people read, and what opens nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings

from config import clock
from customers.models import Customer
from tests.customers.people import a_packer, shut_out
from tests.customers.shoppers import (
    ANANYA,
    CODE,
    SIGN_IN,
    asks,
    comes_in,
    mailed_code,
    signed_in,
    types,
)

MORNING = "2026-11-23T04:00:00Z"


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def test_the_mailed_code_signs_in_and_leads_to_the_page_that_was_wanted(client: Client) -> None:
    assert asks(client, " Ananya@Example.IN", next="/account/profile")["Location"] == CODE
    page = client.get(CODE).content.decode()
    assert ANANYA in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert types(client, mailed_code())["Location"] == "/account/profile"
    assert client.get("/account/profile").status_code == 200
    assert client.get(SIGN_IN)["Location"] == "/account"


@pytest.mark.parametrize("typed", ["", "ananya", "a b@example.in", "a" * 5000])
def test_what_is_no_address_is_told_at_its_field_and_kept(client: Client, typed: str) -> None:
    answer = asks(client, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "autofocus" in page
    assert f'value="{typed}"' in page or not typed
    assert not mail.outbox
    assert Customer.count() == 0


def test_a_stranger_has_an_item_for_a_day_and_the_right_code_makes_it_whole(
    client: Client,
) -> None:
    with time_machine.travel(MORNING, tick=False):
        asks(client)
        half = ananya()
        assert half.expires_at == clock.now() + timedelta(days=1)
        assert half.created_at is None
        types(client, mailed_code())
        whole = ananya()
    assert (whole.expires_at, whole.sign_in_code) == (None, {})
    assert whole.created_at is not None


def test_who_is_known_is_never_swept_up_and_keeps_everything(client: Client) -> None:
    signed_in(Client(), phone="+919845054321")
    before = ananya()
    asks(client)
    assert ananya().expires_at is None
    types(client, mailed_code())
    after = ananya()
    assert (after.name, after.phone, after.created_at) == (
        before.name,
        before.phone,
        before.created_at,
    )
    assert len(after.sessions or {}) == 2


def test_an_item_that_goes_later_is_not_swept_up_earlier(client: Client) -> None:
    later = clock.from_unix(int(clock.now().timestamp())) + timedelta(days=30)
    Customer(ANANYA, ANANYA, expires_at=later).save()
    asks(client)
    assert ananya().expires_at == later


def test_who_was_asked_about_and_then_works_here_stays(client: Client) -> None:
    asks(client, "rohit@thirdball.example")
    assert a_packer().expires_at is None


def test_who_was_shut_out_as_staff_is_still_a_shopper(client: Client) -> None:
    a_packer(ANANYA)
    shut_out(ANANYA)
    assert comes_in(client).status_code == 302
    assert client.get("/account/profile").status_code == 200
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("again", ["", "?again=1"])
def test_a_page_that_wants_to_be_sure_asks_for_a_code_once_more(client: Client, again: str) -> None:
    signed_in(client)
    answer = client.get(SIGN_IN + again)
    assert answer.status_code == (200 if again else 302)
    if again:
        assert f'value="{ANANYA}"' in answer.content.decode()


def test_the_field_is_filled_by_a_link_or_by_what_was_typed_before(client: Client) -> None:
    assert 'value="a@b.in"' in client.get(SIGN_IN + "?email=a@b.in").content.decode()
    asks(client)
    assert f'value="{ANANYA}"' in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/account",
        "//evil.example/account",
        "/\\evil.example",
        "javascript:alert(1)",
        "/account/sign-in?next=/cart",
        "/account/sign-in/code",
        "/\r\nX-Evil: 1",
        "/" + "a" * 2000,
        "",
    ],
)
def test_a_redirect_stays_in_the_shop(client: Client, wanted: str) -> None:
    led_to = comes_in(client, next=wanted)["Location"]
    assert led_to.startswith("/")
    assert not led_to.startswith(("//", "/\\", SIGN_IN))
    assert not {"\r", "\n"} & set(led_to)
    assert len(led_to) <= 1000  # it would travel in a cookie


def test_the_way_back_may_be_the_list_of_devices(client: Client) -> None:
    assert comes_in(client, next="/account/sign-in/devices")["Location"].endswith("/devices")


@override_settings(
    IS_HTTPS=True,
    SHOPPER_COOKIE_NAME="__Host-shopper",
    SIGNING_IN_COOKIE_NAME="__Host-signing-in",
    KNOWN_COOKIE_NAME="__Host-known",
)
def test_the_cookies_are_bound_to_this_host_and_out_of_reach_of_scripts(client: Client) -> None:
    under_way = asks(client).cookies["__Host-signing-in"]
    answer = types(client, mailed_code())
    cookie = answer.cookies["__Host-shopper"]
    for each in (under_way, cookie, answer.cookies["__Host-known"]):
        assert (each["httponly"], each["samesite"], each["path"]) == (True, "Lax", "/")
        assert (each["secure"], each["domain"]) == (True, "")
    assert cookie["max-age"] == 180 * 24 * 3600
    assert answer.cookies["__Host-signing-in"]["max-age"] == 0


def test_every_form_wants_its_csrf_token_and_the_token_is_changed() -> None:
    client = Client(enforce_csrf_checks=True)
    assert asks(client).status_code == 403
    page = client.get(SIGN_IN).content.decode()
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
    asks(client, csrfmiddlewaretoken=token)
    assert types(client, mailed_code()).status_code == 403
    before = client.cookies["csrf"].value
    data = {"code": mailed_code(), "csrfmiddlewaretoken": token}
    assert client.post(CODE, data).status_code == 302
    assert client.cookies["csrf"].value != before
    assert client.post("/account/sign-out").status_code == 403


def test_pages_of_the_sign_in_are_kept_by_nobody(client: Client) -> None:
    asks(client)
    for address in (SIGN_IN, CODE):
        assert "no-store" in client.get(address)["Cache-Control"]
