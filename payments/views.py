"""Paying, and the page after it."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from config.errors import Unavailable
from config.shopper import shopper_of
from config.views import refusal as say
from orders import queries
from orders.cart import cart_of, keep_cart
from orders.errors import OrderNotFound
from orders.line_parts import pieces_in
from orders.links import order_id_in, placed_here, remember_placed, token_of
from orders.models import Order
from orders.progress import progress_of
from orders.rackets import keys_of
from orders.rules import PaymentStatus, Status
from orders.services.cancelling import cancel_unpaid
from payments.checkout import window_options
from payments.errors import BadSignature, NothingToPay, PaymentNotFound
from payments.razorpay import RazorpayRefused
from payments.services.checking import check_callback, order_opened_as
from payments.services.opening import open_payment

SEE_OTHER = HTTPStatus.SEE_OTHER


@never_cache
@require_safe
@csp_update(settings.PAY_PAGE_POLICY)  # type: ignore[arg-type]
def pay(request: HttpRequest, order_id: str) -> HttpResponse:
    """Razorpay's window over the order as it was placed. Only for whoever placed it."""
    return _pay_page(request, _own(request, order_id))


@never_cache
@require_safe
@csp_update(settings.PAY_PAGE_POLICY)  # type: ignore[arg-type]
def pay_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the order's signed link: an order that was taken by phone. It says
    no more of the buyer than the tracking page does."""
    page = _pay_page(request, queries.order(order_id_in(token)), token)
    page["Referrer-Policy"] = "same-origin"  # the address itself is the key
    return page


def _pay_page(request: HttpRequest, order: Order, token: str = "") -> HttpResponse:
    if order.status == Status.CANCELLED:
        return render(request, "payments/ended.html", {"order": order}, status=410)
    if order.status != Status.PENDING:
        address = success_address(order.order_id, order.razorpay_payment_id or "")
        return redirect(f"{address}&key={token}" if token else address)
    if order.hold_expires_at is None:  # of the earlier system: old prices, and nothing set aside
        raise NothingToPay(order.order_id)
    context: dict[str, Any] = {"order": order, "count": _pieces(order), "token": token}
    try:
        order.razorpay_order_id = open_payment(order)
    except (Unavailable, RazorpayRefused):
        return render(request, "payments/not_now.html", context, status=503)
    context["window"] = window_options(order, is_by_link=bool(token))
    context["src"] = settings.RAZORPAY_CHECKOUT_URL
    page = render(request, "payments/pay.html", context)
    # A bank's page opens in a window of its own, and Razorpay's must see how it ends.
    page["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return page


@require_POST
def give_up(request: HttpRequest, order_id: str) -> HttpResponse:
    """The shopper does not want to pay after all: the goods are free again, the cart is kept. Once
    the bank has agreed to a payment it is too late for that, and the page says so."""
    order = _own(request, order_id)
    if order.payment_status == PaymentStatus.AUTHORIZED:
        return redirect(success_address(order.order_id, "checking"))
    if order.status == Status.PENDING:
        cancel_unpaid(order.order_id, reason="The customer gave it up.", by="Customer")
        messages.success(request, "The order is cancelled. Nothing was charged.")
    return redirect("orders:cart")


@csrf_exempt
@require_POST
def callback(request: HttpRequest) -> HttpResponse:
    """Where Razorpay's window sends the browser, from another site: no cookie is to be relied on,
    and nothing that is not signed is believed (razorpay.md 3)."""
    got = {name: request.POST.get(f"razorpay_{name}", "")[:128] for name in _SIGNED}
    try:
        order_id = _order_meant(request, got["order_id"], is_signed=bool(got["signature"]))
        if not got["signature"]:
            messages.error(request, "The payment did not go through. Nothing was charged.")
            return _back_to_paying(request, order_id)
        with suppress(Unavailable):  # "we are checking": webhook or worker will tell us
            check_callback(
                razorpay_order_id=got["order_id"],
                payment_id=got["payment_id"],
                signature=got["signature"],
            )
    except (BadSignature, PaymentNotFound, OrderNotFound, RazorpayRefused) as refusal:
        return say(request, 400, str(refusal))
    address = success_address(order_id, got["payment_id"])
    return HttpResponse(
        status=SEE_OTHER, headers={"Location": f"{address}&key={token_of(order_id)}"}
    )


def _back_to_paying(request: HttpRequest, order_id: str) -> HttpResponse:
    if request.GET.get("by") == "link":
        return redirect("payments:pay-by-link", token_of(order_id))
    return redirect("payments:pay", order_id)


_SIGNED = ("order_id", "payment_id", "signature")


def _order_meant(request: HttpRequest, razorpay_order_id: str, *, is_signed: bool) -> str:
    """The order of our own signed link; without it only a signed payment leads to one, so that a
    stranger learns no order id."""
    token = request.GET.get("for", "")
    if token:
        return order_id_in(token)
    if not is_signed:
        raise PaymentNotFound
    return order_opened_as(razorpay_order_id)


@never_cache
@require_safe
def success(request: HttpRequest) -> HttpResponse:
    """Thank you, or "we are checking" until the money is confirmed; safe to load again."""
    order_id = request.GET.get("orderId", "")
    order = _allowed(request, order_id)
    if order.status == Status.PENDING:
        if not request.GET.get("paymentId"):
            return redirect("payments:pay", order.order_id)
        return render(request, "payments/checking.html", {"order": order})
    context = {
        "order": order,
        "progress": progress_of(order),
        "token": token_of(order.order_id),
        "count": _pieces(order),
    }
    response = render(request, "payments/success.html", context)
    if placed_here(request).get(order_id) is False:
        keep_cart(response, cart_of(request).without(keys_of(order.lines)))
        remember_placed(request, response, order_id, is_settled=True)
    return response


def success_address(order_id: str, payment_id: str = "") -> str:
    """`/order-success?orderId=…&paymentId=…`, as the earlier front end had it."""
    paid_by = f"&paymentId={payment_id}" if payment_id else ""
    return f"{reverse('payments:success')}?orderId={order_id}{paid_by}"


def _own(request: HttpRequest, order_id: str) -> Order:
    """The order for the browser that placed it, or for its customer who is signed in."""
    if order_id in placed_here(request):
        return queries.order(order_id)
    shopper = shopper_of(request)
    if shopper is None:
        raise OrderNotFound
    return queries.own_order(order_id, shopper.customer_id)


def _allowed(request: HttpRequest, order_id: str) -> Order:
    key = request.GET.get("key", "")
    if key and order_id_in(key) == order_id:
        return queries.order(order_id)
    return _own(request, order_id)


def _pieces(order: Order) -> int:
    return pieces_in(order.lines)
