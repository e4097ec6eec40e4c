"""The page on which one of us takes an order by telephone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config import clock
from config.acts import tell
from config.errors import ShopError
from config.staff import StaffRequest, staff_only
from config.templatetags.shop import moment
from orders import rules
from orders.errors import AlreadyPlaced
from orders.models import Order
from orders.rules import Status
from orders.services.drafting import Terms
from payments.attempt import OrderIds, new_attempt, order_ids_of
from payments.possible import is_possible, shown_total
from payments.services.phone_orders import PhoneOrder, Taken, take_by_phone
from payments.staff.phone_desk import Desk, desk_of, first_desk
from payments.staff.phone_form import PhoneForm
from payments.ways import Ways, ways_of
from shipping.asking import asking_of

TOO_OLD = "This page was open for long. Look it over and press again."
OTHER = "This page made an order for somebody else before. Press again for a second one."


@staff_only("orders.create")
@require_http_methods(["GET", "HEAD", "POST"])
def phone_order(request: StaffRequest) -> HttpResponse:
    """Look up who calls and what they want; then the order is made as a checkout makes it."""
    if request.method != "POST":
        desk = first_desk(request.GET.get("customer", ""))
        return _page(request, desk, PhoneForm(initial=desk.given), new_attempt())
    desk = desk_of(request.POST)
    if request.POST.get("act") == "place":
        return _take(request, desk)
    return _page(request, desk, PhoneForm(initial=desk.given), request.POST.get("attempt", ""))


def _take(request: StaffRequest, desk: Desk) -> HttpResponse:
    form, attempt = PhoneForm(desk.given), request.POST.get("attempt", "")
    ids, ways = order_ids_of(attempt), _ways(request, desk, form)
    if ids is None:
        attempt = new_attempt()
        form.add_error(None, TOO_OLD)
    if ways is None:
        form.add_error(None, "Add what the customer wants first.")
    for note in desk.notes:  # the list of goods is not what was sent
        form.add_error(None, note)
    is_whole = form.is_valid() and ids is not None and ways is not None
    if ids is None or ways is None or not is_whole or not is_possible(request.POST, form, ways):
        return _page(request, desk, form, attempt, status=422)
    try:
        taken = take_by_phone(_wish(request, desk, form, ids, ways))
    except ShopError as refusal:
        is_taken = isinstance(refusal, AlreadyPlaced)
        form.add_error(None, OTHER if is_taken else str(refusal))
        again = Desk(desk.given, desk.wanted)  # at the prices and the stock of now
        return _page(request, again, form, new_attempt() if is_taken else attempt, status=422)
    tell(request, order_id=taken.order.order_id)
    _say(request, taken)
    return redirect("staff:orders:detail", taken.order.order_id)


def _wish(
    request: StaffRequest, desk: Desk, form: PhoneForm, ids: OrderIds, ways: Ways
) -> PhoneOrder:
    promise = ways.promised_for(is_for_cash=form.is_for_cash)
    taken_by = request.staff.name or request.staff.role
    return PhoneOrder(
        ids=ids,
        buyer=form.buyer(),
        wanted=desk.wanted,
        shown_total_paise=shown_total(request.POST, form),
        terms=Terms(is_cod=form.is_for_cash, promise=promise, taken_by=taken_by),
    )


def _say(request: StaffRequest, taken: Taken) -> None:
    order = taken.order
    if not taken.is_new:
        messages.warning(
            request, f"{order.order_id} was made from this page before; nothing was ordered twice."
        )
    elif order.is_cod:
        messages.success(request, f"{order.order_id} is made, to be paid at the door.")
    else:
        messages.success(request, f"{order.order_id} is made. {_link_words(order, taken)}")


def _link_words(order: Order, taken: Taken) -> str:
    until = f"It waits for its money until {moment(order.hold_expires_at or order.created_at)}."
    if order.status is not Status.PENDING:
        return ""
    if not order.customer_email:
        return (
            f"{until} Send the link to pay by hand: it stands beside Money, and nothing is mailed."
        )
    mailed = "was mailed" if taken.is_mailed else "is mailed as soon as the mail server answers"
    return f"{until} The link to pay {mailed}, and stands beside Money."


def _ways(request: StaffRequest, desk: Desk, form: PhoneForm) -> Ways | None:
    """What it costs and when it arrives; None while nothing is wanted."""
    if not desk.cart.lines:
        return None
    return ways_of(desk.cart, form.digits, now=clock.now(), before_asking=asking_of(request))


def _page(
    request: StaffRequest, desk: Desk, form: PhoneForm, attempt: str, *, status: int = 200
) -> HttpResponse:
    ways = _ways(request, desk, form)
    context: dict[str, Any] = {
        "desk": desk,
        "form": form,
        "attempt": attempt,
        "ways": ways,
        "is_for_cash": form.is_for_cash and ways is not None and not ways.no_cash,
        "hold": rules.hold_words(rules.PHONE_HOLD),
        "lit_room": "staff:orders",
    }
    return render(request, "payments/staff/phone.html", context, status=status)
