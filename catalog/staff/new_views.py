"""A new product, and how any product will look in the shop."""

import re
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalog import queries
from catalog.choices import FIELD_PREFIX, choosing
from catalog.errors import ProductIdTaken, SkuTaken
from catalog.models import Product
from catalog.page import product_page
from catalog.rules import Category
from catalog.services.creating import Beginning, create_product
from catalog.shelf import shelf
from catalog.shelf_rows import NotReadable, on_shelf
from catalog.shots import drawn_inside, shots
from catalog.staff.forms import CONTROL, PricedForm, ProductForm
from config import acts
from config.errors import Conflict
from config.staff import StaffRequest, staff_only

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,119}", re.ASCII)
NOT_SHOWN = "It cannot be shown yet: it needs a name, a brand, a category and a price."


class NewForm(PricedForm):
    """What must be said of a product before it can be kept."""

    name = ProductForm.base_fields["name"]
    brand = ProductForm.base_fields["brand"]
    category = ProductForm.base_fields["category"]
    product_id = forms.CharField(
        label="Address in the shop",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=CONTROL | {"placeholder": "made of the name"}),
    )
    like = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    form = forms.RegexField(r"^[A-Za-z0-9_-]{8,40}$", widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        own, start = given.get("product_id", ""), f"{given.get('category')}-"
        if own and not (_ID.fullmatch(own) and own.startswith(start)):
            words = f"Small letters, figures and hyphens, beginning with {start} please."
            self.add_error("product_id", words)
        return given

    @property
    def beginning(self) -> Beginning:
        """What was said, where the form is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "like"}
        return Beginning(**given | {"category": Category(given["category"])})


@staff_only("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Create a product, hidden until somebody puts it on sale; `?like=` begins with another's."""
    if request.method != "POST":
        return _show(request, NewForm(initial=_start(request.GET.get("like", ""))))
    form = NewForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        row = create_product(form.beginning, like=form.cleaned_data["like"], by=request.staff.name)
    except (ProductIdTaken, SkuTaken) as refusal:
        form.add_error("product_id", str(refusal))
        return _show(request, form, status=409)
    acts.tell(request, product_id=row.product_id)
    messages.success(request, "Created. It is hidden: fill in the rest, then put it on sale.")
    return redirect("staff:catalog:detail", row.product_id)


def _start(like: str) -> dict[str, Any]:
    start = {"form": secrets.token_urlsafe(12)}
    if not like:
        return start
    row = queries.product(like)
    same = ("brand", "category", "price", "original_price")
    return start | {"like": like, "name": row.name, **{n: getattr(row, n) for n in same}}


def _show(request: HttpRequest, form: NewForm, *, status: int = 200) -> HttpResponse:
    brands = sorted({product.brand for product in shelf().products.values()})
    like = form["like"].value()
    context = {"form": form, "brands": brands, "like": like}
    return render(request, "catalog/staff/new.html", context, status=status)


@staff_only("products.see")
@require_safe
def preview(request: StaffRequest, product_id: str) -> HttpResponse:
    """The product page as shoppers will see it, of a hidden product too."""
    row = queries.product(product_id)
    here = reverse("staff:catalog:preview", args=[product_id])
    response = render(request, "catalog/staff/preview.html", _as_shown(request, row, here))
    response["X-Robots-Tag"] = "noindex"
    return response


def _as_shown(request: HttpRequest, row: Product, here: str) -> dict[str, Any]:
    if row.category not in list(Category):
        raise Conflict(NOT_SHOWN)
    try:
        product = on_shelf(row)
    except NotReadable as error:
        raise Conflict(NOT_SHOWN) from error
    asked = {
        name.removeprefix(FIELD_PREFIX): request.GET.get(name, "")
        for name in request.GET
        if name.startswith(FIELD_PREFIX)
    }
    chosen = choosing(product, request.GET.get("sku", ""), asked)
    return product_page(product, chosen) | {
        "shots": shots(product, chosen.variant, drawn_inside),
        "choose_at": here,
        "row": row,
        "canonical": here,
    }
