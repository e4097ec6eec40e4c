"""The staff's list of products: filters and pages, all in the address."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.staff import listing
from catalog.staff.bulk_forms import PricesForm
from catalog.staff.stock_forms import ManyStockForm
from catalog.staff.wanted import SORTS, STATES, wanted_in
from config.staff import StaffRequest, staff_only

PAGE = 50


@staff_only("products.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The products that fit, a page at a time; those who may choose many of them and act."""
    wanted = wanted_in(request.GET)
    found = listing.rows(wanted)
    context = {
        "wanted": wanted,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "variants": sum(row.variants for row in found),
        "numbers": listing.numbers_on_sale(),
        "brands": listing.brands(),
        "states": STATES.items(),
        "sorts": SORTS.items(),
        "prices_form": PricesForm(),
        "stock_form": ManyStockForm(),
    }
    return render(request, "catalog/staff/list.html", context)
