"""The second step of the staff's door: a code works once, a recovery code works once, and guessing
ends soon."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client
from django.utils.crypto import salted_hmac

from config import clock
from config.errors import ShopError, TooMany
from customers.code_app import recovery_digest, step_of
from customers.half_way import HalfWay, proof_of
from customers.models import Customer
from customers.services import code_apps, roster, sessions
from customers.services.code_step import enter, enter_by_recovery
from customers.services.sessions import staff_behind
from customers.services.signing_in import sign_in
from customers.team_errors import (
    AppCodeUsed,
    CodeWanted,
    HalfWayOver,
    WrongAppCode,
    WrongRecoveryCode,
)
from tests.customers.people import PASSWORD, a_packer
from tests.staff import SECRET, a_colleague, read

MEERA = "meera@thirdball.example"
MOMENT = "2026-11-23T04:00:10Z"  # ten seconds into one of the app's steps


def half_way(person: Customer) -> HalfWay:
    return HalfWay(person.customer_id, proof_of(person.password_hash or ""), "/staff/")


def code(*, steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(clock.now() + timedelta(seconds=30 * steps))


def come_in(person: Customer, typed: str, network: str = "198.51.100.7") -> str:
    return enter(half_way(person), typed, network=network, device="pytest")


def test_a_right_password_opens_nothing_where_there_is_a_code_app() -> None:
    a_packer(MEERA, role="owner")
    code_apps.give(MEERA, SECRET)
    with pytest.raises(CodeWanted):
        sign_in(MEERA, PASSWORD, network="net", device="pytest")
    assert not Customer.get(MEERA, MEERA).sessions


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_off(steps: int) -> None:
    owner = a_colleague("owner")
    member = staff_behind(come_in(owner, code(steps=steps)))
    assert member is not None
    assert (member.is_sure, member.lacks_code_app) == (True, False)


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.parametrize("typed", ["000000", "", "\u0660" * 6])
@pytest.mark.parametrize("steps", [-2, 2])
def test_any_other_code_is_wrong(typed: str, steps: int) -> None:
    owner = a_colleague("owner")
    for wrong in (typed, code(steps=steps)):
        with pytest.raises(WrongAppCode):
            come_in(owner, wrong)
    assert not read(owner).sessions


def test_e8_a_code_works_once_and_so_do_the_earlier_ones() -> None:
    owner = a_colleague("owner")
    with time_machine.travel(MOMENT, tick=False):
        come_in(owner, code())
        for steps in (0, -1):
            with pytest.raises(AppCodeUsed):
                come_in(owner, code(steps=steps))
        come_in(owner, code(steps=1))
    assert len(read(owner).sessions or {}) == 2


@pytest.mark.server
def test_e8_one_code_sent_ten_times_at_once_opens_one_door() -> None:
    owner = a_colleague("owner")
    with time_machine.travel(MOMENT):
        sessions.begin(owner, device="another", now=clock.now())
        typed = code()

        def tries(n: int) -> bool:
            try:
                come_in(owner, typed, network=f"192.0.2.{n}")
            except ShopError:
                return False
            return True

        with ThreadPoolExecutor(10) as crowd:
            assert sum(crowd.map(tries, range(10))) == 1
        assert len(read(owner).sessions or {}) == 2


@time_machine.travel(MOMENT, tick=False)
def test_e8_a_code_that_is_used_in_this_very_moment_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = a_colleague("owner")
    sessions.begin(owner, device="another", now=clock.now())
    used = Customer.totp_last_step.set(int(clock.now().timestamp()) // 30)
    genuine = Customer.update

    def meanwhile(self: Customer, **given: object) -> object:
        monkeypatch.undo()
        genuine(read(owner), actions=[used])
        return genuine(self, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Customer, "update", meanwhile)
    with pytest.raises(AppCodeUsed):
        come_in(owner, code())
    assert len(read(owner).sessions or {}) == 1


def test_e8_five_wrong_codes_and_the_person_waits() -> None:
    owner = a_colleague("owner")
    with time_machine.travel(MOMENT, tick=False) as time:
        for n in range(5):
            with pytest.raises(WrongAppCode) as no:
                come_in(owner, "000000", network=f"192.0.2.{n}")
        assert no.value.hint == "This address now waits 15 minutes."
        for by in (enter, enter_by_recovery):
            with pytest.raises(TooMany):
                by(half_way(owner), code(), network="192.0.2.9", device="")
        time.shift(timedelta(minutes=15))
        assert come_in(owner, code())
        with pytest.raises(WrongAppCode) as no:
            come_in(owner, "000000")
        assert no.value.hint.startswith("4 tries left")


def test_a_recovery_code_works_once_however_it_is_typed() -> None:
    owner = a_colleague("owner")
    first, *others = code_apps.renew_recovery_codes(owner.customer_id)
    typed = first.lower().replace("-", " ").replace("0", "o")
    assert enter_by_recovery(half_way(owner), typed, network="net", device="")
    with pytest.raises(WrongRecoveryCode):
        enter_by_recovery(half_way(owner), first, network="net", device="")
    assert len(read(owner).recovery_codes or ()) == len(others) == 9


def test_of_two_who_spend_the_same_recovery_code_one_gets_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = a_colleague("owner")
    (one, *_) = code_apps.renew_recovery_codes(owner.customer_id)
    genuine = Customer.update
    spent = Customer.recovery_codes.delete({recovery_digest(owner.customer_id, one)})

    def meanwhile(self: Customer, **given: object) -> object:
        monkeypatch.undo()
        genuine(read(owner), actions=[spent])
        return genuine(self, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Customer, "update", meanwhile)
    with pytest.raises(WrongRecoveryCode):
        enter_by_recovery(half_way(owner), one, network="net", device="")
    assert not read(owner).sessions


def test_the_table_shows_no_recovery_code_and_another_persons_is_none() -> None:
    owner, other = a_colleague("owner"), a_colleague("owner")
    codes = code_apps.renew_recovery_codes(owner.customer_id)
    assert not set(codes) & set(read(owner).recovery_codes or ())
    with pytest.raises(WrongRecoveryCode):
        enter_by_recovery(half_way(other), codes[0], network="net", device="")


@pytest.mark.parametrize("change", ["password", "disabled", "role", "app", "gone"])
def test_what_changed_between_the_steps_shuts_the_door(change: str) -> None:
    owner = a_colleague("owner")
    begun = half_way(owner)
    actions = {
        "password": Customer.password_hash.set("another"),
        "disabled": Customer.disabled_at.set(clock.now()),
        "role": Customer.role.remove(),
        "app": Customer.totp_secret.remove(),
    }
    if change == "gone":
        owner.delete()
    else:
        owner.update(actions=[actions[change]])
    with pytest.raises(HalfWayOver):
        enter(begun, code(), network="net", device="")


def test_who_works_here_since_before_the_list_is_put_on_it_at_the_sign_in() -> None:
    Customer(MEERA, MEERA, role="owner", password_hash="x", totp_secret=SECRET).save()
    person = Customer.get(MEERA, MEERA)
    assert roster.everybody() == []
    come_in(person, code())
    assert [each.customer_id for each in roster.everybody()] == [MEERA]


def test_a_step_is_found_whatever_the_year() -> None:
    with time_machine.travel("2038-01-20T00:00:00Z", tick=False):
        assert step_of(SECRET, code(), now=clock.now()) == int(clock.now().timestamp()) // 30


def test_the_pages_lead_from_the_password_to_the_code_and_in(client: Client) -> None:
    a_packer(MEERA, role="owner")
    code_apps.give(MEERA, SECRET)
    typed = {"email": MEERA, "password": PASSWORD, "next": "/staff/orders/"}
    assert client.post("/staff/sign-in/", typed)["Location"] == "/staff/sign-in/code/"
    assert "staff" not in client.cookies
    page = client.get("/staff/sign-in/code/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    wrong = client.post("/staff/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "4 tries left" in wrong.content.decode()
    answer = client.post("/staff/sign-in/code/", {"code": f"{code()[:3]} {code()[3:]}"})
    assert answer["Location"] == "/staff/orders/"
    assert client.get("/staff/me/").status_code == 200


def test_without_the_first_step_there_is_no_second(client: Client) -> None:
    a_colleague("owner")
    assert client.get("/staff/sign-in/code/")["Location"] == "/staff/sign-in/"
    client.cookies["staff-code"] = "forged:by:somebody"
    assert client.post("/staff/sign-in/code/", {"code": code()})["Location"] == "/staff/sign-in/"


def test_a_recovery_code_of_before_the_slow_digest_opens_the_door_once() -> None:
    owner = a_colleague("owner")
    keyed = salted_hmac(
        "customers.recovery", f"{owner.customer_id}/4H7K9QXM", algorithm="sha256"
    ).hexdigest()
    read(owner).update(actions=[Customer.recovery_codes.set({keyed})])
    assert enter_by_recovery(half_way(owner), "4h7k-9qxm", network="net", device="")
    with pytest.raises(WrongRecoveryCode):
        enter_by_recovery(half_way(owner), "4h7k-9qxm", network="net", device="")
