"""Giving money back, as people press it: a preview first, then the refund that was previewed."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from catalog.errors import ProductChanged
from config.errors import NotFound, ShopError, Unavailable
from config.staff import StaffRequest, staff_only
from orders import queries as order_queries
from payments.errors import CancelInstead
from payments.models import Refund
from payments.razorpay import RazorpayRefused
from payments.refund_rules import Preview, RefundStatus
from payments.services import refunding
from payments.staff.refund_forms import RefundForm, is_key_of, new_key
from payments.staff.refund_offer import Offer, effects, offer_of
from payments.words import money_words

CHANGED = "The form has changed since the preview. Read what it does now, then press again."
NOT_IN_STOCK = (
    "These goods cannot go back in stock: their product is not in the catalogue as it was. Untick"
    " “Put the goods back in stock”, and count them in by hand."
)
WAITS = (
    "is written down, and sent as soon as Razorpay answers. There is nothing"
    " more to press, here or at Razorpay."
)
ASKED_AGAIN = "The refund is written down, and the worker asks again by itself."
_SEEN = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True)
class Shown:
    """The form, and under it what it would do or why that cannot be done."""

    form: RefundForm
    planned: Preview | None = None
    cancel_instead: bool = False
    status: int = 200


def is_refund(request: HttpRequest) -> bool:
    """Whether this press gives money back; a preview gives none."""
    return request.POST.get("act") == "refund"


@staff_only("payments.refund", asks_password=is_refund)
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: StaffRequest, order_id: str, payment_id: str) -> HttpResponse:
    """Preview a refund of this payment, or make the one that was previewed."""
    offer = _offer(order_id, payment_id)
    if request.method != "POST":
        return _page(request, Shown(RefundForm(offer)))
    if not is_refund(request):
        return _page(request, _shown(RefundForm(offer, request.POST, asks_why=False)))
    key = request.POST.get("key", "")
    if made := (offer.payment.refunds or {}).get(key):
        return _done(request, offer, made)
    return _refund(request, RefundForm(offer, request.POST), key)


def _refund(request: StaffRequest, form: RefundForm, key: str) -> HttpResponse:
    """Make it; whatever is in the way comes back on the form, with a fresh preview."""
    if not form.is_valid():
        return _page(request, _shown(form))
    offer, seen = form.offer, request.POST.get("seen", "")
    if not is_key_of(key, offer.payment.payment_id, form.wanted) or not _SEEN.fullmatch(seen):
        return _page(request, _shown(form, CHANGED))
    try:
        made = refunding.give_back(
            offer.order.order_id,
            offer.payment.payment_id,
            form.wanted,
            key=key,
            seen_left_paise=int(seen),
            reason=form.cleaned_data["why"],
            by=request.staff.name,
        )
    except RazorpayRefused as no:
        messages.warning(request, f"Razorpay said: {no.description} {ASKED_AGAIN}")
        return redirect(_order_page(offer))
    except NotFound:
        raise
    except ShopError as refusal:
        fresh = RefundForm(_offer(offer.order.order_id, offer.payment.payment_id), request.POST)
        status = 503 if isinstance(refusal, Unavailable) else 422
        return _page(request, replace(_shown(fresh, _sentence(refusal)), status=status))
    return _done(request, offer, made)


def _shown(form: RefundForm, refusal: str = "") -> Shown:
    """What the form would do as money and stock stand now, beside why it was refused."""
    planned, no = None, None
    if form.is_chosen:
        order_id, payment_id = form.offer.order.order_id, form.offer.payment.payment_id
        try:
            planned = refunding.preview(order_id, payment_id, form.wanted)
        except NotFound:
            raise
        except ShopError as why_not:
            no = why_not
    for text in dict.fromkeys((refusal, str(no or ""))):
        if text:
            form.add_error(None, text)
    return Shown(form, planned, isinstance(no, CancelInstead), 422 if form.errors else 200)


def _sentence(refusal: ShopError) -> str:
    return NOT_IN_STOCK if isinstance(refusal, ProductChanged) else str(refusal)


def _page(request: StaffRequest, shown: Shown) -> HttpResponse:
    form, planned = shown.form, shown.planned
    offer = form.offer
    context: dict[str, Any] = {"form": form, "offer": offer, "shown": shown}
    if planned is not None:
        context |= {
            "effects": effects(planned, offer),
            "key": new_key(offer.payment.payment_id, form.wanted),
        }
    return render(request, "payments/staff/refund.html", context, status=shown.status)


def _done(request: StaffRequest, offer: Offer, made: Refund) -> HttpResponse:
    money = money_words(made.amount, offer.payment.currency)
    match made.status:
        case RefundStatus.INTENDED:
            messages.warning(request, f"Razorpay does not answer. The refund of {money} {WAITS}")
        case RefundStatus.REFUSED | RefundStatus.FAILED:
            why = f" {made.why_not}" if made.why_not else ""
            messages.warning(request, f"The refund of {money} was refused.{why} The money is here.")
        case _:
            messages.success(request, f"{money} is on its way back. The customer gets a mail.")
    return redirect(_order_page(offer))


def _order_page(offer: Offer) -> str:
    return reverse("staff:orders:detail", args=[offer.order.order_id]) + "#money"


def _offer(order_id: str, payment_id: str) -> Offer:
    payment = refunding.payment_on(order_id, payment_id)
    return offer_of(order_queries.order(order_id), payment)
