"""Reconcile for staff: the last result, and the wish for another. The worker does the work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config import clock
from config.errors import NotFound
from config.staff import StaffRequest, staff_only
from payments.services import health
from payments.services import reconcile_keeping as keeping
from payments.staff.reconcile_page import result_of, work_of

LOOK_AGAIN = 4  # seconds, while the worker is at it


@staff_only("payments.see")
@require_safe
def reconcile(request: StaffRequest) -> HttpResponse:
    """The last result, how the worker gets on, and the health of both webhooks."""
    now, kept = clock.now(), keeping.book()
    work = work_of(kept, now)
    context = {
        "result": result_of(kept),
        "work": work,
        "webhooks": [health.of_razorpay(now), health.of_shiprocket(now)],
    }
    response = render(request, "payments/staff/reconcile.html", context)
    if work.is_going_on:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@staff_only("payments.see")
@require_POST
def run(request: StaffRequest) -> HttpResponse:
    """Ask the worker to compare both sides again; nothing is changed by that."""
    keeping.want(by=request.staff.name, with_mends=False)
    messages.success(request, "Asked for. The worker compares both sides; this page looks again.")
    return redirect("staff:payments:reconcile")


@staff_only("payments.reconcile", asks_password=True)
@require_POST
def mends(request: StaffRequest) -> HttpResponse:
    """Ask the worker to compare again and to mend what is clear then."""
    keeping.want(by=request.staff.name, with_mends=True)
    messages.success(request, "Asked for. The worker looks again and mends what is clear.")
    return redirect("staff:payments:reconcile")


@staff_only("payments.see")
@require_safe
def report(_: StaffRequest) -> HttpResponse:
    """The last result as a file, for programs."""
    kept = keeping.book().result
    if kept is None:
        raise NotFound("There is no result yet.")
    response = HttpResponse(kept, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="reconcile.json"'
    return response
