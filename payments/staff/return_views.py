"""A return's parcel is opened, and its money goes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import NotFound, ShopError
from config.money import rupees
from config.staff import StaffRequest, staff_only
from orders import queries
from orders.return_rules import ON_THE_WAY, ReturnStatus
from orders.return_words import told
from orders.services.return_writing import return_of
from payments.services.return_by_hand import pay_by_hand
from payments.services.returning import check_in_and_refund
from payments.staff.return_forms import CheckInForm, PaidForm


@staff_only("payments.refund", asks_password=True)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """Say what was in the parcel: what is sound goes in stock, what was promised is paid back."""
    order = queries.order(order_id)
    back = return_of(order, number)
    if back.status not in ON_THE_WAY and request.method != "POST":
        return redirect("staff:orders:return", order_id, number)
    form = CheckInForm(order, back, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            is_new = check_in_and_refund(order_id, number, form.count, by=request.staff.name)
        except NotFound:
            raise
        except ShopError as no:
            form.add_error(None, str(no))
        else:
            _say(request, order_id, number, is_new=is_new)
            return redirect("staff:orders:return", order_id, number)
    context = {"order": order, "each": told(order, number, back), "form": form}
    status = 422 if form.errors else 200
    return render(request, "payments/staff/return_check_in.html", context, status=status)


def _say(request: StaffRequest, order_id: str, number: str, *, is_new: bool) -> None:
    back = return_of(queries.order(order_id), number)
    money = rupees(back.money or 0)
    if not is_new:
        messages.warning(request, "It was checked in before; nothing was counted again.")
    elif back.status == ReturnStatus.REFUNDED:
        messages.success(request, f"Checked in. {money} is on its way back.")
    elif back.status == ReturnStatus.SENT_BACK:
        messages.success(request, "Checked in. Nothing is paid back; the customer gets a mail.")
    else:
        words = back.trouble or f"{money} goes back as soon as Razorpay answers."
        messages.warning(request, f"Checked in. {words}")


@staff_only("payments.refund", asks_password=True)
@require_POST
def paid(request: StaffRequest, order_id: str, number: str) -> HttpResponse:
    """Somebody has paid a return by hand."""
    form = PaidForm(request.POST)
    if form.is_valid():
        _write_paid(request, order_id, number, form.cleaned_data)
    else:
        messages.warning(request, str(next(iter(form.errors.values()))[0]))
    return redirect("staff:orders:return", order_id, number)


def _write_paid(request: StaffRequest, order_id: str, number: str, given: dict[str, Any]) -> None:
    reference, paise = given["reference"], given["amount"]
    try:
        is_new = pay_by_hand(
            order_id, number, reference=reference, paise=paise, by=request.staff.name
        )
    except NotFound:
        raise
    except ShopError as no:
        messages.warning(request, str(no))
        return
    if is_new:
        messages.success(request, "Written down. The customer reads it on the return's page.")
    else:
        messages.warning(request, "It was written down before; nothing was changed.")
