"""The staff's landing page and the figures: panels that the rooms lend."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.staff import StaffRequest, staff_only


@staff_only("orders.see")
@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """What waits to be done, oldest first."""
    return render(request, "staff/today.html")


@staff_only("payments.see")
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """How the shop has done, day by day."""
    return render(request, "staff/figures.html")
