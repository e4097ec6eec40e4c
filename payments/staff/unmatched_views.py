"""A payment whose order nobody knows: a person gives it back, or says why it is right."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from config.staff import StaffRequest, staff_only
from payments.errors import Explained, PaymentNotFound, RefundWaits
from payments.models import Payment, Refund
from payments.razorpay import RazorpayRefused
from payments.refund_rules import waiting_paise
from payments.services import unmatched, without_order
from payments.staff.refund_views import ASKED_AGAIN, WAITS
from payments.staff.unmatched_forms import ExplainForm, GiveBackForm
from payments.words import money_words

FOUND = "{} has found its order meanwhile, and nothing was done. Look at it there."


@staff_only("payments.refund", asks_password=True)
@require_POST
def give_back(request: StaffRequest, payment_id: str) -> HttpResponse:
    """All of it goes back the way it came."""
    payment = unmatched.kept(payment_id)
    if payment is None:
        return _gone(request, payment_id)
    form = GiveBackForm(payment, request.POST)
    if not form.is_valid():
        return _again(request, payment, form, ExplainForm(payment))
    money = money_words(payment.left_paise, payment.currency)
    try:
        without_order.give_back(payment_id, reason=form.cleaned_data["why"], by=request.staff.name)
    except PaymentNotFound:
        return _gone(request, payment_id)
    except Explained as refusal:
        messages.warning(request, str(refusal))
        return redirect("staff:payments:index")
    except RazorpayRefused as no:
        messages.warning(request, f"Razorpay said: {no.description} {ASKED_AGAIN}")
        return redirect("staff:payments:index")
    _tell(request, payment_id, money)
    return redirect("staff:payments:index")


def _tell(request: StaffRequest, payment_id: str, money: str) -> None:
    payment = unmatched.kept(payment_id)
    refunds = (payment.refunds or {}) if payment else {}
    if waiting_paise(refunds):
        messages.warning(request, f"Razorpay does not answer. The refund of {money} {WAITS}")
    elif payment is not None and payment.left_paise:
        messages.warning(request, f"Razorpay refused the refund of {payment_id}: {_why(refunds)}")
    else:
        messages.success(request, f"{payment_id} is on its way back.")


def _why(refunds: Mapping[str, Refund]) -> str:
    """Why the latest refund came to nothing."""
    latest = max(refunds.values(), key=lambda refund: refund.at, default=None)
    return (latest.why_not if latest else None) or "it gave no reason. Look at it there."


@staff_only("payments.refund")
@require_POST
def explain(request: StaffRequest, payment_id: str) -> HttpResponse:
    """It is right as it is, and leaves the list."""
    payment = unmatched.kept(payment_id)
    if payment is None:
        return _gone(request, payment_id)
    form = ExplainForm(payment, request.POST)
    if not form.is_valid():
        return _again(request, payment, GiveBackForm(payment), form)
    try:
        without_order.explain(payment_id, why=form.cleaned_data["why"], by=request.staff.name)
    except PaymentNotFound:
        return _gone(request, payment_id)
    except RefundWaits as refusal:
        messages.warning(request, str(refusal))
        return redirect("staff:payments:index")
    messages.success(request, f"{payment_id} is explained and off the list.")
    return redirect("staff:payments:index")


def _again(
    request: StaffRequest, payment: Payment, back: GiveBackForm, stay: ExplainForm
) -> HttpResponse:
    context = {"payment": payment, "back": back, "stay": stay}
    return render(request, "payments/staff/unmatched_again.html", context, status=422)


def _gone(request: StaffRequest, payment_id: str) -> HttpResponse:
    messages.warning(request, FOUND.format(payment_id))
    return redirect("staff:payments:payment", payment_id)
