"""Staff change where an order goes, until a courier has it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.staff import StaffRequest, staff_only
from orders import queries
from orders.arrival import arrival_words
from shipping.address_change import Sheet, first_sheet, tried


@staff_only("orders.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, order_id: str) -> HttpResponse:
    """The address as it is, to be written anew; what will happen is said beside it."""
    order = queries.order(order_id)
    if request.method != "POST":
        return _page(request, first_sheet(order), HTTPStatus.OK)
    sheet = tried(order, request.POST.dict(), by=request.staff.name)
    if not sheet.is_done:
        return _page(request, sheet, HTTPStatus.UNPROCESSABLE_ENTITY)
    days = arrival_words(sheet.order.promise)
    messages.success(request, f"The address is changed{days and f'; it arrives {days}'}.")
    return redirect("staff:orders:detail", order_id)


def _page(request: StaffRequest, sheet: Sheet, status: int) -> HttpResponse:
    for name, field in sheet.form.fields.items():
        field.widget.attrs["class"] = "form-select" if name == "state" else "form-control"
    context = {"sheet": sheet, "lit_room": "staff:orders"}
    return render(request, "shipping/staff/address.html", context, status=status)
