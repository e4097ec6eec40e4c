"""What staff press about one order: dispatching, calling a parcel off, and saying what its courier
collected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.money import rupees
from config.staff import StaffRequest, staff_only
from shipping import queries
from shipping.errors import BadBoxes, NotCalledOff, NotDispatched
from shipping.rules import ShipmentStatus
from shipping.services.calling_off import call_off_by_hand
from shipping.services.doubts import MoreThanItCosts, NoDoubt, say_collected
from shipping.services.patience import dispatch_patiently
from shipping.shiprocket import ShiprocketDown
from shipping.staff.forms import CollectedForm, DispatchForm


@staff_only("shipments.dispatch")
@require_POST
def dispatch_order(request: StaffRequest, order_id: str) -> HttpResponse:
    """Hand the order to a courier; what Shiprocket refuses is told on the order's page."""
    form = DispatchForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.complaint)
        return redirect("staff:orders:detail", order_id)
    try:
        shipment = dispatch_patiently(
            order_id,
            by=request.staff.name,
            boxes=form.boxes,
            courier_id=form.cleaned_data["courier"],
        )
    except (NotDispatched, BadBoxes) as refused:
        messages.warning(request, str(refused))
    else:
        todo = "Print the label." if shipment.label_url else "The label follows."
        messages.success(request, f"{order_id} goes by {shipment.courier_name}. {todo}")
    return redirect("staff:orders:detail", order_id)


@staff_only("shipments.dispatch")
@require_POST
def call_off(request: StaffRequest, shipment_id: str) -> HttpResponse:
    """Ask Shiprocket to call a parcel off before its pickup."""
    parcel = queries.by_id(shipment_id)
    try:
        parcel = call_off_by_hand(shipment_id, by=request.staff.name)
    except NotCalledOff as refused:
        messages.warning(request, str(refused))
    except ShiprocketDown:
        messages.warning(request, "Shiprocket does not answer just now. We ask again by ourselves.")
    else:
        if parcel.status is ShipmentStatus.CANCELLED:
            todo = "Dispatch the goods again, or cancel the order."
            messages.success(request, f"The parcel is called off. {todo}")
        else:
            todo = "Its answer shows here, mostly within some minutes."
            messages.success(request, f"Shiprocket is asked to call the parcel off. {todo}")
    return redirect("staff:orders:detail", parcel.order_id)


@staff_only("shipments.dispatch")
@require_POST
def collected(request: StaffRequest, shipment_id: str) -> HttpResponse:
    """Somebody has asked what the courier collected for a parcel whose delivery is in doubt."""
    parcel, form = queries.by_id(shipment_id), CollectedForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.complaint)
        return redirect("staff:orders:detail", parcel.order_id)
    amount = form.cleaned_data["amount"]
    try:
        say_collected(shipment_id, amount, by=request.staff.name)
    except (NoDoubt, MoreThanItCosts) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Noted: the courier collected {rupees(amount)}.")
    return redirect("staff:orders:detail", parcel.order_id)
