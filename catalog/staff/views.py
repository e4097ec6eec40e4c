"""The staff's page of one product, its facts and its stock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalog import queries
from catalog.errors import CountedAlready, EditedMeanwhile, SkuTaken, StockTooLow, VariantRefused
from catalog.facts import texts_of
from catalog.models import Product
from catalog.services.counting import change_stock
from catalog.services.editing import edit_product
from catalog.services.merging_edits import merge
from catalog.staff.edit_form import EditForm
from catalog.staff.meanwhile import meanwhile
from catalog.staff.page import Said, product_context
from catalog.staff.rebasing import rebased, with_choices
from catalog.staff.stock_forms import StockForm
from config.staff import StaffRequest, staff_only
from config.uploads import takes_up_to

LONGEST_BODY = 2 * 1024 * 1024  # sixty specs of a thousand letters of Devanagari, and the rest
TOO_MUCH = "That is more than one product can hold. Go back, and shorten the longest texts."
LOOKS = 3  # at a product that others keep changing


@staff_only("products.see")
@require_safe
def detail(request: StaffRequest, product_id: str) -> HttpResponse:
    """All that staff may change of a product."""
    return show(request, queries.product(product_id))


@takes_up_to(LONGEST_BODY, or_else=TOO_MUCH)
@staff_only("products.edit")
@require_POST
def facts(request: StaffRequest, product_id: str) -> HttpResponse:
    """New facts, variants or activity; in the shop at once. Who comes second is told what the
    first has changed of the same fields; what touches none of them is no hindrance."""
    sent = with_choices(request.POST, queries.product(product_id))
    for _ in range(LOOKS):
        row = queries.product(product_id)
        form = EditForm(row, sent)
        if not form.is_valid():
            return show(request, row, form=form, status=422)
        if form.version_seen != row.version:
            merged = merge(form.before, texts_of(form.facts), form.present)
            sent = rebased(sent, form, merged.news)
            if merged.clashes or merged.news:
                form = EditForm(row, sent)
                said = Said(meanwhile=meanwhile(row, form, merged))
                return show(request, row, form=form, said=said, status=409)
        elif (answer := _save(request, row, form)) is not None:
            return answer
    raise EditedMeanwhile


def _save(request: StaffRequest, row: Product, form: EditForm) -> HttpResponse | None:
    """Save what is valid; None where somebody was quicker this very moment."""
    try:
        changed = edit_product(
            row.product_id,
            version_seen=form.version_seen,
            facts=form.facts,
            by=request.staff.name,
        )
    except EditedMeanwhile:
        return None
    except (SkuTaken, VariantRefused) as refusal:
        return show(request, row, form=form, said=Said(of_variants=str(refusal)), status=422)
    messages.success(request, _saved(form) if changed else "Nothing to save.")
    return redirect("staff:catalog:detail", row.product_id)


def _saved(form: EditForm) -> str:
    on_sale = form.facts.is_active
    return "Saved; the shop shows it now." if on_sale else "Saved; the shop does not show it."


@staff_only("products.stock")
@require_POST
def stock(request: StaffRequest, product_id: str) -> HttpResponse:
    """A difference of stock, with its reason; once, however often it is pressed."""
    row = queries.product(product_id)
    form = StockForm(row, request.POST)
    if not form.is_valid():
        return show(request, row, stock_form=form, status=422)
    try:
        change_stock(product_id, **form.cleaned_data, by=request.staff.name)
    except StockTooLow as refusal:
        form.add_error("change", str(refusal))
        return show(request, queries.product(product_id), stock_form=form, status=409)
    except CountedAlready as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Stock of {form.cleaned_data['sku']} changed.")
    return redirect("staff:catalog:detail", product_id)


def show(
    request: HttpRequest,
    row: Product,
    *,
    form: EditForm | None = None,
    stock_form: StockForm | None = None,
    said: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the product, with what was sent and what is to be said of it."""
    context = product_context(
        row, form or EditForm(row), stock_form or StockForm(row), said or Said()
    )
    return render(request, "catalog/staff/detail.html", context, status=status)
