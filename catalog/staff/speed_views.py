"""The staff page on how fast the shop is for those who use it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.staff import speed as measured
from catalog.vitals_rules import ONE_IN
from config import clock
from config.staff import StaffRequest, staff_only


@staff_only("log.see")
@require_safe
def speed(request: StaffRequest) -> HttpResponse:
    """Three numbers for each type of page, over seven and over twenty-eight days."""
    context = {
        "rows": measured.rows(timezone.localtime(clock.now()).date()),
        "limits": list(measured.limits()),
        "short": measured.SHORT,
        "long": measured.LONG,
        "fewest": measured.FEWEST,
        "one_in": ONE_IN,
    }
    return render(request, "catalog/staff/speed.html", context)
