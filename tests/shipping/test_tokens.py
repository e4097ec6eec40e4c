"""The one token that all processes share."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
import responses
import time_machine

from config import clock
from shipping import shiprocket_token as token
from shipping import tokens
from shipping.models import CourierToken
from shipping.shiprocket_token import Login
from shipping.shiprocket_wire import LoginRefused
from shipping.tokens import TokenOnTable

BASE = "http://127.0.0.1:9/courier"


@pytest.fixture
def net() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mocked:
        yield mocked


def a_process() -> Login:
    """A client of another process: a store and a login of its own."""
    return Login(requests.Session(), BASE, "api@x.example", "secret", TokenOnTable(), (1, 1))


def test_the_first_asker_is_told_to_log_in_and_the_token_is_everybodys() -> None:
    first, second = TokenOnTable(), TokenOnTable()
    assert first.get() is None
    first.put("jwt-1", clock.now() + timedelta(days=9))
    assert (first.get(), second.get()) == ("jwt-1", "jwt-1")


def test_a_token_that_has_expired_is_never_given_out() -> None:
    TokenOnTable().put("jwt-1", clock.now() - timedelta(seconds=1))
    assert TokenOnTable().get() is None


def test_of_two_who_saw_the_same_only_one_claims_the_login() -> None:
    now = clock.now()
    assert [TokenOnTable()._claim(None, now), TokenOnTable()._claim(None, now)] == [True, False]


def test_near_its_end_one_asker_renews_and_the_others_use_the_old_one() -> None:
    TokenOnTable().put("jwt-1", clock.now() + timedelta(hours=23))
    asked = [TokenOnTable().get() for _ in range(5)]
    assert asked == [None, "jwt-1", "jwt-1", "jwt-1", "jwt-1"]


def test_a_renewal_that_never_came_is_taken_over() -> None:
    TokenOnTable().put("jwt-1", clock.now() + timedelta(hours=23))
    assert TokenOnTable().get() is None
    with time_machine.travel(clock.now() + tokens.CLAIM + timedelta(seconds=1)):
        assert TokenOnTable().get() is None


def test_whoever_waited_in_vain_for_the_first_login_logs_in_himself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.1)
    assert TokenOnTable().get() is None
    assert TokenOnTable().get() is None


def test_an_older_token_does_not_replace_a_younger_one() -> None:
    TokenOnTable().put("young", clock.now() + timedelta(days=9))
    TokenOnTable().put("old", clock.now() + timedelta(days=8))
    assert TokenOnTable().get() == "young"


def test_a_token_that_was_not_accepted_is_replaced(net: responses.RequestsMock) -> None:
    TokenOnTable().put("stale", clock.now() + timedelta(days=8))
    net.post(f"{BASE}/auth/login", json={"token": "fresh"})
    assert a_process().token(instead_of="stale") == "fresh"
    assert TokenOnTable().get() == "fresh"


@pytest.mark.server
def test_eight_processes_without_a_token_log_in_once(net: responses.RequestsMock) -> None:
    net.post(f"{BASE}/auth/login", json={"token": "jwt-1"})
    together = threading.Barrier(8)

    def asks(_: int) -> str:
        together.wait(10)
        return a_process().token()

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(asks, range(8))) == {"jwt-1"}
    assert len(net.calls) == 1


@pytest.mark.server
def test_a_token_that_nobody_accepts_is_renewed_once_however_many_ask(
    net: responses.RequestsMock,
) -> None:
    TokenOnTable().put("stale", clock.now() + timedelta(days=8))
    net.post(f"{BASE}/auth/login", json={"token": "fresh"})
    together = threading.Barrier(8)

    def asks(_: int) -> str:
        login = a_process()
        known = login.token()
        together.wait(10)
        return login.token(instead_of=known)

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(asks, range(8))) == {"fresh"}
    assert len(net.calls) == 1


def test_who_read_the_stale_token_claims_no_login_once_it_is_renewed(
    net: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    TokenOnTable().put("stale", clock.now() + timedelta(days=8))
    read = tokens._kept

    def renewed_meanwhile() -> CourierToken | None:
        found = read()
        monkeypatch.setattr(tokens, "_kept", read)
        assert TokenOnTable().get("stale") is None  # another process claims the login
        TokenOnTable().put("fresh", clock.now() + timedelta(days=9))
        return found

    monkeypatch.setattr(tokens, "_kept", renewed_meanwhile)
    assert TokenOnTable().get("stale") == "fresh"


def test_a_fresh_token_takes_the_place_of_a_stale_one_of_the_same_second() -> None:
    until = clock.now() + timedelta(days=9)
    TokenOnTable().put("stale", until)
    TokenOnTable().put("fresh", until)
    assert TokenOnTable().get() == "fresh"


@pytest.mark.parametrize(
    ("status", "pause"), [(400, token.PAUSE), (401, token.PAUSE), (403, token.GUARDED)]
)
def test_after_a_refused_login_no_process_knocks_for_a_while(
    net: responses.RequestsMock, status: int, pause: timedelta
) -> None:
    net.post(f"{BASE}/auth/login", json={"message": "no"}, status=status)
    for _ in range(3):
        with pytest.raises(LoginRefused):
            a_process().token()
    assert len(net.calls) == 1
    net.replace("POST", f"{BASE}/auth/login", json={"token": "jwt-1"})
    with time_machine.travel(clock.now() + pause + timedelta(seconds=1)):
        assert a_process().token() == "jwt-1"
    assert a_process().token() == "jwt-1"


def test_the_guard_before_shiprocket_is_not_taken_for_a_wrong_password(
    net: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    net.post(f"{BASE}/auth/login", json={"message": "Access denied"}, status=403)
    with pytest.raises(LoginRefused):
        a_process().token()
    assert "shuts us out before it looks at the password" in caplog.text


def test_while_logins_rest_nobody_waits_for_another(
    net: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    net.post(f"{BASE}/auth/login", json={"message": "no"}, status=400)
    with pytest.raises(LoginRefused):
        a_process().token()
    monkeypatch.setattr("shipping.tokens.time.sleep", lambda _: pytest.fail("waited"))
    assert TokenOnTable().get() is None


def test_the_token_is_kept_until_ttl_takes_it() -> None:
    until = clock.now().replace(microsecond=0) + timedelta(days=9)
    TokenOnTable().put("jwt-1", until)
    assert CourierToken.get(CourierToken.KEY, "#").expires_at == until
