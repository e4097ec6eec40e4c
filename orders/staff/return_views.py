"""The returns for staff: those that are open, and one with all that its customer sent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.staff import StaffRequest, staff_only
from orders import queries
from orders.return_views import photo_answer
from orders.return_words import told
from orders.services.return_writing import return_of
from orders.staff.return_forms import AnswerForm
from orders.staff.return_queries import open_returns


@staff_only("orders.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The open returns: those that need an act first, the longest waiting on top."""
    rows, in_all = open_returns()
    return render(request, "orders/staff/returns.html", {"rows": rows, "in_all": in_all})


@staff_only("orders.see")
@require_safe
def detail(request: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """One return, with its photos, and what comes next."""
    order = queries.order(order_id)
    context = {
        "order": order,
        "each": told(order, number, return_of(order, number)),
        "form": AnswerForm(),
    }
    return render(request, "orders/staff/return.html", context)


@staff_only("orders.see")
@require_safe
def photo(request: StaffRequest, order_id: str, number: str, place: int) -> HttpResponse:
    """A photo that the customer sent."""
    return photo_answer(queries.order(order_id), number, place)
