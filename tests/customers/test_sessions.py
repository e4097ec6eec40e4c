"""Sessions of staff: begun, seen, ended."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine

from config import clock, dynamo
from customers.models import Customer
from customers.rules import RIGHTS, rights_of
from customers.services import sessions
from customers.services.sessions import staff_behind
from customers.services.signing_in import sign_out
from tests.customers.people import a_packer, shut_out, sign_out_everywhere, signed_in

ROHIT = "rohit@thirdball.example"
MORNING = "2026-11-23T04:00:00Z"


def rohit() -> Customer:
    return Customer.get(ROHIT, ROHIT)


def test_a_session_tells_who_it_is_and_what_they_may_do() -> None:
    a_packer()
    member = staff_behind(signed_in())
    assert member is not None
    assert (member.customer_id, member.name, member.role) == (ROHIT, "Rohit Gaikwad", "packer")
    assert member.may("orders.pack")
    assert not member.may("payments.refund")


def test_the_table_alone_opens_no_door() -> None:
    a_packer()
    who, _, token = signed_in().partition(".")
    [stored] = rohit().sessions or {}
    assert token not in stored
    assert staff_behind(f"{who}.{stored}") is None


def test_signing_out_kills_the_copied_cookie_too() -> None:
    a_packer()
    cookie, other = signed_in(), signed_in()
    sign_out(cookie)
    assert staff_behind(cookie) is None
    assert staff_behind(other) is not None


def test_all_sessions_end_at_once() -> None:
    a_packer()
    cookies = [signed_in(), signed_in()]
    sign_out_everywhere(ROHIT)
    assert [staff_behind(cookie) for cookie in cookies] == [None, None]


def test_who_is_disabled_is_out_at_the_next_request() -> None:
    a_packer()
    cookie = signed_in()
    shut_out(ROHIT)
    assert staff_behind(cookie) is None
    Customer(ROHIT, ROHIT).update(actions=[Customer.disabled_at.remove()])
    assert staff_behind(cookie) is None


def test_disabling_alone_shuts_the_door() -> None:
    a_packer()
    cookie = signed_in()
    rohit().update(actions=[Customer.disabled_at.set(clock.now())])
    assert staff_behind(cookie) is None


def test_another_role_counts_from_the_next_request() -> None:
    a_packer()
    cookie = signed_in()
    rohit().update(actions=[Customer.role.set("support")])
    member = staff_behind(cookie)
    assert member is not None
    assert member.rights == {r for r in RIGHTS if member.may(r)}
    assert (member.may("payments.see"), member.may("orders.pack")) == (True, False)
    rohit().update(actions=[Customer.role.remove()])
    assert staff_behind(cookie) is None


def test_half_an_hour_idle_ends_a_session() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer()
        cookie = signed_in()
        time.shift(timedelta(minutes=29))
        assert staff_behind(cookie) is not None
        time.shift(timedelta(minutes=29))
        assert staff_behind(cookie) is not None
        time.shift(timedelta(minutes=30))
        assert staff_behind(cookie) is None


def test_twelve_hours_end_a_session_however_busy() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer()
        cookie = signed_in()
        for _ in range(35):
            time.shift(timedelta(minutes=20))
            assert staff_behind(cookie) is not None
        time.shift(timedelta(minutes=20))
        assert staff_behind(cookie) is None


def test_being_seen_is_written_at_most_every_five_minutes() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer()
        cookie = signed_in()
        begun = clock.now()
        time.shift(timedelta(minutes=4))
        staff_behind(cookie)
        assert [s.seen_at for s in (rohit().sessions or {}).values()] == [begun]
        time.shift(timedelta(minutes=1))
        staff_behind(cookie)
        assert [s.seen_at for s in (rohit().sessions or {}).values()] == [clock.now()]


def test_ten_sessions_are_kept_and_the_stalest_makes_way() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer()
        cookies = []
        for _ in range(11):
            time.shift(timedelta(seconds=1))
            cookies.append(signed_in())
        assert len(rohit().sessions or {}) == 10
        assert staff_behind(cookies[0]) is None
        assert all(staff_behind(cookie) for cookie in cookies[1:])


def test_a_shoppers_session_opens_no_staff_page() -> None:
    a_packer()
    cookie = signed_in()
    [key] = rohit().sessions or {}
    rohit().update(actions=[Customer.sessions[key]["kind"].set("shopper")])
    assert staff_behind(cookie) is None


@pytest.mark.parametrize(
    "cookie",
    ["", ".", "x", "☃.x", "....", quote("'\"<>"), "A" * 3000 + ".x", "YUBi.x", "I3Rocm90.x"],
)
def test_a_forged_cookie_is_nobody_and_asks_no_table(cookie: str) -> None:
    dynamo.use("http://127.0.0.1:9")
    assert staff_behind(cookie) is None
    sign_out(cookie)


def test_signing_out_makes_no_item_for_a_stranger() -> None:
    a_packer()
    cookie = signed_in()
    rohit().delete()
    sign_out(cookie)
    assert [c.customer_id for c in Customer.scan() if not c.customer_id.startswith("#")] == []


def test_a_session_is_not_revived_by_being_seen_while_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        a_packer()
        cookie = signed_in()
        time.shift(timedelta(minutes=6))

        def ended_meanwhile(role: str | None) -> frozenset[str]:
            sign_out(cookie)
            return rights_of(role)

        monkeypatch.setattr(sessions, "rights_of", ended_meanwhile)
        assert staff_behind(cookie) is None
        assert not rohit().sessions
