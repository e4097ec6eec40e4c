"""The orders' pages for staff: the list by status, one order, and the start of packing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from config.ids import crockford
from config.staff import StaffRequest, staff_only
from config.views import refusal
from customers.staff.note_forms import NoteForm
from orders import queries
from orders.models import Order
from orders.rules import Status
from orders.services.attending import settle
from orders.services.moving import start_packing
from orders.services.noting import notes_of
from orders.staff import numbers, page
from orders.staff.bench_views import LISTED
from orders.staff.cursors import BadCursor
from orders.staff.filters import FilterForm
from orders.staff.queries import (
    MOST_COUNTED,
    OPEN,
    OPEN_STATES,
    Page,
    flagged,
    open_page,
    page_of,
)
from orders.staff.words import LOOKS, next_act

ATTENTION = "attention"
LISTS = [OPEN, *(status.value for status in Status), ATTENTION]
WITH_COURIERS = (Status.SHIPPED, Status.DELIVERED)  # who has a parcel stands beside these orders


@staff_only("orders.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The orders of one list, a page at a time, narrowed to what the filters say."""
    tab = request.GET.get("status", OPEN)
    if tab not in LISTS:
        return refusal(request, 404, "There is no such list of orders.")
    filters = FilterForm(request.GET.dict())
    try:
        found, in_all = _found(tab, filters, request.GET.get("after", ""))
    except BadCursor as refused:
        return refusal(request, 400, str(refused))
    context = {
        "tab": tab,
        "tabs": _tabs(),
        "most_counted": MOST_COUNTED,
        "filters": filters,
        "courier": filters.courier_name if tab in WITH_COURIERS else "",
        "has_filters": tab != ATTENTION,
        "has_couriers": tab in WITH_COURIERS,
        "found": found,
        "in_all": in_all,
        "may_choose": tab in LISTED and request.staff.may("orders.pack"),
        "press": crockford(10),
    }
    return render(request, "orders/staff/list.html", context)


def _found(tab: str, filters: FilterForm, after: str) -> tuple[Page, int | None]:
    """A page of the list, and of those that need a person how many there are in all."""
    wanted = filters.wanted(timezone.localdate())
    if tab == ATTENTION:
        orders, in_all = flagged()
        return Page(orders), in_all
    if tab == OPEN:
        return open_page(after, wanted=wanted), None
    return page_of(Status(tab), after, wanted=wanted), None


def _tabs() -> tuple[tuple[str, str, int | None], ...]:
    """Value, word and, for what is still to be worked on, the number of each list."""
    in_state = numbers.in_states()
    in_states = [(status.value, look.word, in_state.get(status)) for status, look in LOOKS.items()]
    are_open = sum(in_state[each] for each in OPEN_STATES)
    return (
        (OPEN, "Open", are_open),
        *in_states,
        (ATTENTION, "Needs a person", numbers.needing_a_person()),
    )


@staff_only("orders.see")
@require_safe
def detail(request: StaffRequest, order_id: str) -> HttpResponse:
    """All about one order, and the act that comes next."""
    return render(request, "orders/staff/detail.html", order_context(queries.order(order_id)))


def order_context(order: Order, note: NoteForm | None = None) -> dict[str, object]:
    """What the page of one order needs; `note`: one that was refused, with why."""
    return {
        "note": note or NoteForm(),
        "notes": notes_of(order),
        "order": order,
        "goods": page.goods_of(order),
        "pieces": page.pieces_of(order),
        "sums": page.sums_of(order),
        "act": next_act(order),
        "flags": page.flags_of(order),
        "story": list(reversed(order.timeline or [])),
    }


@staff_only("orders.pack")
@require_POST
def packing(request: StaffRequest, order_id: str) -> HttpResponse:
    """Somebody takes the order to the bench."""
    order = start_packing(order_id, by=request.staff.name)
    if order.status is Status.PROCESSING:
        messages.success(request, f"{order_id} is being packed.")
    else:
        word = LOOKS[order.status].word.lower()
        messages.warning(request, f"{order_id} is {word} already; nothing was changed.")
    return redirect("staff:orders:detail", order_id)


@staff_only("orders.cancel")
@require_POST
def settled(request: StaffRequest, order_id: str, kind: str) -> HttpResponse:
    """Somebody has done what a flag asked for. The form says which flag it was that they read."""
    order = settle(order_id, kind, by=request.staff.name, seen=request.POST.get("seen", ""))
    left = len(order.attention or [])
    more = f" {left} more to look at." if left else ""
    messages.success(request, f"Settled.{more}")
    return redirect("staff:orders:detail", order_id)
