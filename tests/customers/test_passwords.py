"""What makes a password of staff good enough, and what a guess at a recovery code costs."""

import pyotp
import pytest
from argon2 import low_level
from django.conf import settings
from django.test import Client

from config.errors import TooMany
from customers import code_app
from customers.errors import WeakPassword
from customers.half_way import HalfWay, proof_of
from customers.passwords import refuse_weak
from customers.services import code_apps, code_step, inviting
from customers.team_errors import WrongRecoveryCode
from tests.staff import SECRET, a_browser, a_colleague, member_of, read

NEW = "kettle monsoon ladder"
ROHIT = "rohit.gaikwad@thirdball.example"


@pytest.mark.parametrize(
    "password",
    [
        "password2026!!",  # a common one made longer, before or behind
        "!!12345678!!iloveyou",
        "dragondragondragon",
        "147258369147258369",
        "ThirdBall@2026",  # the shop, a role, the person, and hardly a letter of one's own
        "table-tennis-owner",
        "Welcome, Rohit Gaikwad!",
        "ＴｈｉｒｄＢａｌｌ2026",  # noqa: RUF001 - in wide letters as well
    ],
)
def test_what_others_try_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        refuse_weak(password, of=ROHIT)


def test_words_that_have_nothing_to_do_with_each_other_are_taken_however_they_are_written() -> None:
    for password in (
        "three balls in the bag",
        "owner-plays-at-home",
        "kettle monsoon ladder",
        "चाय पीकर खेलेंगे हम",
        "x" * 3 + "q7 " * 40,
    ):
        refuse_weak(password, of=ROHIT)


def test_a_mailed_link_lets_nobody_past_their_code_app(client: Client) -> None:
    owner, other = member_of(a_browser("owner")), a_colleague("owner", secret=SECRET)
    key = inviting.send_again(read(other), by=owner)
    typed = {"name": "Asha", "password": NEW, "again": NEW, "key": key}
    client.post("/staff/welcome/", typed)
    assert settings.STAFF_COOKIE_NAME not in client.cookies
    client.post("/staff/sign-in/", {"email": other.customer_id, "password": NEW})
    assert settings.STAFF_COOKIE_NAME not in client.cookies  # right, and the code is still wanted
    client.post("/staff/sign-in/code/", {"code": pyotp.TOTP(SECRET).now()})
    assert client.cookies[settings.STAFF_COOKIE_NAME].value


def test_a_guess_at_a_recovery_code_is_slow_and_counted_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = a_colleague("owner")
    codes = code_apps.give(owner.customer_id, SECRET)
    made: list[low_level.Type] = []

    def counted(*args: object, type: low_level.Type, **kw: object) -> bytes:  # noqa: A002
        made.append(type)
        return b"\0" * 32

    monkeypatch.setattr(code_app, "hash_secret_raw", counted)
    half_way = HalfWay(owner.customer_id, proof_of(owner.password_hash or ""), "")
    for _ in range(5):
        with pytest.raises(WrongRecoveryCode):
            code_step.enter_by_recovery(half_way, codes[0], network="203.0.113.9", device="")
    with pytest.raises(TooMany):
        code_step.enter_by_recovery(half_way, codes[0], network="203.0.113.9", device="")
    assert made == [low_level.Type.ID] * 5


def test_the_same_recovery_code_of_two_people_is_not_the_same_in_the_table() -> None:
    assert code_app.recovery_digest(ROHIT, "4H7K-9QXM") == code_app.recovery_digest(
        ROHIT, " 4h7k 9qxm"
    )
    assert code_app.recovery_digest(ROHIT, "4H7K-9QXM") != code_app.recovery_digest(
        "asha@thirdball.example", "4H7K-9QXM"
    )
