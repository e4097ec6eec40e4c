"""What a browser keeps between the right password and the code."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.crypto import constant_time_compare

from config.keyed import keyed
from customers.signed_cookie import SignedCookie

SALT = "customers.half-way"
LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class HalfWay:
    """Whose password was right, a digest of that password's hash, and the page that was wanted."""

    customer_id: str
    proof: str
    wanted: str

    def stands_for(self, password_hash: str | None) -> bool:
        """Whether the password is still the one that was given."""
        return constant_time_compare(self.proof, proof_of(password_hash or ""))


COOKIE = SignedCookie(HalfWay, "STAFF_CODE_COOKIE_NAME", SALT, LASTS)


def proof_of(password_hash: str) -> str:
    """A digest under the shop's key, so that the cookie tells nothing of the hash."""
    return keyed(SALT, password_hash).hex()
