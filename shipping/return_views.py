"""What a shopper presses about a return that a parcel may be fetching."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.shopper import ShopperRequest, shopper_only
from orders.return_errors import ReturnMovedOn
from shipping.services.return_parcels import withdraw


@shopper_only
@require_POST
def withdrawal(request: ShopperRequest, order_id: str, number: str) -> HttpResponse:
    """Keep the goods after all. Another person's return is a 404."""
    try:
        withdraw(order_id, request.shopper.customer_id, number)
    except ReturnMovedOn as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Return {number} is withdrawn. You keep the goods.")
    return redirect("orders:return-view", order_id, number)
