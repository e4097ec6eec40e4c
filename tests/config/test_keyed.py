"""Digests outlive the key that signs."""

import re
from collections.abc import Callable

import pytest
from pytest_django import Settings

from config import acts
from config.settings import BASE_DIR
from customers import code_app, codes, digests, half_way, privacy_models
from orders import photos
from payments import attempt

ROOMS = ("config", "catalog", "customers", "orders", "shipping", "payments")
DIGESTS: dict[str, Callable[[], object]] = {
    "person": lambda: digests.digest_of_person("a@b.example"),
    "recovery": lambda: code_app.recovery_digest("a@b.example", "4H7K-9QXM"),
    "earlier recovery": lambda: code_app.earlier_recovery_digest("a@b.example", "4H7K-9QXM"),
    "code": lambda: codes.code_digest("a@b.example", "048213"),
    "half way": lambda: half_way.proof_of("argon2"),
    "erasure": lambda: privacy_models.digest_of("a@b.example"),
    "act": lambda: acts.digest_of_person("a@b.example"),
    "cash": lambda: attempt._for_cash("TB-0000000000"),
    "photo": lambda: photos._digest(b"TB-1"),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_hangs_on_its_own_key_and_on_no_other(name: str, settings: Settings) -> None:
    before = DIGESTS[name]()
    settings.SECRET_KEY = "the key that signs, replaced"
    assert DIGESTS[name]() == before
    settings.DIGEST_KEY = "another key of digests"
    assert DIGESTS[name]() != before


def test_a_first_key_of_digests_changes_none(settings: Settings) -> None:
    """A shop that has none of its own goes on under the SECRET_KEY it was begun with."""
    assert settings.DIGEST_KEY == settings.SECRET_KEY


def test_nothing_else_is_digested_under_the_key_that_signs() -> None:
    own = re.compile(r"salted_hmac|settings\.SECRET_KEY\b")
    found = {
        path.relative_to(BASE_DIR).as_posix()
        for room in ROOMS
        for path in (BASE_DIR / room).rglob("*.py")
        if own.search(path.read_text())
    }
    assert found == {"config/keyed.py", "config/doctor/settings_checks.py"}
