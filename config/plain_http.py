"""What comes without encryption. A browser that looks is led to https://; whoever sends something
is refused, for what they sent has been seen by others, and a redirect would hide it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

LOOKS = frozenset({"GET", "HEAD"})
WORDS = "Send this to the https:// address. What came without encryption was not looked at."


class PlainHttpMiddleware:
    """403 for anything but a look over http:// where the shop lives at https://. It stands before
    Django's SecurityMiddleware, which would redirect, and gives its answer the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._as_all_others = SecurityMiddleware(get_response).process_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and request.method not in LOOKS and not request.is_secure():
            refusal = HttpResponse(WORDS, "text/plain; charset=utf-8", 403)
            self._as_all_others(request, refusal)
            return refusal
        return self.get_response(request)
