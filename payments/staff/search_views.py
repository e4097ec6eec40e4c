"""The one search box of the staff pages: straight to the thing where it is one, else what was
found by kind. Here because this room sees all others."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.staff import finding as goods
from config.errors import Unavailable
from config.finding import LONGEST, Finder, Hit
from config.staff import StaffMember, StaffRequest, staff_only
from customers.staff import finding as people
from orders.staff import finding as orders
from payments.staff import finding as money
from shipping.staff import finding as parcels

EVERY: tuple[Finder, ...] = (
    *orders.FINDERS,
    *money.FINDERS,
    *parcels.FINDERS,
    *people.FINDERS,
    *goods.FINDERS,
)


@dataclass
class Found:
    """What was found, by kind; `troubles` say who could not be asked."""

    hits: list[Hit]
    troubles: list[str] = field(default_factory=list)

    @property
    def by_kind(self) -> dict[str, list[Hit]]:
        grouped: dict[str, list[Hit]] = {}
        for hit in self.hits:
            grouped.setdefault(hit.kind, []).append(hit)
        return grouped


@staff_only("orders.see")
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Everything that goes by what was typed, as far as the person may see it."""
    words = " ".join(request.GET.get("q", "").split())
    is_asked = 0 < len(words) <= LONGEST and words.isprintable()
    found = _found(words, request.staff) if is_asked else Found([])
    if len(found.hits) == 1 and not found.troubles:
        return redirect(found.hits[0].url)
    shown = words[:LONGEST] if words.isprintable() else ""
    context = {"q": shown, "found": found, "is_asked": bool(words), "lit_room": "none"}
    return render(request, "payments/staff/search_found.html", context)


def _found(words: str, member: StaffMember) -> Found:
    """Whole ids first; the words of products only where they are nobody's id."""
    found = _ask(EVERY, words, member)
    if not found.hits and not found.troubles:
        return _ask(goods.LAST, words, member)
    return found


def _ask(finders: tuple[Finder, ...], words: str, member: StaffMember) -> Found:
    """Each finder that the person has the right to, one page named once."""
    hits, troubles = dict[str, Hit](), list[str]()
    for finder in finders:
        if member.may(finder.right):
            try:
                for hit in finder.find(words):
                    hits.setdefault(urlsplit(hit.url)._replace(fragment="").geturl(), hit)
            except Unavailable as silent:
                troubles.append(str(silent))
    return Found(list(hits.values()), troubles)
