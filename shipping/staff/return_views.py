"""What staff press about a return: yes or no, and how it comes to us."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.staff import StaffRequest, staff_only
from config.views import refusal
from orders.return_rules import Way
from orders.services.answering import decline
from orders.staff.return_forms import AnswerForm
from shipping.errors import BeingDispatched, NotAwaited, NotDispatched
from shipping.services.return_parcels import accept_and_fetch, accept_by_post, fetch_again
from shipping.shiprocket import ShiprocketDown

LATER = "Shiprocket does not answer just now. The worker goes on by itself."


@staff_only("orders.returns")
@require_POST
def answer(request: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """Accept a return, fetched or sent, or decline it, with words that the customer reads."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.complaint)
        return redirect("staff:orders:return", order_id, number)
    words, by = form.cleaned_data["words"], request.staff.name
    match form.cleaned_data["act"]:
        case "decline":
            decline(order_id, number, words=words, by=by)
            messages.success(request, f"Return {number} is declined. The customer gets a mail.")
        case "post":
            accept_by_post(order_id, number, words=words, by=by)
            messages.success(request, f"Return {number} is accepted. The customer sends it.")
        case _:
            _fetch(request, order_id, number, words=words)
    return redirect("staff:orders:return", order_id, number)


def _fetch(request: StaffRequest, order_id: str, number: str, *, words: str) -> None:
    try:
        parcel = accept_and_fetch(order_id, number, words=words, by=request.staff.name)
    except (NotDispatched, NotAwaited, BeingDispatched) as no:
        messages.warning(request, str(no))
    except ShiprocketDown:
        messages.warning(request, f"Return {number} is accepted. {LATER}")
    else:
        who = parcel.courier_name or "A courier"
        messages.success(request, f"Return {number} is accepted. {who} fetches it.")


@staff_only("orders.returns")
@require_POST
def way(request: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """Try again to have it fetched, or let the customer send it."""
    by, wanted = request.staff.name, request.POST.get("way", "")
    if wanted not in [*Way]:
        return refusal(request, 400, "")
    try:
        if wanted == Way.POST:
            accept_by_post(order_id, number, words="", by=by)
            messages.success(request, "The customer is asked by mail to send it.")
        else:
            parcel = fetch_again(order_id, number, by=by)
            messages.success(request, f"{parcel.courier_name or 'A courier'} fetches it.")
    except (NotDispatched, NotAwaited, BeingDispatched) as no:
        messages.warning(request, str(no))
    except ShiprocketDown:
        messages.warning(request, LATER)
    return redirect("staff:orders:return", order_id, number)
