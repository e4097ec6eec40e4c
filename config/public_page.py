"""Pages that are the same, byte for byte, for everybody who asks for their address: browsers,
networks and this process may keep them. docs/decisions/one-page-for-all.md says why and how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2s
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import add_never_cache_headers, patch_vary_headers

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Names = Callable[[str], bool]  # whether a name in an address is one of these
# Beside SHELF_REFRESH_SECONDS and PAGE_CACHE_SECONDS: a change is seen everywhere in half a minute.
FOR_ALL = "public, max-age=0, s-maxage=10, stale-while-revalidate=10"


def _none(_: str) -> bool:
    return False


@dataclass(frozen=True)
class Public:
    """What a public page reads of its address: `asks` names what it shows to anybody, `own` what
    makes it the page of one person, or of a moment, after all."""

    asks: Names
    own: Names

    def is_for_all(self, names: Iterable[str]) -> bool:
        """Whether the page of an address with these names is the same for everybody."""
        return not any(map(self.own, names))

    def plainly(self, query: QueryDict) -> str:
        """The query as every address of the same page has it: what the page does not read is left
        out, and the rest stands in one order."""
        return urlencode([(n, v) for n in sorted(query) if self.asks(n) for v in query.getlist(n)])


def public_page(
    *, asks: Names = _none, own: Names = _none, lasting: str = FOR_ALL
) -> Callable[[View[P]], View[P]]:
    """Put on a view whose page holds nothing of whoever asks: the view is not told who that is.
    Its page may be kept as `lasting` says; an address with a name of `own` is kept by nobody."""
    public = Public(asks, own)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not public.is_for_all(request.GET):
                response = view(request, *args, **kwargs)
                add_never_cache_headers(response)
                return response
            _forget_who_asks(request)
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                _mark(response, lasting)
            return response

        shown.public = public  # type: ignore[attr-defined]
        return cast("View[P]", shown)

    return decorate


def is_public(response: HttpResponse) -> bool:
    """Whether an answer is for everybody."""
    return "public" in response.get("Cache-Control", "")


def _forget_who_asks(request: HttpRequest) -> None:
    """No cookie, nobody signed in; what is to be told waits for a page of their own."""
    request.COOKIES = {}
    request.META.pop("CSRF_COOKIE", None)
    request.staff = request.shopper = None  # type: ignore[attr-defined]
    request.is_for_all = True  # type: ignore[attr-defined]


def _mark(response: HttpResponse, lasting: str) -> None:
    response.is_page_for_all = True  # type: ignore[attr-defined]  # whole, with its tag
    response["Cache-Control"] = lasting
    response["ETag"] = f'W/"{blake2s(response.content, digest_size=12).hexdigest()}"'
    patch_vary_headers(response, ["Accept-Encoding"])
