"""Signing in: who gets in, who waits, and what a stranger can learn."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers

from config.errors import TooMany
from customers.errors import WrongPassword
from customers.models import Customer
from customers.services import signing_in
from customers.services.sessions import staff_behind
from customers.services.signing_in import sign_in
from tests.customers.people import PASSWORD, a_packer, shut_out, signed_in

ROHIT = "rohit@thirdball.example"
WRONG = "three balls in the hat"
MORNING = "2026-11-23T04:00:00Z"


def refused(email: str = ROHIT, password: str = WRONG, network: str = "198.51.100.7") -> str:
    """The refusal's words with the tries that are left, or `wait` and the seconds."""
    with pytest.raises((WrongPassword, TooMany)) as refusal:
        sign_in(email, password, network=network, device="")
    if isinstance(refusal.value, TooMany):
        return f"wait {refusal.value.retry_after}"
    return f"{refusal.value} {getattr(refusal.value, 'tries_left', '')}"


def test_the_email_may_be_written_in_any_way() -> None:
    a_packer()
    assert staff_behind(signed_in(" Rohit@ThirdBall.example ")) is not None


def test_each_sign_in_gives_a_token_of_its_own() -> None:
    a_packer()
    assert signed_in() != signed_in()


def test_a_password_is_kept_as_argon2id_of_the_chosen_strength() -> None:
    stored = a_packer().password_hash or ""
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in stored


def test_five_wrong_ones_and_the_address_waits_longer_each_time() -> None:
    a_packer()
    with time_machine.travel(MORNING, tick=False) as time:
        assert [refused()[-1] for _ in range(5)] == ["4", "3", "2", "1", "0"]
        for minutes in (15, 30, 60, 60):
            assert refused(password=PASSWORD, network="192.0.2.1") == f"wait {minutes * 60 + 1}"
            time.shift(timedelta(minutes=minutes))
            assert refused()[-1] == "0"


def test_the_address_may_not_be_spelt_otherwise_to_try_again() -> None:
    for spelt in (ROHIT, ROHIT.upper(), f" {ROHIT}", "\uff52ohit@thirdball.example", ROHIT):
        refused(spelt)
    assert refused().startswith("wait")


def test_the_right_password_begins_the_count_anew() -> None:
    a_packer()
    for _ in range(4):
        refused()
    signed_in()
    assert refused()[-1] == "4"


def test_a_day_later_the_wrong_ones_are_forgotten() -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        for _ in range(4):
            refused()
        time.shift(timedelta(days=1))
        assert refused()[-1] == "4"


def test_thirty_tries_from_one_network_are_enough() -> None:
    with time_machine.travel(MORNING, tick=False):
        for n in range(30):
            refused(f"somebody{n}@example.in")
        assert refused("another@example.in").startswith("wait")
        assert not refused("another@example.in", network="192.0.2.1").startswith("wait")


def work_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done with Argon2 from now on: one entry for each hash that is worked out."""
    done: list[str] = []

    def counted(name: str) -> None:
        genuine = getattr(hashers.Argon2PasswordHasher, name)

        def counts(*given: Any) -> Any:
            done.append(name)
            return genuine(*given)

        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, counts)

    counted("encode")
    counted("verify")
    return done


@pytest.mark.parametrize("who", ["nobody@example.in", "shopper@example.in", "gone@example.in", "?"])
def test_a_stranger_cannot_tell_who_works_here(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Customer("shopper@example.in", "shopper@example.in").save()
    a_packer("gone@example.in")
    shut_out("gone@example.in")
    a_packer()
    work = work_of(monkeypatch)
    answer = refused(who, PASSWORD)
    assert len(work) == 1
    assert answer == refused(ROHIT)
    assert len(work) == 2


def disabled() -> None:
    shut_out(ROHIT)


def given_another_password() -> None:
    a_packer(password="another three balls")


@pytest.mark.parametrize("change", [disabled, given_another_password])
def test_who_is_shut_out_meanwhile_gets_no_session(
    change: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_packer()

    def meanwhile(*given: Any) -> bool:
        is_right = hashers.check_password(*given)
        change()
        return is_right

    monkeypatch.setattr(signing_in, "check_password", meanwhile)
    assert refused(password=PASSWORD)[-1] == "4"
    assert not Customer.get(ROHIT, ROHIT).sessions


@pytest.mark.server
def test_twelve_guesses_at_once_are_five() -> None:
    def guess(n: int) -> bool:
        try:
            sign_in(ROHIT, "wrong", network=f"192.0.2.{n}", device="")
        except TooMany:
            return False
        except WrongPassword:
            return True
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(guess, range(12))) <= 5
