"""The GST register for the accountant: a month on screen, and as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import clock
from config.errors import NotFound
from config.staff import StaffRequest, staff_only
from orders.register_files import csv_of, workbook_of
from orders.register_months import month_in, month_of
from orders.register_reading import register_of
from orders.staff.register_page import register_context

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only("papers.see")
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """A month of bills and credit notes: this one, unless another is asked for."""
    wanted = request.GET.get("month", "")
    month = month_in(wanted) if wanted else month_of(clock.now())
    context = register_context(month, register_of(month))
    return render(request, "orders/staff/register.html", context)


@staff_only("papers.see")
@require_safe
def workbook(_: StaffRequest, month: str) -> HttpResponse:
    """All tables of the month in one workbook."""
    wanted = month_in(month)
    return _file(workbook_of(register_of(wanted).tables), XLSX, f"gst-{wanted.text}.xlsx")


@staff_only("papers.see")
@require_safe
def sheet(_: StaffRequest, month: str, name: str) -> HttpResponse:
    """One table of the month as CSV."""
    wanted = month_in(month)
    for table in register_of(wanted).tables:
        if table.name == name:
            return _file(csv_of(table), "text/csv; charset=utf-8", f"gst-{wanted.text}-{name}.csv")
    raise NotFound("The register has no such table.")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
