"""What is on the road, for staff, and the goods that came back from it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config import clock, webhook_health
from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.staff.cursors import BadCursor
from shipping.goods_back import came_back, is_refund_due
from shipping.models import ShiprocketHealth
from shipping.services.coming_back import end_if_nothing_is_left
from shipping.services.goods_in import check_in
from shipping.services.labelling import NoPaper, one_manifest
from shipping.staff.delivered import delivered
from shipping.staff.queries import Road, on_the_road, parcel_by_id
from shipping.staff.road import HEADS, TITLES, List, Parcel
from shipping.staff.road_forms import GoodsInForm

DELIVERED = "delivered"
TINTS = {List.TROUBLE: "bg-red-lt", List.LATE: "bg-orange-lt"}


@staff_only("shipments.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The parcels that are not yet where they belong, one list at a time; with those in trouble
    stand those that are late."""
    name = request.GET.get("list", List.TROUBLE)
    if name == DELIVERED:
        return _delivered(request)
    if name not in [*List]:
        return refusal(request, 404, "There is no such list of shipments.")
    try:
        road = on_the_road(timezone.localdate(), request.GET.get("after", ""))
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    context = {"road": road, "tabs": _tabs(road), "tab": name, "sections": _sections(road, name)}
    return render(request, "shipping/staff/list.html", context | {"health": _health()})


def _delivered(request: StaffRequest) -> HttpResponse:
    try:
        found = delivered(clock.now(), request.GET.get("after", ""))
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    context = {"found": found, "tabs": _tabs(None), "tab": DELIVERED}
    return render(request, "shipping/staff/delivered.html", context | {"health": _health()})


@staff_only("shipments.dispatch")
@require_safe
def manifest(request: StaffRequest) -> HttpResponse:
    """To the paper that the courier signs for all that waits for its pickup on the page of the
    list that the press came from."""
    after = request.GET.get("after", "")
    try:
        return redirect(one_manifest(on_the_road(timezone.localdate(), after).to_hand_over))
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    except NoPaper as no:
        messages.warning(request, str(no))
    page = {"list": List.PICKUP.value} | ({"after": after} if after else {})
    return redirect(f"{reverse('staff:shipping:index')}?{urlencode(page)}")


def _tabs(road: Road | None) -> list[tuple[str, str, int | None]]:
    """Value, word, and how many; what is over is not counted."""
    lists = [(each.value, TITLES[each], len(road.listed(each)) if road else None) for each in List]
    return [*lists, (DELIVERED, "Delivered, 30 days", None)]


def _sections(road: Road, name: str) -> list[dict[str, Any]]:
    wanted = [List.TROUBLE, List.LATE] if name == List.TROUBLE else [List(name)]
    sections = [(each, road.listed(each)) for each in wanted]
    return [
        {
            "id": f"h-{each}",
            "title": HEADS[each],
            "tint": TINTS.get(each, "bg-azure-lt"),
            "rows": [(parcel, parcel.act_on(road.today)) for parcel in parcels],
        }
        for each, parcels in sections
        if parcels
    ]


def _health() -> dict[str, Any]:
    kept, today, yesterday = webhook_health.read(ShiprocketHealth, "shiprocket", clock.now())
    return {"kept": kept, "today": today, "yesterday": yesterday}


@staff_only("shipments.dispatch")
@require_http_methods(["GET", "HEAD", "POST"])
def goods_in(request: StaffRequest, shipment_id: str) -> HttpResponse:
    """Count what came back in a parcel; then it says what is left to do."""
    parcel = parcel_by_id(shipment_id)
    form = GoodsInForm(came_back(parcel.order, parcel.shipment), request.POST or None)
    if request.method != "POST":
        return _goods_page(request, parcel, form)
    if parcel.can_be_checked_in and form.offered and not form.is_valid():
        return _goods_page(request, parcel, form, status=422)
    sound = form.sound if parcel.can_be_checked_in and form.is_valid() else {}
    if check_in(shipment_id, parcel.order.order_id, sound, by=request.staff.name):
        end_if_nothing_is_left(parcel.order, by=request.staff.name)
        messages.success(request, f"Parcel {parcel.shipment.tracking_number} is checked in.")
    else:
        messages.warning(request, "It was checked in before; nothing was changed.")
    return redirect("staff:shipping:goods-in", shipment_id)


def _goods_page(
    request: StaffRequest, parcel: Parcel, form: GoodsInForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "order": parcel.order,
        "shipment": parcel.shipment,
        "parcel": parcel,
        "form": form,
        "refund_due": is_refund_due(parcel.order),
    }
    return render(request, "shipping/staff/goods_in.html", context, status=status)
