"""The product page, and what stands in its place where the product is no longer sold."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog import gone
from catalog.choices import FIELD_PREFIX, choosing
from catalog.errors import ProductNotFound
from catalog.front import near_in_price
from catalog.goes_with import goes_with
from catalog.page import product_page
from catalog.queries import product_on_shelf
from catalog.rules import KINDS
from catalog.shelf import shelf
from config.public_page import public_page

MOST_SEEN = 4


def _is_own(name: str) -> bool:
    """An answer to a choice, and the promise for one pincode."""
    return name == "pincode" or name.startswith(FIELD_PREFIX)


@require_safe
@public_page(asks={"sku"}.__contains__, own=_is_own)
def product(request: HttpRequest, product_id: str) -> HttpResponse:
    """A product with one of its variants; chosen options lead to the address of their variant.
    410 with others of its kind for one that was sold here once."""
    try:
        shown = product_on_shelf(product_id)
    except ProductNotFound:
        return _gone(request, gone.once_on_sale(product_id))
    asked = {
        name.removeprefix(FIELD_PREFIX): request.GET.get(name, "")
        for name in request.GET
        if name.startswith(FIELD_PREFIX)
    }
    chosen = choosing(shown, request.GET.get("sku", ""), asked)
    if asked and chosen.variant:
        return redirect(f"{request.path}?{urlencode({'sku': chosen.variant.sku})}")
    context: dict[str, Any] = {
        "others": near_in_price(shelf(), shown),
        "together": goes_with(shelf(), shown),
    }
    return render(request, "catalog/product.html", product_page(shown, chosen) | context)


@require_safe
@public_page(asks={"id"}.__contains__, lasting="public, max-age=60")
def seen(request: HttpRequest) -> HttpResponse:
    """The cards of these products, for the browser that remembers having seen them. The shop keeps
    no such list; what is not on sale any more is left out."""
    products = shelf().products
    wanted = dict.fromkeys(request.GET.getlist("id")[: 2 * MOST_SEEN])
    found = [products[name] for name in wanted if name in products][:MOST_SEEN]
    return render(request, "catalog/seen_cards.html", {"products": found})


def _gone(request: HttpRequest, past: gone.Past) -> HttpResponse:
    kind = KINDS[past.category]
    context = {"name": past.name, "kind": kind, "category": past.category.value}
    context["others"] = gone.instead(shelf(), past)
    return render(request, "catalog/gone.html", context, status=410)
