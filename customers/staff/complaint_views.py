"""The complaints for staff: those that are open with their clocks, and one with its acts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config import clock
from config.staff import StaffRequest, staff_only
from customers import complaint_queries
from customers.complaint_forms import AnswerForm
from customers.complaint_models import Complaint
from customers.complaint_rules import ABOUT_WORDS, Clock, clock_of
from customers.errors import ComplaintNotFound
from customers.services import complaining

RIGHT = "complaints"
SHOWN = 100  # of the oldest; the clocks of the others run longer


@staff_only(RIGHT)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The complaints that are not settled, the oldest first; with `q`, straight to that ticket."""
    wanted = request.GET.get("q", "").strip().upper()[:20]
    if wanted:
        try:
            return redirect("staff:customers:complaint", complaint_queries.complaint(wanted).ticket)
        except ComplaintNotFound:
            messages.warning(request, f"There is no complaint {wanted}.")
    found = complaint_queries.open_ones()
    rows = [(each, _clock(each), ABOUT_WORDS[each.about]) for each in found[:SHOWN]]
    context = {"rows": rows, "in_all": len(found)}
    return render(request, "customers/staff/complaints.html", context)


@staff_only(RIGHT)
@require_safe
def detail(request: StaffRequest, ticket: str) -> HttpResponse:
    """One complaint, its clock, and what may be done."""
    return _page(request, complaint_queries.complaint(ticket), AnswerForm())


@staff_only(RIGHT)
@require_POST
def acknowledgement(request: StaffRequest, ticket: str) -> HttpResponse:
    """Somebody has read it and looks into it; the person is told."""
    complaining.acknowledge(ticket, by=request.staff.name)
    messages.success(request, f"{ticket} is acknowledged. The person gets a mail.")
    return redirect("staff:customers:complaint", ticket)


@staff_only(RIGHT)
@require_POST
def answers(request: StaffRequest, ticket: str) -> HttpResponse:
    """Write to the person."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, complaint_queries.complaint(ticket), form, status=422)
    complaining.answer(ticket, form.cleaned_data["text"], by=request.staff.name)
    messages.success(request, "The answer is on its way by mail.")
    return redirect("staff:customers:complaint", ticket)


@staff_only(RIGHT)
@require_POST
def settlement(request: StaffRequest, ticket: str) -> HttpResponse:
    """The matter is at an end; the person is told."""
    complaining.settle(ticket, by=request.staff.name)
    messages.success(request, f"{ticket} is settled. The person gets a mail.")
    return redirect("staff:customers:complaint", ticket)


def _page(
    request: StaffRequest, found: Complaint, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "complaint": found,
        "clock": _clock(found),
        "about": ABOUT_WORDS[found.about],
        "form": form,
    }
    return render(request, "customers/staff/complaint.html", context, status=status)


def _clock(found: Complaint) -> Clock:
    return clock_of(
        raised_at=found.raised_at,
        acknowledged_at=found.acknowledged_at,
        settled_at=found.settled_at,
        now=clock.now(),
    )
