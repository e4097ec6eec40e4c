"""The catalogue's pages for staff about one product: its facts and its stock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalog import queries
from catalog.errors import EditedMeanwhile, StockTooLow
from catalog.models import Product
from catalog.services.counting import change_stock
from catalog.services.editing import edit_product
from catalog.staff.forms import EditForm, StockForm
from catalog.staff.page import product_context
from config.staff import StaffRequest, staff_only


@staff_only("products.see")
@require_safe
def detail(request: StaffRequest, product_id: str) -> HttpResponse:
    """All that staff may change of a product."""
    return _show(request, queries.product(product_id))


@staff_only("products.edit")
@require_POST
def facts(request: StaffRequest, product_id: str) -> HttpResponse:
    """New texts, prices or activity; on sale or off at once."""
    row = queries.product(product_id)
    form = EditForm(row, request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    try:
        changed = edit_product(
            product_id, version_seen=form.version_seen, facts=form.facts, by=request.staff.name
        )
    except EditedMeanwhile as refusal:
        return _show_both(request, product_id, refusal)
    messages.success(request, "Saved; the shop shows it now." if changed else "Nothing to save.")
    return redirect("staff:catalog:detail", product_id)


@staff_only("products.stock")
@require_POST
def stock(request: StaffRequest, product_id: str) -> HttpResponse:
    """A difference of stock, with its reason."""
    row = queries.product(product_id)
    form = StockForm(row, request.POST)
    if not form.is_valid():
        return _show(request, row, stock_form=form, status=422)
    try:
        change_stock(product_id, **form.cleaned_data, by=request.staff.name)
    except StockTooLow as refusal:
        form.add_error("change", str(refusal))
        return _show(request, queries.product(product_id), stock_form=form, status=409)
    messages.success(request, f"Stock of {form.cleaned_data['sku']} changed.")
    return redirect("staff:catalog:detail", product_id)


def _show_both(request: HttpRequest, product_id: str, refusal: EditedMeanwhile) -> HttpResponse:
    """The person's text and the present values; saving again is based on the present version."""
    row = queries.product(product_id)
    sent = request.POST.copy()
    sent["version"] = str(row.version)
    return _show(request, row, form=EditForm(row, sent), refusal=str(refusal), status=409)


def _show(
    request: HttpRequest,
    row: Product,
    *,
    form: EditForm | None = None,
    stock_form: StockForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = product_context(row, form or EditForm(row), stock_form or StockForm(row), refusal)
    return render(request, "catalog/staff/detail.html", context, status=status)
