"""The cart, and the page that follows an order by its link."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog import shelf
from catalog.queries import on_shelf_by_sku
from catalog.shelf import ShelfProduct, ShelfVariant
from config.errors import ShopError
from config.own_pages import from_our_pages
from orders import queries, rackets
from orders.cart import cart_of, keep_cart
from orders.forms import LineForm
from orders.links import order_id_in
from orders.progress import progress_of


@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """What was chosen, at today's prices, with everything that has changed said in words."""
    return _cart_page(request)


@require_POST
@from_our_pages
def add(request: HttpRequest) -> HttpResponse:
    """Put a sku into the cart."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    sku, quantity = form.cleaned_data["sku"], form.cleaned_data["quantity"]
    found = on_shelf_by_sku(skus := rackets.skus_in([sku]))
    if len(found) < len(skus):
        messages.error(request, "This item is not on sale any more.")
        return redirect("orders:cart")
    name = _name_of(sku, found)
    try:
        rackets.check_legal(shelf.shelf(), [sku])
        price = sum(found[each][1].price for each in rackets.parts_in(sku).values() or [sku])
        chosen = cart_of(request).adding(sku, quantity, price)
    except ShopError as refusal:
        messages.error(request, f"{name}: {refusal}")
        return redirect("orders:cart")
    messages.success(request, f"{name} is in your cart.")
    response = redirect("orders:cart")
    keep_cart(response, chosen)
    return response


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    sku, chosen = form.cleaned_data["sku"], cart_of(request)
    response = redirect("orders:cart")
    if sku in chosen.wanted:
        seen = chosen.wanted[sku].seen_paise
        keep_cart(response, chosen.with_quantity(sku, form.cleaned_data["quantity"], seen))
    return response


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a line out, with the way back in the message."""
    sku, chosen = request.POST.get("sku", ""), cart_of(request)
    response = redirect("orders:cart")
    if sku in chosen.wanted:
        undo = "?" + urlencode({"undo": sku, "quantity": chosen.wanted[sku].quantity})
        response = redirect(reverse("orders:cart") + undo)
        keep_cart(response, chosen.without([sku]))
    return response


@never_cache
@require_safe
def track(request: HttpRequest, token: str) -> HttpResponse:
    """Where an order is, for whoever holds its link; a wrong link is a 404 like any other."""
    order = queries.order(order_id_in(token))
    response = render(
        request, "orders/track.html", {"order": order, "progress": progress_of(order)}
    )
    response["Referrer-Policy"] = "same-origin"  # the address itself is the key
    return response


def _name_of(key: str, found: Mapping[str, tuple[ShelfProduct, ShelfVariant]]) -> str:
    """'Racket: Viscaria', or 'Butterfly Viscaria, FL'."""
    product, variant = next(iter(found.values()))
    if rackets.parts_in(key):
        return f"Racket: {product.name}"
    choice = f", {variant.choice}" if variant.choice else ""
    return f"{product.brand} {product.name}{choice}"


def _back(request: HttpRequest, form: LineForm) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return _cart_page(request, status=422)


def _cart_page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    chosen = cart_of(request)
    context = {"cart": chosen, "totals": chosen.totals}
    return render(request, "orders/cart.html", context, status=status)
