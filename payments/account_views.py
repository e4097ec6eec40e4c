"""A signed-in shopper cancels an order that nobody has begun to pack."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.shopper import ShopperRequest, shopper_only
from orders import queries
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import Status
from payments.account_forms import CancelForm
from payments.calling_off import may_cancel, money_back
from payments.razorpay import RazorpayRefused
from payments.services.cancelling import cancel_own_order

CHANGED = HTTPStatus.CONFLICT
MONEY_LATER = "Your money could not be sent back at once: we see to it and write to you."


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ShopperRequest, order_id: str) -> HttpResponse:
    """Say what comes back, ask why, and cancel. Too late, or done before: the order's page says."""
    order = queries.own_order(order_id, request.shopper.customer_id)
    if order.status is Status.CANCELLED:
        return redirect("orders:account-order", order_id)
    if request.method != "POST":
        return _page(request, order, CancelForm())
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, order, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not may_cancel(order):
        return _page(request, order, form, status=CHANGED)
    try:
        cancel_own_order(order_id, request.shopper.customer_id, reason=form.sentence)
    except WrongMoment:
        present = queries.own_order(order_id, request.shopper.customer_id)
        return _page(request, present, form, status=CHANGED)
    except RazorpayRefused:  # the order has ended all the same, and staff are told
        messages.warning(request, f"Order {order_id} is cancelled. {MONEY_LATER}")
    else:
        messages.success(request, f"Order {order_id} is cancelled.")
    return redirect("orders:account-order", order_id)


def _page(
    request: ShopperRequest, order: Order, form: CancelForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "order": order,
        "form": form,
        "may_cancel": may_cancel(order),
        "back": money_back(order),
        "has_changed": status == CHANGED,
    }
    return render(request, "payments/account_cancel.html", context, status=status)
