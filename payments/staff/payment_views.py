"""The page of one payment: what came, what went back of it, and what may be done with one that
nobody knows the order of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders import queries as order_queries
from payments import queries
from payments.rules import UNKNOWN_ORDER

NONE = (
    "No payment goes by this id here. Look for its order in the search box above; what only"
    " Razorpay knows shows up when the books are compared."
)


@staff_only("payments.see")
@require_safe
def payment(request: StaffRequest, payment_id: str) -> HttpResponse:
    """One payment as the table has it now; what was only opened at Razorpay is none."""
    found = queries.payment(payment_id)
    if found is None or found.payment_id == found.razorpay_order_id:
        return refusal(request, 404, NONE, title="No such payment")
    is_known = found.order_id != UNKNOWN_ORDER
    context = {
        "payment": found,
        "payments": [found],
        "order": order_queries.order_or_none(found.order_id) if is_known else None,
        "is_open": not is_known and found.payment_id in queries.unmatched(),
    }
    return render(request, "payments/staff/payment.html", context)
