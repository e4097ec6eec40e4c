"""The catalogue's pages for shoppers. When the shelf is warm they ask DynamoDB nothing."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.forms import ListForm
from catalog.front import front
from catalog.list_page import list_page, nothing_found
from catalog.listing import find
from catalog.search import index_of
from catalog.shelf import shelf
from catalog.suggesting import suggestions
from config.public_page import public_page


@require_safe
@public_page()
def home(request: HttpRequest) -> HttpResponse:
    """The front of the shop, from what is on the shelf now."""
    return render(
        request, "catalog/home.html", {"front": front(shelf()), "canonical": _address(request)}
    )


def _is_asked(name: str) -> bool:
    return name in ListForm.base_fields or name in index_of(shelf()).sets.attributes


@require_safe
@public_page(asks=_is_asked)
def equipment(request: HttpRequest) -> HttpResponse:
    """The list, filtered, sorted and paged as its address says; 404 for a page that is not. What
    a form left empty is taken out of the address."""
    goods = shelf()
    form = ListForm(request.GET, attributes=index_of(goods).sets.attributes)
    is_clear = form.is_valid()
    if not is_clear and form.is_nowhere:
        raise Http404
    found = find(goods, form.wanted())
    if found.wanted.page > found.pages:
        raise Http404
    if is_clear and "" in request.GET.values():
        return redirect(f"{request.path}{found.wanted.query()}")
    context = list_page(found, form) | {"address": _address(request)}
    if not found.before_filters:
        context |= nothing_found(goods, found.wanted)
    return render(request, "catalog/list.html", context)


@require_safe
@public_page(asks={"q"}.__contains__, lasting="public, max-age=60")
def suggest(request: HttpRequest) -> HttpResponse:
    """What the shop has for a search that is being typed, as options of a list."""
    context = {"options": suggestions(shelf(), request.GET.get("q", ""))}
    return render(request, "catalog/suggest.html", context)


def _address(request: HttpRequest) -> str:
    return f"{settings.SITE_URL}{request.path}"
