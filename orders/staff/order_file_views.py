"""A list of orders, to be worked on in a spreadsheet."""

from http import HTTPStatus
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.staff.filters import FilterForm
from orders.staff.order_file import lines_of
from orders.staff.queries import OPEN
from orders.staff.views import LISTS


@staff_only("papers.see")
@require_safe
def order_file(request: StaffRequest) -> HttpResponse:
    """The list as it is narrowed, whatever courier has the parcels."""
    tab, filters = request.GET.get("status", OPEN), FilterForm(request.GET.dict())
    if tab not in LISTS:
        return refusal(request, HTTPStatus.NOT_FOUND, "There is no such list of orders.")
    if filters.complaint:
        return refusal(request, HTTPStatus.UNPROCESSABLE_ENTITY, filters.complaint)
    today = timezone.localdate()
    lines = lines_of(tab, filters.wanted(today))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="orders-{tab}-{today}.csv"'
    return cast("HttpResponse", answer)  # to our guards it is one like any other
