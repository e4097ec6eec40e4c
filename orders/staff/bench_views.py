"""Work on many orders at once: choosing them, fetching their goods, and the slips that go into the
parcels."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import acts
from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.services.benching import start_all
from orders.staff.filters import FilterForm
from orders.staff.picking import Crate, crates_of, ids_in, in_address, pick_list

LISTED = ("open", "confirmed", "processing")
PAPERS = {"a5": "A5", "a4": "A4", "4x6": "4×6 inch"}  # noqa: RUF001 - as people write it
ACTS = {
    "start": "staff:shipping:pack:index",
    "pick-list": "staff:orders:pick-list",
    "slips": "staff:orders:slips",
    "labels": "staff:shipping:pack:labels",
}


@staff_only("orders.pack")
@require_POST
def chosen(request: StaffRequest) -> HttpResponse:
    """What was pressed under the list, done to the orders that were ticked in it."""
    ids, act = ids_in(request.POST.getlist("orders")), request.POST.get("act", "start")
    if not ids:
        return nothing_chosen(request)
    if act not in ACTS:
        return refusal(request, 400, "")
    if act == "start":
        ids = _start(request, ids)
    return redirect(f"{reverse(ACTS[act])}?{in_address(ids)}")


def _start(request: StaffRequest, ids: list[str]) -> list[str]:
    """The orders that are on the bench now; of each other one the reason is told."""
    outcomes = start_all(ids, by=request.staff.name)
    begun = [outcome.order_id for outcome in outcomes if not outcome.why_not]
    if new := [outcome.order_id for outcome in outcomes if outcome.is_new]:
        acts.tell(request, what="orders:packing", orders=",".join(new))
    if begun:
        are = "order is" if len(begun) == 1 else "orders are"
        messages.success(request, f"{len(begun)} {are} being packed.")
    for outcome in outcomes:
        if outcome.why_not:
            messages.warning(request, f"{outcome.order_id} is left out. {outcome.why_not}")
    return begun


def nothing_chosen(request: StaffRequest) -> HttpResponse:
    """Back to the list as it was narrowed, with what to do there."""
    messages.warning(request, "Nothing was chosen. Tick the orders first.")
    tab = request.POST.get("status", "")
    narrowed = FilterForm(QueryDict(request.POST.get("filters", "")[:500]).dict()).in_address
    status = urlencode({"status": tab if tab in LISTED else LISTED[0]})
    return redirect(f"{reverse('staff:orders:index')}?{status}{narrowed and '&'}{narrowed}")


@staff_only("orders.pack")
@require_safe
def pick(request: StaffRequest) -> HttpResponse:
    """What to fetch for the chosen orders, shelf by shelf."""
    crates, left_out = _bench(request)
    shelves = pick_list(crates)
    pieces = sum(pick.pieces for shelf in shelves for pick in shelf.picks)
    context = {"crates": crates, "left_out": left_out, "shelves": shelves, "pieces": pieces}
    return render(request, "orders/staff/pick_list.html", context)


@staff_only("orders.pack")
@require_safe
def slips(request: StaffRequest) -> HttpResponse:
    """A packing slip for each of the chosen orders, one on a page; again, too, once it is sent."""
    ready, left_out = _bench(request)
    crates = sorted(ready + [c for c in left_out if c.is_sent], key=lambda crate: crate.number)
    paper = request.GET.get("paper", "")
    context = {
        "crates": crates,
        "left_out": [crate for crate in left_out if not crate.is_sent],
        "paper": paper if paper in PAPERS else "a5",
        "papers": PAPERS,
        "orders": ",".join(crate.order.order_id for crate in crates),
    }
    return render(request, "orders/staff/slips.html", context)


def _bench(request: StaffRequest) -> tuple[list[Crate], list[Crate]]:
    crates = crates_of(ids_in(request.GET.getlist("orders")))
    return [c for c in crates if not c.why_not], [c for c in crates if c.why_not]
