"""The pack screen: scan an order, tick its pieces, weigh it, dispatch it, and on to the next."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import acts
from config.errors import ShopError, Unavailable
from config.staff import StaffRequest, staff_only
from orders import queries
from orders.models import Order
from orders.rules import Status
from orders.services.moving import start_packing
from orders.staff.picking import ids_in
from shipping.errors import BadBoxes
from shipping.models import Shipment
from shipping.packing import to_send
from shipping.queries import live_of
from shipping.services.patience import dispatch_patiently
from shipping.services.repacking import is_as_packed
from shipping.services.setting_aside import set_aside, take_back
from shipping.staff.pack_again import to_pack, why_not_packed
from shipping.staff.pack_forms import TableForm
from shipping.staff.pack_page import address_of, bench_of, got_text
from shipping.staff.pack_scanning import Heard, Kind, hear, name_of
from shipping.staff.words import went_words

SCREEN = "staff:shipping:pack:index"
WRONGS = {"missing": "is missing", "damaged": "is damaged"}


@staff_only("orders.pack")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The set in its crates and the order on the table, as the address says."""
    return _screen(request, request.GET)


def _screen(
    request: StaffRequest, data: QueryDict, *, heard: Heard | None = None, status: int = 200
) -> HttpResponse:
    bench = bench_of(data, ids_in(data.getlist("orders")), heard=heard)
    return render(request, "shipping/staff/pack.html", {"bench": bench}, status=status)


@staff_only("orders.pack")
@require_POST
def scan(request: StaffRequest) -> HttpResponse:
    """Understand a scan, or take what was ticked and typed; then the screen in its new state."""
    data, ids = request.POST, ids_in(request.POST.getlist("orders"))
    order = queries.order_or_none(data.get("order", ""))
    form = TableForm(data, order, to_pack(order)) if order else None
    text = data.get("scan", "").strip()[:100]
    wanted, got = (form.wanted, form.got) if form else ({}, {})
    heard = hear(text, order_ids=ids, table=order, wanted=wanted, got=got) if text else None
    if heard and heard.kind is Kind.ORDER:
        return _on_the_table(request, heard, ids)
    if order is None or form is None:
        return _at(address_of(ids, heard=heard))
    if heard and heard.kind is Kind.PIECE:
        form.got[heard.place] += 1
    kept = form.kept() | _acted(form, data.get("act", ""))
    state = {"order": order.order_id, "got": got_text(order, form)} | kept
    return _at(address_of(ids, heard=heard, **state))


def _on_the_table(request: StaffRequest, heard: Heard, ids: list[str]) -> HttpResponse:
    """An order comes onto the table: from now on it is being packed."""
    order = queries.order(heard.order_id)
    if reason := why_not_packed(order, to_pack(order)):
        return _at(address_of(ids, heard=Heard(Kind.WRONG, f"{order.order_id}: {reason}")))
    if order.status is Status.CONFIRMED:
        start_packing(order.order_id, by=request.staff.name)
        acts.tell(request, what="orders:packing", order_id=order.order_id)
    ids = list(dict.fromkeys([*ids, order.order_id])) if ids else []
    return _at(address_of(ids, heard=heard, order=order.order_id))


def _acted(form: TableForm, act: str) -> dict[str, str]:
    """One box more or one less, if that was pressed."""
    change = {"more": 1, "fewer": -1}.get(act, 0)
    return {"boxes": str(max(form.number_of_boxes + change, 1))} if change else {}


@staff_only("shipments.dispatch")
@require_POST
def dispatch_boxes(request: StaffRequest, order_id: str) -> HttpResponse:
    """Dispatch the order on the table, if every piece is in; then the next one's turn."""
    order = queries.order(order_id)
    form, before = _pressed(request.POST, order), _gone(order)
    try:
        _check_complete(order, form)
        parcel = _dispatch(order, form, by=request.staff.name)
    except ShopError as refusal:
        data = _left_to_pack(request.POST, order)
        status = 503 if isinstance(refusal, Unavailable) else 422
        return _screen(request, data, heard=Heard(Kind.WRONG, str(refusal)), status=status)
    went = [each for name, each in _gone(queries.order(order_id)).items() if name not in before]
    went, ids = went or [parcel], ids_in(request.POST.getlist("orders"))
    heard = Heard(Kind.ORDER, went_words(order_id, went))
    named = ",".join(each.shipment_id for each in went)
    return _at(address_of(ids, heard=heard, sent=order_id, went=named))


