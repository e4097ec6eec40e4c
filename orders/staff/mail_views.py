"""Sending a mail of an order once more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.errors import ShopError
from config.staff import StaffRequest, staff_only
from orders.errors import OrderNotFound
from orders.services.resending import resend


@staff_only("orders.edit")
@require_POST
def again(request: StaffRequest, order_id: str) -> HttpResponse:
    """The mail that the form names goes out once more; the story says who wanted it."""
    kind = request.POST.get("kind", "")[:120]
    try:
        sent = resend(order_id, kind, by=request.staff.name)
    except OrderNotFound:
        raise
    except ShopError as refusal:
        messages.warning(request, str(refusal))
    else:
        waits = "Sent once more." if sent.is_out else "The mail server is away; it goes out later."
        messages.success(request, waits)
    return redirect("staff:orders:detail", order_id)
