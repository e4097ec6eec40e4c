"""What a browser keeps between asking for a code and typing it."""

from dataclasses import dataclass
from datetime import timedelta

from customers.signed_cookie import SignedCookie

SALT = "customers.signing-in"
LASTS = timedelta(minutes=30)  # longer than the code, so that the page can say that it is too old


@dataclass(frozen=True)
class Pending:
    """The address that is being signed in, the mark without which its code opens nothing, and the
    page that it leads to."""

    email: str
    mark: str
    wanted: str


COOKIE = SignedCookie(Pending, "SIGNING_IN_COOKIE_NAME", SALT, LASTS)
