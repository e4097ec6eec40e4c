"""Prices, stock and activity of many products: first what would change, line by line; then, once
it is begun, how far it is."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from pynamodb.exceptions import PynamoDBException

from catalog import gst
from catalog.bulk import RIGHTS, Change, Kind, Plan, unpacked
from catalog.bulk_items import Bulk
from catalog.bulk_plans import more_stock, new_prices, on_sale, tax_note
from catalog.models import Product
from catalog.services import bulk_keeping as keeping
from catalog.services.bulk import go_on
from catalog.staff.bulk_chosen import chosen
from catalog.staff.bulk_forms import PricesForm
from catalog.staff.bulk_page import page_of, with_lines
from catalog.staff.stock_forms import ManyStockForm
from catalog.staff.wanted import wanted_in
from config import acts, clock
from config.errors import Unavailable
from config.staff import StaffRequest, staff_only
from config.views import refusal

LINES = 100  # products of a plan on one page
SHOW = {"show": True, "hide": False}


@staff_only("products.edit")
@require_POST
def prices(request: StaffRequest) -> HttpResponse:
    """Plan new prices of the chosen products."""
    form = PricesForm(request.POST)
    return _planned(
        request, Kind.PRICES, form, lambda r: new_prices(r, form.cleaned_data["pricing"])
    )


@staff_only("products.stock")
@require_POST
def stock(request: StaffRequest) -> HttpResponse:
    """Plan a difference of stock of the chosen products."""
    form = ManyStockForm(request.POST)
    return _planned(request, Kind.STOCK, form, lambda r: more_stock(r, form.cleaned_data["change"]))


@staff_only("products.stock")
@require_POST
def typed(request: StaffRequest) -> HttpResponse:
    """Enter was pressed in a field: plan what that field says, not what the first button does."""
    prices_too = bool(request.POST.get("prices-value", "").strip())
    stock_too = bool(request.POST.get("many-change", "").strip())
    if prices_too is not stock_too:
        return prices(request) if prices_too else stock(request)
    messages.warning(request, "Press the button of what you want to do.")
    return _back(request)


@staff_only("products.edit")
@require_POST
def sale(request: StaffRequest) -> HttpResponse:
    """Plan to put the chosen products on sale, or to hide them."""
    is_active = SHOW.get(request.POST.get("act", ""))
    rows = chosen(request.POST)
    if is_active is None or not rows:
        return _nothing_chosen(request)
    changes = [on_sale(row, is_active=is_active) for row in rows]
    title = "Put on sale" if is_active else "Hide from the shop"
    return _drafted(request, Kind.SALE, title, changes)


def _planned(
    request: StaffRequest,
    kind: Kind,
    form: PricesForm | ManyStockForm,
    change_of: Callable[[Product], Change],
) -> HttpResponse:
    rows = chosen(request.POST)
    if not rows:
        return _nothing_chosen(request)
    if not form.is_valid():
        context = {"form": form, "kind": kind, "rows": rows, "wanted": wanted_in(request.POST)}
        return render(request, "catalog/staff/bulk_form.html", context, status=422)
    changes = [change_of(row) for row in rows]
    notes: list[str] = []
    if kind is Kind.PRICES:
        today = gst.day_of(clock.now())
        pairs = (
            (each, tax_note(row, each, today)) for row, each in zip(rows, changes, strict=True)
        )
        notes = [f"{each.name}: {note}" for each, note in pairs if note and each.is_anything]
    reason = form.cleaned_data.get("reason", "")
    return _drafted(request, kind, form.title, changes, notes, reason)


def _drafted(
    request: StaffRequest,
    kind: Kind,
    title: str,
    changes: list[Change],
    notes: list[str] | None = None,
    reason: str = "",
) -> HttpResponse:
    told = [change for change in changes if change.is_anything or change.refusal]
    plan = Plan(told, notes or [], same=len(changes) - len(told))
    bulk_id = keeping.draft(plan, kind=kind, title=title, by=request.staff.name, reason=reason)
    return redirect("staff:catalog:bulk", bulk_id)


def _nothing_chosen(request: StaffRequest) -> HttpResponse:
    messages.warning(request, "Nothing was chosen. Tick the products first.")
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(f"{reverse('staff:catalog:index')}?{wanted_in(request.POST).query}")


@staff_only("products.see")
@require_safe
def page(request: StaffRequest, bulk_id: str) -> HttpResponse:
    """What a change would do, or how far it is and what it left."""
    found = page_of(keeping.bulk(bulk_id))
    changes = Paginator(found.plan.to_do, LINES).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": found,
        "may": request.staff.may(found.right),
        "changes": changes,
        "lines": with_lines(list(changes)),
    }
    return render(request, "catalog/staff/bulk.html", context)


@staff_only("products.stock")
@require_POST
def begin(request: StaffRequest, bulk_id: str) -> HttpResponse:
    """Carry it out, once, exactly as it was shown."""
    planned = keeping.bulk(bulk_id)
    if not request.staff.may(RIGHTS[planned.kind]):
        return refusal(request, 403, "Your role does not include this. Ask the owner.")
    if planned.number:
        _tell(request, planned, is_first=keeping.begin(planned, by=request.staff.name))
        with suppress(Unavailable, PynamoDBException):  # it is begun: page and worker go on with it
            go_on(bulk_id)
    return redirect("staff:catalog:bulk", bulk_id)


def _tell(request: StaffRequest, planned: Bulk, *, is_first: bool) -> None:
    """The log is kept for longer than the plan and its results, so it says by itself what was
    done; a second press did nothing."""
    if not is_first:
        acts.tell(request, what="catalog:bulk-next")
        return
    changes = unpacked(planned.plan).to_do
    about = {"change": planned.title, "products": str(planned.number)}
    if planned.reason:
        about["reason"] = planned.reason
    acts.tell(request, **about, first=", ".join(each.product_id for each in changes))


@staff_only("products.stock")
@require_POST
def go_on_with(request: StaffRequest, bulk_id: str) -> HttpResponse:
    """Change the next few products, then show how it stands."""
    go_on(bulk_id)
    return redirect("staff:catalog:bulk", bulk_id)
