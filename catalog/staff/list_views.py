"""The staff's list of products: filters and pages, all in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.rules import Category
from catalog.staff import listing
from config.staff import StaffRequest, staff_only

PAGE = 50


@staff_only("products.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The products of a category, on sale or hidden, that fit the words."""
    wanted = _wanted(request)
    page = Paginator(listing.rows(wanted), PAGE).get_page(request.GET.get("page"))
    context = {"wanted": wanted, "page": page, "numbers": listing.numbers_on_sale()}
    return render(request, "catalog/staff/list.html", context)


def _wanted(request: HttpRequest) -> listing.Wanted:
    name = request.GET.get("category", "")
    return listing.Wanted(
        category=Category(name) if name in list(Category) else None,
        words=request.GET.get("words", "").strip()[:80],
        is_hidden=request.GET.get("state") == listing.HIDDEN,
    )
