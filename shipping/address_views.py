"""A signed-in shopper changes where an order goes, until a courier has it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.shopper import ShopperRequest, shopper_only
from orders import queries
from orders.services.forgetting import BY_CUSTOMER
from shipping.address_change import Sheet, first_sheet, tried
from shipping.asking import asking_of


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ShopperRequest, order_id: str) -> HttpResponse:
    """The address as it is, to be written anew. Anybody else's order is a 404."""
    order = queries.own_order(order_id, request.shopper.customer_id)
    if request.method != "POST":
        return _page(request, first_sheet(order), HTTPStatus.OK)
    sheet = tried(order, request.POST.dict(), by=BY_CUSTOMER, before_asking=asking_of(request))
    if not sheet.is_done:
        return _page(request, sheet, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "Your order goes to the new address.")
    return redirect("orders:account-order", order_id)


def _page(request: ShopperRequest, sheet: Sheet, status: int) -> HttpResponse:
    return render(request, "shipping/address.html", {"sheet": sheet}, status=status)
