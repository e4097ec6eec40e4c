"""The six digits of a code app (TOTP, RFC 6238), and the recovery codes for a day without it."""

import io
import secrets
from datetime import datetime

import pyotp
import segno
from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from config.ids import crockford
from config.keyed import keyed
from customers.passwords import Argon2id

STEP = 30  # seconds for which a code is shown
DRIFT = 1  # steps that a phone's clock may be off
RECOVERY_CODES = 10


def new_secret() -> str:
    """What phone and shop share: 160 random bits in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The thirty seconds whose code this is, this moment's or one beside it; None for none."""
    present = int(now.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if secrets.compare_digest(app.at(step * STEP).encode(), code.encode()):
            return step
    return None


def picture_of(secret: str, customer_id: str) -> str:
    """The QR code that a phone reads, as SVG without a style of its own."""
    app = pyotp.TOTP(secret)
    address = app.provisioning_uri(name=customer_id, issuer_name=f"{settings.SHOP_NAME} staff")
    drawn = io.BytesIO()
    segno.make(address, micro=False).save(
        drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgns=True, nl=False
    )
    return drawn.getvalue().decode()


def new_recovery_codes() -> list[str]:
    """Ten of forty random bits each: '4H7K-9QXM'."""
    return [f"{crockford(4)}-{crockford(4)}" for _ in range(RECOVERY_CODES)]


def recovery_digest(customer_id: str, code: str) -> str:
    """What the table keeps of a recovery code, however it is typed: argon2id, as of a password,
    with a salt of the person's own that nobody knows without the shop's key. It takes 30 ms."""
    plain = _plain(code)
    salt = keyed("customers.recovery", customer_id)[:16]
    digest = hash_secret_raw(
        plain.encode(errors="replace"),
        salt,
        time_cost=Argon2id.time_cost,
        memory_cost=Argon2id.memory_cost,
        parallelism=Argon2id.parallelism,
        hash_len=32,
        type=Type.ID,
    )
    return digest.hex()


def earlier_recovery_digest(customer_id: str, code: str) -> str:
    """What the table keeps of a code that was made before the slow digest; they stay good."""
    return keyed("customers.recovery", f"{customer_id}/{_plain(code)}").hex()


def _plain(code: str) -> str:
    plain = "".join(code.upper().replace("-", "").split())
    return plain.replace("O", "0").replace("I", "1").replace("L", "1")
