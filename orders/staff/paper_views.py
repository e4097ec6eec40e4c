"""The papers of an order for staff: making the bill, and printing what was made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from config.staff import StaffRequest, staff_only
from orders import queries
from orders.errors import NoBill, NoRate
from orders.paper_views import bill_answer, credit_note_answer
from orders.services.invoicing import invoice_for


@staff_only("orders.pack")
@require_POST
def bill(request: StaffRequest, order_id: str) -> HttpResponse:
    """Make the bill, if there is none yet, and show it."""
    try:
        invoice_for(order_id, by=request.staff.name)
    except (NoBill, NoRate) as refusal:
        messages.warning(request, str(refusal))
        return redirect("staff:orders:detail", order_id)
    return redirect("staff:orders:invoice", order_id)


@staff_only("orders.see")
@require_safe
def invoice(_: StaffRequest, order_id: str) -> HttpResponse:
    """The bill as a PDF."""
    return bill_answer(queries.order(order_id))


@staff_only("orders.see")
@require_safe
def credit_note(_: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """A credit note as a PDF."""
    return credit_note_answer(queries.order(order_id), number)
