"""Many orders dispatched at one press: the press, how it goes, and the papers to print after it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.ids import crockford
from config.staff import StaffRequest, staff_only
from orders.staff.bench_views import nothing_chosen
from orders.staff.picking import crates_of, ids_in
from shipping.services.batch_keeping import batch, begin
from shipping.services.batching import dispatch_next
from shipping.staff.batch_page import page_of, parcels_by_order


@staff_only("shipments.dispatch")
@require_POST
def batches(request: StaffRequest) -> HttpResponse:
    """Begin to dispatch the orders that were ticked; their page shows how it goes."""
    ids = ids_in(request.POST.getlist("orders"))
    if not ids:
        return nothing_chosen(request)
    press = request.POST.get("press", "")[:40] or crockford(10)
    begun = begin(ids, by=request.staff.name, press=press)
    return redirect("staff:shipping:pack:batch", begun.batch_id)


@staff_only("shipments.dispatch")
@require_safe
def page(request: StaffRequest, batch_id: str) -> HttpResponse:
    """How far a batch has come, and what became of each order."""
    return render(request, "shipping/staff/batch.html", {"page": page_of(batch(batch_id))})


@staff_only("shipments.dispatch")
@require_POST
def go_on(request: StaffRequest, batch_id: str) -> HttpResponse:
    """Dispatch the next order of the batch, then show how it stands."""
    dispatch_next(batch_id)
    return redirect("staff:shipping:pack:batch", batch_id)


@staff_only("orders.pack")
@require_safe
def labels(request: StaffRequest) -> HttpResponse:
    """The couriers' labels and manifests of the chosen orders."""
    crates = crates_of(ids_in(request.GET.getlist("orders")))
    parcels = parcels_by_order([crate.order for crate in crates])
    context = {
        "ready": [(crate, parcels[crate.order.order_id]) for crate in crates
                  if parcels[crate.order.order_id]],
        "left": [crate for crate in crates if not parcels[crate.order.order_id]],
    }  # fmt: skip
    return render(request, "shipping/staff/labels.html", context)
