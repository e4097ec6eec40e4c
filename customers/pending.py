"""What a browser keeps between asking for a code and typing it: a signed cookie."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "customers.signing-in"
LASTS = timedelta(minutes=30)  # longer than the code, so that the page can say that it is too old


@dataclass(frozen=True)
class Pending:
    """The address that is being signed in, the mark without which its code opens nothing, and the
    page that it leads to."""

    email: str
    mark: str
    wanted: str


def pending_of(request: HttpRequest) -> Pending | None:
    """What this browser has under way; None for none, one that is too old, and a forged one."""
    text = request.COOKIES.get(settings.SIGNING_IN_COOKIE_NAME, "")
    try:
        return Pending(**signing.loads(text, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, TypeError):
        return None


def keep(response: HttpResponse, pending: Pending) -> None:
    """Give it to the browser."""
    response.set_cookie(
        settings.SIGNING_IN_COOKIE_NAME,
        signing.dumps(asdict(pending), salt=SALT),
        max_age=LASTS,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def drop(response: HttpResponse) -> None:
    """Take it from the browser."""
    response.delete_cookie(settings.SIGNING_IN_COOKIE_NAME, samesite="Lax")
