"""Many orders dispatched at one press: the press, how it goes, and the papers to print after it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import acts
from config.ids import crockford
from config.staff import StaffRequest, staff_only
from orders.staff.bench_views import nothing_chosen
from orders.staff.picking import crates_of, ids_in, in_address
from shipping.services.batch_keeping import batch, begin
from shipping.services.batching import dispatch_next
from shipping.services.labelling import NoPaper, one_paper
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
    acts.tell(request, batch_id=begun.batch_id, orders=",".join(ids))
    return redirect("staff:shipping:pack:batch", begun.batch_id)


@staff_only("shipments.dispatch")
@require_safe
def page(request: StaffRequest, batch_id: str) -> HttpResponse:
    """How far a batch has come, and what became of each order."""
    context = {"page": page_of(batch(batch_id)), "press": crockford(10)}
    return render(request, "shipping/staff/batch.html", context)


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
    ready = [(crate, parcels[crate.order.order_id]) for crate in crates]
    context = {
        "ready": [(crate, found) for crate, found in ready if found],
        "left": [crate for crate, found in ready if not found],
        "labels": sum(bool(parcel.label_url) for _, found in ready for parcel in found),
        "orders": ",".join(crate.order.order_id for crate in crates),
    }
    return render(request, "shipping/staff/labels.html", context)


@staff_only("orders.pack")
@require_safe
def one_label_paper(request: StaffRequest) -> HttpResponse:
    """To the paper that has all the labels of the chosen orders, ready to print."""
    ids = ids_in(request.GET.getlist("orders"))
    parcels = parcels_by_order([crate.order for crate in crates_of(ids)])
    try:
        return redirect(one_paper([parcel for each in ids for parcel in parcels[each]]))
    except NoPaper as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{reverse('staff:shipping:pack:labels')}?{in_address(ids)}")
