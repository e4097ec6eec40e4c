"""Forms on pages that are the same for everybody hold no token. What they send is taken from pages
of our own only: browsers say where a form stood, and no page can make them say otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from config.views import refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
HARMLESS = frozenset({"GET", "HEAD"})
WORDS = (
    "This came from another site, or from a browser that does not say where from. Open the page in"
    " the shop, and send it from there."
)


def from_our_pages(view: View[P]) -> View[P]:
    """Take a form without a token, from a page of this very host; 403 with words to any other."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method in HARMLESS or _is_from_here(request):
            return view(request, *args, **kwargs)
        return refusal(request, 403, WORDS)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    guarded.is_from_our_pages = True  # type: ignore[attr-defined]
    return cast("View[P]", guarded)


def _is_from_here(request: HttpRequest) -> bool:
    """The clearest word that the browser gives counts, and no other is looked at."""
    if getattr(request, "_dont_enforce_csrf_checks", False):  # Django's own test client
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
