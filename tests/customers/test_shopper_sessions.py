"""Sessions of shoppers: begun, listed, ended, and never mixed with staff's."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pynamodb.exceptions import GetError

from config import dynamo
from customers import middleware
from customers.models import Customer, Session
from customers.services import session_items
from customers.services.sessions import staff_behind
from customers.services.shopper_sessions import end_everywhere, shopper_behind, sign_out
from tests.calls import counted
from tests.customers.people import a_packer
from tests.customers.people import signed_in as staff_signed_in
from tests.customers.shoppers import ANANYA, SIGN_IN, a_session, comes_in, signed_in

MORNING = "2026-11-23T04:00:00Z"
DEVICES, PROFILE = "/account/sign-in/devices", "/account/profile"
ROHIT = "rohit@thirdball.example"


def ananya() -> Customer:
    return Customer.get(ANANYA, ANANYA)


def cookie_of(client: Client) -> str:
    return client.cookies[settings.SHOPPER_COOKIE_NAME].value


def is_in(cookie: str) -> bool:
    return shopper_behind(cookie) is not None


def test_a_session_tells_who_it_is(client: Client) -> None:
    signed_in(client, phone="+919845054321")
    shopper = shopper_behind(cookie_of(client))
    assert shopper is not None
    assert (shopper.customer_id, shopper.name, shopper.phone) == (
        ANANYA,
        "Ananya Rao",
        "+919845054321",
    )


def test_the_table_alone_opens_no_door(client: Client) -> None:
    signed_in(client)
    who, _, token = cookie_of(client).partition(".")
    [stored] = ananya().sessions or {}
    assert token not in stored
    assert not is_in(f"{who}.{stored}")


def test_a_shoppers_cookie_opens_no_staff_page_and_the_other_way_round(client: Client) -> None:
    a_packer(ANANYA)
    for_staff = staff_signed_in(ANANYA)
    signed_in(client)
    for_shopping = cookie_of(client)
    assert staff_behind(for_shopping) is None
    assert shopper_behind(for_staff) is None
    client.cookies["staff"], client.cookies["shopper"] = for_shopping, for_staff
    assert client.get("/staff/orders/")["Location"].startswith("/staff/sign-in/")
    assert client.get(PROFILE)["Location"].startswith(SIGN_IN)


def test_each_kind_has_ten_sessions_of_its_own() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer(ANANYA)
        for_staff = staff_signed_in(ANANYA)
        cookies = []
        for _ in range(11):
            time.shift(timedelta(seconds=1))
            cookies.append(a_session(ananya()))
        assert staff_behind(for_staff) is not None
        assert [is_in(cookie) for cookie in cookies] == [False] + [True] * 10
        staff_signed_in(ANANYA)
        assert all(is_in(cookie) for cookie in cookies[1:])


def test_sixty_days_idle_end_a_session(client: Client) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        signed_in(client)
        for days, is_alive in ((59, True), (59, True), (60, False)):
            time.shift(timedelta(days=days))
            assert is_in(cookie_of(client)) is is_alive


def test_a_hundred_and_eighty_days_end_a_session_however_busy(client: Client) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        signed_in(client)
        for days, is_alive in ((50, True), (50, True), (50, True), (29, True), (1, False)):
            time.shift(timedelta(days=days))
            assert is_in(cookie_of(client)) is is_alive


def test_being_seen_is_written_at_most_every_hour(client: Client) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        signed_in(client)
        for minutes, writes in ((59, 0), (1, 1), (59, 0)):
            time.shift(timedelta(minutes=minutes))
            with counted() as asked:
                assert is_in(cookie_of(client))
            assert asked["UpdateItem"] == writes


def test_a_page_of_the_account_reads_the_sign_in_once(client: Client) -> None:
    signed_in(client)
    with counted() as asked:
        assert client.get(DEVICES).status_code == 200
    assert asked == {"GetItem": 2}  # who it is, and what the page lists


def test_a_page_of_the_shop_reads_nothing_of_a_shopper(client: Client) -> None:
    signed_in(client)
    with counted() as asked:
        page = client.get("/policies/terms").content.decode()
    assert not asked
    assert page == Client().get("/policies/terms").content.decode()
    assert 'href="/account"' in page
    assert Client().get("/account")["Location"] == SIGN_IN


def test_signing_out_kills_the_copied_cookie_too(client: Client) -> None:
    signed_in(client)
    copied, other = cookie_of(client), a_session(ananya())
    answer = client.post("/account/sign-out")
    assert (answer["Location"], answer.cookies["shopper"]["max-age"]) == (SIGN_IN, 0)
    assert (is_in(copied), is_in(other)) == (False, True)
    assert client.get("/account/sign-out").status_code == 405


def test_signing_in_again_ends_the_session_before(client: Client) -> None:
    comes_in(client)
    before = cookie_of(client)
    client.cookies.pop("shopper")
    comes_in(client)
    assert is_in(before)
    before = cookie_of(client)
    comes_in(client)
    assert not is_in(before)
    assert cookie_of(client) != before


@pytest.mark.parametrize("address", [PROFILE, DEVICES])
def test_who_is_not_signed_in_is_asked_to_and_led_back(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Location"] == f"{SIGN_IN}?next={quote(address, safe='')}"
    assert answer["Cache-Control"] == "no-store"
    assert client.post(f"{DEVICES}/end-all")["Location"] == SIGN_IN


def test_an_item_that_is_gone_is_nobody(client: Client) -> None:
    signed_in(client)
    ananya().delete()
    assert client.get(PROFILE).status_code == 302
    sign_out(cookie_of(client))
    assert Customer.count() == 0


def test_a_session_is_not_revived_by_being_seen_while_it_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        signed_in(client)
        time.shift(timedelta(hours=2))

        def ended_meanwhile(session: Session, now: datetime) -> bool:
            sign_out(cookie_of(client))
            return True

        monkeypatch.setattr(session_items, "is_alive", ended_meanwhile)
        assert shopper_behind(cookie_of(client)) is None
        assert not ananya().sessions


@pytest.mark.parametrize(
    "cookie", ["", ".", "x", "☃.x", "....", quote("'\"<>"), "A" * 3000 + ".x", "I3Rocm90.x"]
)
def test_a_forged_cookie_is_nobody_and_asks_no_table(cookie: str) -> None:
    dynamo.use("http://127.0.0.1:9")
    assert shopper_behind(cookie) is None
    sign_out(cookie)


def test_a_table_that_does_not_answer_is_asked_once_and_lets_nobody_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def does_not_answer(cookie: str) -> None:
        asked.append(cookie)
        raise GetError("no answer")

    monkeypatch.setattr(middleware, "shopper_behind", does_not_answer)
    client.cookies["shopper"] = "anything"
    assert client.get(PROFILE).status_code == 503
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("before", "is_kept"), [("", True), (ANANYA, True), ("rohit@example.in", False)]
)
@pytest.mark.parametrize("is_ended", [False, True])
def test_who_signs_in_after_another_person_does_not_see_what_that_one_ordered(
    client: Client, before: str, is_kept: bool, is_ended: bool
) -> None:
    if before:
        signed_in(client, before)
        if is_ended:
            end_everywhere(before)
    client.cookies[settings.PLACED_COOKIE_NAME] = "orders"
    comes_in(client, ANANYA)
    assert (client.cookies[settings.PLACED_COOKIE_NAME].value == "orders") is is_kept


@pytest.mark.parametrize("way", ["/account/sign-out", f"{DEVICES}/end-all"])
def test_signing_out_leaves_nothing_of_the_person_in_the_browser(client: Client, way: str) -> None:
    signed_in(client)
    for name in (settings.PLACED_COOKIE_NAME, settings.SIGNING_IN_COOKIE_NAME):
        client.cookies[name] = "theirs"
    client.post(way)
    names = ("SHOPPER", "PLACED", "SIGNING_IN")
    assert {client.cookies[getattr(settings, f"{name}_COOKIE_NAME")].value for name in names} == {
        ""
    }
