"""What the template of the equipment list needs, put together."""

from dataclasses import dataclass, replace
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from catalog.facets import Range
from catalog.forms import ListForm
from catalog.front import picks
from catalog.list_words import introduction, is_for_search_engines, title
from catalog.listing import Found, page_numbers
from catalog.rules import KINDS
from catalog.search import index_of
from catalog.shelf import Shelf
from catalog.wanted import SORT_TITLES, Wanted, chips, cleared

MOST_PARTS = 4  # words of a question offered one by one where all together find nothing


@dataclass(frozen=True)
class PageLink:
    """A link of the pager; number 0 is a gap."""

    number: int
    query: str


@dataclass(frozen=True)
class Other:
    """Another question that finds something: its words, how many, and where it leads."""

    words: str
    count: int
    query: str


def list_page(found: Found, form: ListForm) -> dict[str, Any]:
    """The context of the equipment list."""
    wanted = found.wanted
    kind = KINDS[wanted.category] if wanted.category else None
    is_indexed = is_for_search_engines(found)
    canonical = wanted if is_indexed else Wanted(category=wanted.category)
    return {
        "crumbs": _crumbs(wanted, is_indexed=is_indexed),
        "here": title(replace(wanted, q=""), is_own=is_indexed),
        "found": found,
        "form": form,
        "wanted": wanted,
        "q": wanted.q,
        "category": wanted.category.value if wanted.category else "",
        "is_list": True,
        "kind": kind,
        "title": title(wanted, is_own=is_indexed),
        "about": introduction(found, is_own=is_indexed),
        "sorts": list(SORT_TITLES.items()),
        "chips": chips(wanted),
        "cleared": cleared(wanted).query(),
        "everything": Wanted(wanted.q, wanted.as_typed, sort=wanted.sort).query(),
        "as_typed": replace(wanted, as_typed=True, page=1).query(),
        "ranges": _ranges(found, form),
        "pager": _pager(found),
        "next_page": _of_page(wanted, wanted.page + 1) if wanted.page < found.pages else "",
        "own": wanted.query(),
        "canonical": replace(canonical, sort=Wanted.sort).query(),
        "is_indexed": is_indexed,
    }


def nothing_found(shelf: Shelf, wanted: Wanted) -> dict[str, Any]:
    """What else the shop has where a question finds nothing."""
    index = index_of(shelf)
    meant = index.answer(wanted.q)
    words = dict.fromkeys(wanted.q.split()) if len(wanted.q.split()) > 1 else {}
    parts = [(word, len(index.answer(word))) for word in list(words)[:MOST_PARTS]]
    return {
        "meant": Other(meant.instead, len(meant), Wanted(q=meant.instead).query())
        if meant.instead and len(meant)
        else None,
        "parts": [Other(word, n, Wanted(q=word).query()) for word, n in parts if n],
        "picks": picks(shelf),
    }


def _crumbs(wanted: Wanted, *, is_indexed: bool) -> list[tuple[str, str]]:
    every = reverse("catalog:list")
    is_part = is_indexed and wanted.is_filtered
    crumbs = [("Equipment", every)] if wanted.category or is_part else []
    if wanted.category and is_part:
        address = f"{every}{Wanted(category=wanted.category).query()}"
        crumbs.append((KINDS[wanted.category].title, address))
    return crumbs


def _ranges(found: Found, form: ListForm) -> list[tuple[Range, BoundField, BoundField]]:
    """Each filter by range with its two fields."""
    price = [found.facets.price] if found.facets.price else []
    ranges = (*price, *found.facets.numbers)
    return [(one, form[f"{one.name}_from"], form[f"{one.name}_to"]) for one in ranges]


def _pager(found: Found) -> list[PageLink]:
    numbers = page_numbers(found.wanted.page, found.pages)
    return [PageLink(n, _of_page(found.wanted, n) if n else "") for n in numbers]


def _of_page(wanted: Wanted, page: int) -> str:
    return replace(wanted, page=page).query()
