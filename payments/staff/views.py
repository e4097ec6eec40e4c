"""The payments' pages for staff: what needs settling, and cancelling with the money given back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config import clock
from config.staff import StaffRequest, staff_only
from orders import queries as order_queries
from payments.razorpay import RazorpayRefused
from payments.services import health
from payments.services import reconcile_keeping as keeping
from payments.services.cancelling import cancel_order
from payments.staff import queries
from payments.staff.forms import CancelForm
from payments.staff.reconcile_page import result_of


@staff_only("payments.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Payments without an order, orders whose money a person must settle, a search by id, and
    what of Razorpay's books is open."""
    words = request.GET.get("q", "").strip()
    context: dict[str, object] = {"words": words}
    if words:
        found = context["found"] = queries.found(words)
        context["found_order"] = order_queries.order_or_none(found[0].order_id) if found else None
    else:
        context["unmatched"] = queries.unmatched()
        context["flagged"] = queries.of_money_flagged_orders()
    context["webhook"] = health.of_razorpay(clock.now())
    context["books"] = result_of(keeping.book())
    return render(request, "payments/staff/list.html", context)


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
