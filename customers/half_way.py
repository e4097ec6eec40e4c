"""What a browser keeps between the right password and the code: a signed cookie that opens nothing
by itself."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

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


def proof_of(password_hash: str) -> str:
    """A digest under the shop's key, so that the cookie tells nothing of the hash."""
    return salted_hmac(SALT, password_hash, algorithm="sha256").hexdigest()


def half_way_of(request: HttpRequest) -> HalfWay | None:
    """How far this browser has come; None for not at all, too long ago, and a forged one."""
    text = request.COOKIES.get(settings.STAFF_CODE_COOKIE_NAME, "")
    try:
        return HalfWay(**signing.loads(text, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, TypeError):
        return None


def keep(response: HttpResponse, half_way: HalfWay) -> None:
    """Give it to the browser."""
    response.set_cookie(
        settings.STAFF_CODE_COOKIE_NAME,
        signing.dumps(asdict(half_way), salt=SALT),
        max_age=LASTS,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def drop(response: HttpResponse) -> None:
    """Take it from the browser."""
    response.delete_cookie(settings.STAFF_CODE_COOKIE_NAME, samesite="Lax")
