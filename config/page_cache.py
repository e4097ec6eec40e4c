"""Finished public pages, kept for seconds in this process: the same bytes are not worked out again
while the catalogue is the same. Every process has its own."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from config.public_page import Public, is_public

Respond = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]
MB = 1024 * 1024
LONGEST = 256 * 1024  # bytes of a page that is kept
BESIDE = 2048  # bytes that headers and key of a page take, about
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
_GZIP = re.compile(r"\bgzip\b")
NOBODYS = "private, no-cache"  # of an answer that says nothing itself


@dataclass(frozen=True)
class Page:
    """A finished answer, without the number of its request; `match` is whose page it is."""

    body: bytes
    headers: dict[str, str]
    tag: str
    made_at: float
    match: ResolverMatch | None = None

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or word that what the browser holds is still the same."""
        request.resolver_match = self.match
        if self.tag and self.tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            kept = {name: text for name, text in self.headers.items() if name not in OF_THE_BODY}
            response = HttpResponse(status=304, headers=kept)
            del response["Content-Type"]
            return response
        body = self.body if request.method == "GET" else b""
        return HttpResponse(body, headers=self.headers)


class Room:
    """The pages asked for last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        return self._size

    def get(self, key: Key) -> Page | None:
        """The page, if there is one that is not too old."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or time.monotonic() - page.made_at > settings.PAGE_CACHE_SECONDS:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep it, in the place of those that nobody has asked for the longest."""
        with self._lock:
            self._drop(self._pages.pop(key, None))
            self._pages[key] = page
            self._size += len(page.body) + BESIDE
            while self._size > self._most:
                self._drop(self._pages.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _drop(self, page: Page | None) -> None:
        self._size -= len(page.body) + BESIDE if page else 0


class Pages:
    """Two rooms: addresses without a question are as many as there are pages; those with one are
    endless, and whoever makes them up displaces nothing but others of that kind."""

    def __init__(self) -> None:
        self.plain, self.asked = Room(8 * MB), Room(4 * MB)
        self._turn = 0
        self._turning = threading.Lock()

    @property
    def turn(self) -> int:
        """Grows when what was worked out before is of yesterday."""
        return self._turn

    def room(self, key: Key) -> Room:
        return self.asked if key[3] else self.plain

    def keep(self, key: Key, page: Page, *, turn: int) -> None:
        """Keep a page that was begun in this turn, unless another has begun meanwhile."""
        if not settings.PAGE_CACHE_SECONDS or len(page.body) > LONGEST:
            return
        with self._turning:
            if turn == self._turn:
                self.room(key).put(key, page)

    def outdate(self) -> None:
        """Drop everything: what pages are made of has changed."""
        with self._turning:
            self._turn += 1
            self.plain.clear()
            self.asked.clear()


pages = Pages()
outdate = pages.outdate


class PageCacheMiddleware:
    """Answers with a kept page where there is one; what is for one person alone goes by. An answer
    that does not say who may keep it, or that gives a cookie, is kept by nobody."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key, turn = key_of(request), pages.turn
        if key and (page := pages.room(key).get(key)):
            return page.answer(request)
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = NOBODYS
        if is_public(response) and response.cookies:
            response["Cache-Control"] = "private, no-store"
        if key is None or not (is_public(response) and hasattr(response, "is_page_for_all")):
            return response
        page = _page_of(response, request.resolver_match)
        pages.keep(key, page, turn=turn)
        return page.answer(request)


def key_of(request: HttpRequest) -> Key | None:
    """Under what the page of this request is kept; None for one that is not."""
    meta = request.META
    if request.method not in {"GET", "HEAD"} or "HTTP_TRANSFER_ENCODING" in meta:
        return None
    if meta.get("CONTENT_LENGTH") not in {None, "", "0"}:
        return None
    host = meta.get("HTTP_HOST", "")
    if host not in ("", urlsplit(settings.SITE_URL).netloc, *settings.ALLOWED_HOSTS):
        return None  # Django lets any port and spelling of a host pass: pages without end
    query = meta.get("QUERY_STRING", "")
    if query:
        plainly = _plainly(request.path_info, query)
        if plainly is None:
            return None
        query = plainly
    packed = "gzip" if _GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")) else ""
    return (request.scheme or "", host, request.path_info, query, packed)


def _plainly(path: str, query: str) -> str | None:
    try:
        public: Public | None = getattr(resolve(path).func, "public", None)
    except Resolver404:
        return None
    given = QueryDict(query)
    return public.plainly(given) if public and public.is_for_all(given) else None


def _page_of(response: HttpResponse, match: ResolverMatch | None) -> Page:
    tag = response["ETag"].removeprefix("W/")
    return Page(response.content, dict(response.items()), tag, time.monotonic(), match)
