"""Shipping's pages for staff: what is on the road, and dispatching."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.staff.cursors import BadCursor
from shipping.errors import NotDispatched
from shipping.services.dispatching import dispatch
from shipping.staff.queries import on_the_road


@staff_only("shipments.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The parcels that are not yet where they belong, those in trouble first."""
    try:
        road = on_the_road(request.GET.get("after", ""))
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    return render(request, "shipping/staff/list.html", {"road": road})


@staff_only("shipments.dispatch")
@require_POST
def dispatch_order(request: StaffRequest, order_id: str) -> HttpResponse:
    """Hand the order to a courier; what Shiprocket refuses is told on the order's page."""
    try:
        shipment = dispatch(order_id, by=request.staff.name)
    except NotDispatched as refused:
        messages.warning(request, str(refused))
    else:
        todo = "Print the label." if shipment.label_url else "The label follows."
        messages.success(request, f"{order_id} goes by {shipment.courier_name}. {todo}")
    return redirect("staff:orders:detail", order_id)
