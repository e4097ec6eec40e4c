"""The log of what staff did, for those who may see it, and one's own for everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from config.acts import PERSON, WARNED, Act, all_words, words_of
from config.acts_reading import BadPlace, Page, Wanted, page_of, place_in
from config.staff import StaffRequest, staff_only
from config.views import refusal

LONGEST = 100
LIT = "staff:customers:team"  # the menu entry that leads here
FILTERS = ("who", "kind", "about")
# A name in an address → the page of what it names.
_PAGES = {
    "order_id": "staff:orders:detail",
    "orders": "staff:orders:detail",
    "product_id": "staff:catalog:detail",
    "ticket": "staff:customers:complaint",
    "batch_id": "staff:shipping:pack:batch",
}
_SEARCH = "staff:payments:search"
_SEARCHED = {"payment_id", "shipment_id"}


@dataclass(frozen=True)
class Thing:
    """What an act was about, and its page ('' where it has none)."""

    text: str
    url: str


@dataclass(frozen=True)
class Line:
    """An act in words."""

    act: Act
    words: str
    things: list[Thing]
    is_warned: bool


@staff_only("log.see")
@require_safe
def log(request: StaffRequest) -> HttpResponse:
    """Who did what, the newest first."""
    return _shown(request, _wanted(request.GET), is_own=False)


@staff_only("self")
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What the person who asks did."""
    wanted = replace(_wanted(request.GET), person="", member=request.staff.customer_id)
    return _shown(request, wanted, is_own=True)


def _shown(request: StaffRequest, wanted: Wanted, *, is_own: bool) -> HttpResponse:
    try:
        place = place_in(request.GET.dict())
    except BadPlace as no:
        return refusal(request, 400, str(no))
    page = page_of(wanted, place)
    context = {
        "lines": [line_of(act) for act in page.acts],
        "page": page,
        "older": _older(request, page),
        "wanted": wanted,
        "day": place.day,
        "kinds": sorted({(name, text) for name, text in all_words().items() if text}, key=_by_text),
        "is_own": is_own,
        "lit_room": LIT,
    }
    return render(request, "staff/log.html", context)


def _wanted(data: Mapping[str, str]) -> Wanted:
    person, kind, about = (
        data.get(name, "").strip()[:LONGEST] for name in ("who", "kind", "about")
    )
    return Wanted(person=person, kind=kind, about=about)


def _by_text(kind: tuple[str, str]) -> tuple[str, str]:
    return kind[1], kind[0]


def _older(request: StaffRequest, page: Page) -> str:
    """The address of the next page, with the same filter."""
    if not page.next:
        return ""
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"?{urlencode(kept | {'after': page.next})}"


def line_of(act: Act) -> Line:
    """A line of the log for a page."""
    words = words_of(act.what) or act.what
    return Line(act, words, list(_things(act.about or {})), act.outcome == WARNED)


def _things(about: Mapping[str, str]) -> Iterator[Thing]:
    for name, value in about.items():
        for text in value.split(",") if name == "orders" else [value]:
            if text.startswith(PERSON):
                query = urlencode({"about": text})
                yield Thing("a customer", f"{reverse('staff:log')}?{query}")
            else:
                yield Thing(text, _page_of(name, text))


def _page_of(name: str, text: str) -> str:
    try:
        if name in _SEARCHED:
            return f"{reverse(_SEARCH)}?{urlencode({'q': text})}"
        return reverse(_PAGES[name], args=[text]) if name in _PAGES else ""
    except NoReverseMatch:
        return ""
