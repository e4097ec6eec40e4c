"""What a browser keeps for a few minutes between two pages of a sign-in: signed, so that it comes
back as it was given, and opening nothing by itself."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T", bound="DataclassInstance")


@dataclass(frozen=True)
class SignedCookie(Generic[_T]):
    """A cookie that holds one `kind` of thing; its name is that of a setting."""

    kind: type[_T]
    setting: str
    salt: str
    lasts: timedelta

    def of(self, request: HttpRequest) -> _T | None:
        """What this browser holds; None for nothing, for what is too old, and for a forged one."""
        text = request.COOKIES.get(getattr(settings, self.setting), "")
        try:
            return self.kind(**signing.loads(text, salt=self.salt, max_age=self.lasts))
        except (signing.BadSignature, TypeError):
            return None

    def keep(self, response: HttpResponse, held: _T) -> None:
        """Give it to the browser."""
        response.set_cookie(
            getattr(settings, self.setting),
            signing.dumps(asdict(held), salt=self.salt),
            max_age=self.lasts,
            path="/",
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )

    def drop(self, response: HttpResponse) -> None:
        """Take it from the browser."""
        response.delete_cookie(getattr(settings, self.setting), samesite="Lax")
