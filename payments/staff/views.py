"""Cancelling an order with the money given back, by staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from config.staff import StaffRequest, staff_only
from orders import queries as order_queries
from payments.razorpay import RazorpayRefused
from payments.services.cancelling import cancel_order
from payments.staff.forms import CancelForm


@staff_only("orders.cancel", asks_password=True)
@require_POST
def cancel(request: StaffRequest, order_id: str) -> HttpResponse:
    """End an order that is not handed over yet: its stock and its money go back."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        context = {"order": order_queries.order(order_id), "form": form}
        return render(request, "payments/staff/cancel.html", context, status=422)
    try:
        cancel_order(order_id, reason=form.cleaned_data["reason"], by=request.staff.name)
    except RazorpayRefused as refusal:  # the order has ended all the same, and is flagged
        messages.warning(request, f"{order_id} is cancelled, but the refund was refused: {refusal}")
    else:
        messages.success(request, f"{order_id} is cancelled. Its story tells about the money.")
    return redirect("staff:orders:detail", order_id)
