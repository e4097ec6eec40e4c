"""The orders of a signed-in shopper: the list, one of them, and buying the same again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.shopper import ShopperRequest, shopper_only
from orders import queries
from orders.buying_again import buy_again
from orders.cart import cart_of, keep_cart
from orders.history import history_of, with_returns
from orders.progress import progress_of
from orders.return_words import all_told
from orders.staff.page import sums_of


@shopper_only
@require_safe
def index(request: ShopperRequest) -> HttpResponse:
    """All orders of the shopper, newest first."""
    after = request.GET.get("after", "")
    page = history_of(request.shopper.customer_id, after)
    return render(request, "orders/account/index.html", {"page": page, "is_first": not after})


@shopper_only
@require_safe
def returns(request: ShopperRequest) -> HttpResponse:
    """What the shopper sends or sent back, by order."""
    after = request.GET.get("after", "")
    page = with_returns(request.shopper.customer_id, after)
    told = [(order, all_told(order)) for order in page.orders]
    context = {"page": page, "told": told, "is_first": not after}
    return render(request, "orders/account/returns.html", context)


@shopper_only
@require_safe
def order(request: ShopperRequest, order_id: str) -> HttpResponse:
    """One order with all that the shop knows of it. Anybody else's is a 404."""
    found = queries.own_order(order_id, request.shopper.customer_id)
    context = {"order": found, "progress": progress_of(found), "sums": sums_of(found)}
    return render(request, "orders/account/order.html", context)


@shopper_only
@require_POST
def again(request: ShopperRequest, order_id: str) -> HttpResponse:
    """Put what was bought into the cart again; what could not be is said there."""
    found = queries.own_order(order_id, request.shopper.customer_id)
    result = buy_again(cart_of(request), found)
    if result.count:
        messages.success(request, result.words)
    for text in result.warnings:
        messages.warning(request, text)
    response = redirect("orders:cart")
    keep_cart(response, result.cart)
    return response