def _gone(order: Order) -> dict[str, Shipment]:
    """The parcels that have an AWB, by their ids."""
    return {each.shipment_id: each for each in live_of(order) if each.tracking_number}


def _pressed(data: QueryDict, order: Order) -> TableForm:
    """What lies here, as it was ticked; all of the order, where the press is just the one again
    that some of it went out by."""
    whole = TableForm(data, order, to_send(order))
    if not whole.missing and all(filled.form.is_valid() for filled in whole.boxes):
        boxes = [filled.packed() for filled in whole.boxes]
        if is_as_packed(order, live_of(order), boxes):
            return whole
    return TableForm(data, order, to_pack(order))


def _left_to_pack(data: QueryDict, order: Order) -> QueryDict:
    """The state after a refusal: what was typed, unless a part of the order is gone now."""
    left = data.copy()
    is_partly_gone = queries.order(order.order_id).status is Status.SHIPPED
    if is_partly_gone and order.status is not Status.SHIPPED:
        left = QueryDict(mutable=True)
        left.setlist("orders", data.getlist("orders"))
    left["order"] = order.order_id
    return left


def _check_complete(order: Order, form: TableForm) -> None:
    if form.missing:
        names = "; ".join(name_of(order.lines[place]) for place in form.missing)
        raise BadBoxes(f"Not all pieces are in the box. Still to tick: {names}.")
    if not all(filled.form.is_valid() for filled in form.boxes):
        raise BadBoxes("Weight and sides are whole numbers: grams and centimetres.")


def _dispatch(order: Order, form: TableForm, *, by: str) -> Shipment:
    if order.status is Status.SHIPPED and not to_pack(order):  # the second of two presses
        return dispatch_patiently(order.order_id, by=by)
    if reason := why_not_packed(order, form.wanted):
        raise BadBoxes(f"{order.order_id}: {reason}")
    if order.status is Status.CONFIRMED:
        start_packing(order.order_id, by=by)
    boxes = [filled.packed() for filled in form.boxes]
    return dispatch_patiently(order.order_id, by=by, boxes=boxes, courier_id=form.courier_id)


@staff_only("orders.pack")
@require_POST
def aside(request: StaffRequest, order_id: str) -> HttpResponse:
    """A piece is missing or damaged: the order waits for a person."""
    order = queries.order(order_id)
    wrong = WRONGS.get(request.POST.get("wrong", ""), WRONGS["missing"])
    named = {str(place): line for place, line in enumerate(order.lines)}
    line = named.get(request.POST.get("place", ""))
    name = name_of(line) if line else "A piece"
    note = " ".join(request.POST.get("note", "")[:200].split())
    said = f" “{note}”." if note else ""
    todo = "Find or order it, or ask the customer; then press Settled, or cancel the order."
    set_aside(order_id, by=request.staff.name, text=f"Packing: {name} {wrong}.{said} {todo}")
    messages.success(request, f"{order_id} is set aside for a person. Go on with the next one.")
    return _at(address_of(ids_in(request.POST.getlist("orders"))))


@staff_only("orders.pack")
@require_POST
def found(request: StaffRequest, order_id: str) -> HttpResponse:
    """The goods are complete after all."""
    take_back(order_id, by=request.staff.name)
    messages.success(request, f"{order_id} may be packed again.")
    return _at(address_of(ids_in(request.POST.getlist("orders")), order=order_id))


def _at(address: str) -> HttpResponse:
    return redirect(f"{reverse(SCREEN)}?{address}")
