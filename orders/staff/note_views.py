"""Writing a note on an order."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from config.staff import StaffRequest, staff_only
from customers.staff.note_forms import NoteForm
from orders import queries
from orders.errors import NoRoomForNote, TooManyNotes
from orders.services.noting import add_note
from orders.staff.views import order_context


@staff_only("orders.edit")
@require_POST
def add(request: StaffRequest, order_id: str) -> HttpResponse:
    """A note for colleagues, with its writer and its time."""
    order, form = queries.order(order_id), NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(order_id, form.cleaned_data["text"], by=request.staff.name)
        except (NoRoomForNote, TooManyNotes) as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Noted.")
            return redirect("staff:orders:detail", order_id)
    context = order_context(order, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "orders/staff/detail.html", context, status=status)
