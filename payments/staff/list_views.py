"""The staff's page of payments: what is open, and the lists of a month."""

from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import clock
from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.register_months import Month, month_in, month_of
from orders.rules import Status
from orders.staff import queries as order_lists
from orders.staff.cursors import BadCursor
from orders.staff.numbers import in_state
from payments.listed import Listed
from payments.services import health
from payments.services import reconcile_keeping as keeping
from payments.services.month_sums import kept_sums
from payments.staff import queries
from payments.staff.list_page import METHODS, NOT_PAID, OPEN, TABS, page_of
from payments.staff.month_file import lines_of
from payments.staff.reconcile_page import result_of


@staff_only("payments.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """What of the money is open, or a list of payments of a month."""
    tab = request.GET.get("list", OPEN)
    if tab not in [name for name, _ in TABS]:
        return refusal(request, 404, "There is no such list of payments.")
    month = _month(request)
    context: dict[str, Any] = {"tab": tab, "tabs": TABS, "month": month, "methods": METHODS}
    context["unpaid_number"] = in_state(Status.PENDING)
    after = request.GET.get("after", "")
    try:
        if tab == OPEN:
            context |= {
                "unmatched": queries.unmatched(),
                "flagged": queries.of_money_flagged_orders(),
            }
        elif tab == NOT_PAID:
            context["unpaid"] = order_lists.page_of(Status.PENDING, after)
        else:
            method = context["method"] = _method(request)
            context["found"] = page_of(Listed(tab), month, after, method=method)
            context["sums"] = kept_sums(month)
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    context["webhook"] = health.of_razorpay(clock.now())
    context["books"] = result_of(keeping.book())
    return render(request, "payments/staff/list.html", context)


@staff_only("papers.see")
@require_safe
def month_file(_: StaffRequest, month: str) -> HttpResponse:
    """A month's payments and refunds for the accountant."""
    wanted = month_in(month)
    answer = StreamingHttpResponse(lines_of(wanted), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="payments-{wanted.text}.csv"'
    return cast("HttpResponse", answer)  # to our guards it is one like any other


def _month(request: StaffRequest) -> Month:
    """The month that was asked for, else this one. Raises NoSuchMonth."""
    wanted = request.GET.get("month", "")
    return month_in(wanted) if wanted else month_of(clock.now())


def _method(request: StaffRequest) -> str:
    """How the payments that are wanted were paid; '' for any."""
    wanted = request.GET.get("method", "")
    return wanted if wanted in dict(METHODS) else ""
