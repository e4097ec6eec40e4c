"""The shop's addresses, and two pages of the staff's that only the tests have."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from config import urls
from config.staff import StaffRequest, staff_only


@staff_only("orders.pack")
def pack(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{request.staff.name}, {request.staff.role}")


@staff_only("payments.refund")
@require_POST
def refund(request: StaffRequest) -> HttpResponse:
    return HttpResponse("refunded")


@staff_only("payments.refund", asks_password=True)
def money(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse("look")
    lines = ",".join(request.POST.getlist("line"))
    return HttpResponse(f"done {request.POST.get('amount')} {lines}")


def shop_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bats")


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [
    path("staff/probe/pack/", pack),
    path("staff/probe/refund/", refund),
    path("staff/probe/money/", money),
    path("probe/shop", shop_page),
    *urls.urlpatterns,
]
