"""The checkout: where to, when it arrives, how it is paid; then the order is placed."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pynamodb.exceptions import PynamoDBException

from config import clock
from config.errors import ShopError, TooMany, Unavailable
from config.network import network_of
from config.shopper import shopper_of
from customers.services import consent
from orders.cart import Cart, cart_of, keep_cart
from orders.errors import AlreadyPlaced
from orders.links import placed_here, remember_placed
from orders.models import Order
from orders.rackets import keys_of
from orders.services.drafting import Terms
from orders.services.placing import Placed
from payments.attempt import OrderIds, new_attempt, order_ids_of
from payments.checkout_form import CheckoutForm
from payments.checkout_sheet import Sheet, first_sheet, looked_at, sent
from payments.errors import BeingPaid, NothingToPay, PageIsOver
from payments.possible import is_possible, shown_total
from payments.razorpay import RazorpayRefused
from payments.saved_addresses import keep_typed
from payments.services.opening import open_payment
from payments.services.ordering import Wish, place
from payments.views import success_address
from payments.ways import Ways, ways_of
from shipping.asking import asking_of
from shipping.pincode_cookie import remember

TOO_OLD = "This page was open for long. Look it over and order again."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Who, where to and how it is paid; then the order is placed and the way leads to paying, or
    for cash on delivery to the thanks."""
    chosen = cart_of(request)
    if request.method != "POST":
        return _first_look(request, chosen)
    ids = order_ids_of(request.POST.get("attempt", ""))
    if not chosen.wanted:
        return _after_the_cart(request, ids)
    if request.POST.get("act") == "pincode":
        return _page(request, looked_at(request), chosen, request.POST.get("attempt", ""))
    return _place(request, chosen, ids)


def _first_look(request: HttpRequest, chosen: Cart) -> HttpResponse:
    if not chosen.is_ready:
        return redirect("orders:cart")
    return _page(request, first_sheet(request), chosen, new_attempt())


def _after_the_cart(request: HttpRequest, ids: OrderIds | None) -> HttpResponse:
    """The cart is empty: after an order for cash, a second press of its page leads to the same."""
    if ids is not None and ids.cash in placed_here(request):
        return redirect(success_address(ids.cash))
    return redirect("orders:cart")


def _place(request: HttpRequest, chosen: Cart, ids: OrderIds | None) -> HttpResponse:
    sheet, attempt = sent(request), request.POST.get("attempt", "")
    form = sheet.form
    if ids is None:
        attempt = new_attempt()
        form.add_error(None, TOO_OLD)
    ways = _ways(request, chosen, form)
    if ids is None or not form.is_valid() or not is_possible(request.POST, form, ways):
        return _page(request, sheet, chosen, attempt, ways, status=422)
    try:
        placed = place(_wish(request, chosen, form, ways, ids))
    except BeingPaid as paid:
        return redirect(success_address(paid.order_id, "checking"))
    except ShopError as refusal:
        if isinstance(refusal, AlreadyPlaced | PageIsOver):
            attempt = new_attempt()
        form.add_error(None, str(refusal))
        again = Cart(chosen.wanted)  # at the prices and the stock of now
        return _refused(refusal, _page(request, sheet, again, attempt, status=422))
    _note_of_shopper(request, sheet)
    if placed.order.is_cod:
        return _on_to_thanks(request, chosen, placed.order, asked_for_cash=form.is_for_cash)
    return _on_to_paying(request, placed)


def _refused(refusal: ShopError, page: HttpResponse) -> HttpResponse:
    if isinstance(refusal, TooMany):
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page["Retry-After"] = str(refusal.retry_after)
    return page


def _note_of_shopper(request: HttpRequest, sheet: Sheet) -> None:
    """What a signed-in shopper ticked beside the order, and the address that they typed; a guest
    could do both in anybody's name. What cannot be written is not kept, and the order stands."""
    if shopper := shopper_of(request):
        with suppress(ShopError, PynamoDBException):
            consent.give(shopper.customer_id, request.POST.getlist("consent"))
        with suppress(ShopError, PynamoDBException):
            if sheet.saved and sheet.saved.chosen is None:
                keep_typed(shopper, sheet.form.buyer())


def _wish(
    request: HttpRequest, chosen: Cart, form: CheckoutForm, ways: Ways, ids: OrderIds
) -> Wish:
    unsettled = [each for each, is_settled in placed_here(request).items() if not is_settled]
    return Wish(
        ids=ids,
        buyer=form.buyer(),
        wanted=chosen.quantities(),
        shown_total_paise=shown_total(request.POST, form),
        terms=Terms(
            is_cod=form.is_for_cash, promise=ways.promised_for(is_for_cash=form.is_for_cash)
        ),
        network=network_of(request),
        others=tuple(unsettled),
    )


def _on_to_paying(request: HttpRequest, placed: Placed) -> HttpResponse:
    with suppress(Unavailable, NothingToPay, RazorpayRefused):
        # Should it fail, the order stands; the next page says what it waits for and tries again.
        open_payment(placed.order, is_fresh=placed.is_new)
    response = redirect("payments:pay", placed.order.order_id)
    remember_placed(request, response, placed.order.order_id)
    return response


def _on_to_thanks(
    request: HttpRequest, chosen: Cart, order: Order, *, asked_for_cash: bool
) -> HttpResponse:
    """Nothing is left to do, so the cart is emptied here: another tab cannot order it again."""
    if not asked_for_cash:
        messages.warning(request, "This order was placed before, for cash on delivery.")
    response = redirect(success_address(order.order_id))
    keep_cart(response, chosen.without(keys_of(order.lines)))
    remember_placed(request, response, order.order_id, is_settled=True)
    return response


def _page(
    request: HttpRequest,
    sheet: Sheet,
    chosen: Cart,
    attempt: str,
    ways: Ways | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    form = sheet.form
    ways = ways or _ways(request, chosen, form)
    context: dict[str, Any] = {"form": form, "cart": chosen, "attempt": attempt, "ways": ways}
    context |= {"typed": sheet.typed, "saved": sheet.saved}
    context["is_for_cash"] = form.is_for_cash and not ways.no_cash
    response = render(request, "payments/checkout.html", context, status=status)
    if form.digits:
        remember(response, form.digits)
    return response


def _ways(request: HttpRequest, chosen: Cart, form: CheckoutForm) -> Ways:
    now, asking = clock.now(), asking_of(request)
    return ways_of(chosen, form.digits, now=now, before_asking=asking)
