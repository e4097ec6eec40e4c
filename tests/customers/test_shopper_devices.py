"""Where a shopper is signed in: listed, named, ended one by one or all."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from customers.devices import UNKNOWN, device_words
from customers.models import Customer
from customers.services.sessions import staff_behind
from customers.services.shopper_sessions import devices_of, shopper_behind
from tests.customers.people import a_packer
from tests.customers.people import signed_in as staff_signed_in
from tests.customers.shoppers import ANANYA, SIGN_IN, a_session, comes_in, signed_in

MORNING = "2026-11-23T04:00:00Z"
DEVICES, PROFILE = "/account/sign-in/devices", "/account/profile"


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def cookie_of(client: Client) -> str:
    return client.cookies[settings.SHOPPER_COOKIE_NAME].value


def is_in(cookie: str) -> bool:
    return shopper_behind(cookie) is not None


def another_browser() -> Client:
    client = Client()
    signed_in(client)
    return client


def test_the_list_names_this_browser_and_the_others(client: Client) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    signed_in(Client())
    comes_in(client)
    comes_in(Client(headers={"User-Agent": agent + "<script>"}))
    page = client.get(DEVICES).content.decode()
    assert page.count("this one") == 2  # to read, and in the words of its button
    for words in (UNKNOWN, "Chrome on Android", "Safari on iPhone"):
        assert f"<b>{words}</b>" in page
    assert "script>" not in str(ananya().serialize())


def test_one_device_is_signed_out(client: Client) -> None:
    signed_in(client)
    other, third = another_browser(), another_browser()
    (key,) = {
        device.key for device in devices_of(ANANYA, cookie=cookie_of(other)) if device.is_this
    }
    assert client.post(f"{DEVICES}/end", {"key": key})["Location"] == DEVICES
    alive = [is_in(cookie_of(each)) for each in (client, other, third)]
    assert alive == [True, False, True]


def test_this_device_is_signed_out_and_keeps_nothing_of_the_person(client: Client) -> None:
    signed_in(client)
    for name in (settings.PLACED_COOKIE_NAME, settings.SIGNING_IN_COOKIE_NAME):
        client.cookies[name] = "theirs"
    (here,) = devices_of(ANANYA, cookie=cookie_of(client))
    assert client.post(f"{DEVICES}/end", {"key": here.key})["Location"] == SIGN_IN
    names = ("SHOPPER", "PLACED", "SIGNING_IN")
    left = {client.cookies[getattr(settings, f"{name}_COOKIE_NAME")].value for name in names}
    assert left == {""}
    assert devices_of(ANANYA, cookie="") == []


def test_all_others_are_signed_out(client: Client) -> None:
    signed_in(client)
    other = another_browser()
    client.post(f"{DEVICES}/end-others")
    assert (is_in(cookie_of(client)), is_in(cookie_of(other))) == (True, False)


def test_all_are_signed_out_and_staff_work_on(client: Client) -> None:
    a_packer(ANANYA)
    for_staff = staff_signed_in(ANANYA)
    signed_in(client)
    other = another_browser()
    assert client.post(f"{DEVICES}/end-all")["Location"] == SIGN_IN
    assert not any(is_in(cookie_of(each)) for each in (other,))
    assert client.get(PROFILE).status_code == 302
    assert staff_behind(for_staff) is not None


def test_nobody_ends_another_persons_session_or_one_of_staff(client: Client) -> None:
    a_packer(ANANYA)
    for_staff = staff_signed_in(ANANYA)
    keys = [*(ananya().sessions or {})]
    stranger = Client()
    theirs = signed_in(stranger, "stranger@example.in")
    signed_in(client)
    for key in [*keys, *(theirs.sessions or {}), "", "x" * 5000, "a.b[0]"]:
        assert client.post(f"{DEVICES}/end", {"key": key}).status_code == 302
    assert staff_behind(for_staff) is not None
    assert is_in(cookie_of(stranger))


CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Firefox/127.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) CriOS/126 Safari/604", "Chrome on iPhone"),
        ("Mozilla/5.0 (Macintosh) Version/17.5 Safari/605.1.15", "Safari on a Mac"),
        ("SomethingNew (Android)", "A browser on Android"),
        ("Firefox", "Firefox"),
        ("curl/8", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_what_ended_by_itself_is_not_listed(client: Client) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        signed_in(client)
        time.shift(timedelta(days=61))
        assert devices_of(ANANYA, cookie="") == []
        a_session(ananya())
        assert len(ananya().sessions or {}) == 1
