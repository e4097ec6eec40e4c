"""The returns of a signed-in shopper: asking for one, and following it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config import clock
from config.shopper import ShopperRequest, shopper_only
from config.uploads import takes_up_to
from customers.services import throttling
from orders import photos, queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.return_errors import (
    AskedMeanwhile,
    NotReturnable,
    PhotoRefused,
    ReturnNotFound,
)
from orders.return_forms import LONGEST_BODY, ChoiceForm, SendForm
from orders.return_rules import MOST_PHOTOS, PHOTO_MB
from orders.return_words import told
from orders.services.asking_back import ask_back, next_number, preview
from orders.services.return_writing import return_of

TOO_MUCH = (
    f"Send up to {MOST_PHOTOS} photos of {PHOTO_MB} MB each. Go back and choose smaller ones."
)
TRIES_AN_HOUR = 12  # each may unpack four photos


@takes_up_to(LONGEST_BODY, or_else=TOO_MUCH)
@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: ShopperRequest, order_id: str) -> HttpResponse:
    """Choose what goes back and why; look it over, with the money that comes back; ask for it."""
    order = queries.own_order(order_id, request.shopper.customer_id)
    if request.method == "POST":
        return _send(request, order)
    if not request.GET:
        return _choose(request, order, ChoiceForm(order, clock.now()))
    choice = ChoiceForm(order, clock.now(), request.GET)
    if not choice.is_valid():
        return _choose(request, order, choice, status=422)
    return _look_over(request, order, SendForm(choice, clock.now()), choice)


def _send(request: ShopperRequest, order: Order) -> HttpResponse:
    throttling.hit(f"return/{order.order_id}", TRIES_AN_HOUR, timedelta(hours=1))
    number = request.POST.get("number", "")
    if number in (order.returns or {}):
        return _there_already(request, order, AskedMeanwhile(number))
    choice = ChoiceForm(order, clock.now(), request.POST)
    if not choice.is_valid():
        return _choose(request, order, choice, status=422)
    files = {"photos": request.FILES.getlist("photos")}
    form = SendForm(choice, clock.now(), request.POST, files)
    if form.is_valid() and (answer := _asked(request, order, form, number)):
        return answer
    return _look_over(request, order, form, choice, status=422)


def _asked(
    request: ShopperRequest, order: Order, form: SendForm, number: str
) -> HttpResponse | None:
    """Ask for it; None where it is refused, and then the form says why. Its photos stay: the same
    may be on its way from another window, and they go with the order's others."""
    try:
        kept = photos.keep(order.order_id, form.cleaned_data["photos"])
        ask_back(order.order_id, order.customer_id, number=number, wish=form.wish_with(kept))
    except OrderNotFound:  # it was erased while the photos were sent
        photos.forget_order(order.order_id)
        raise
    except AskedMeanwhile as refusal:
        return _there_already(request, order, refusal)
    except (PhotoRefused, NotReturnable) as refusal:
        form.add_error("photos" if isinstance(refusal, PhotoRefused) else None, str(refusal))
        return None
    way = "here" if order.mails is None else "by mail, and here"
    messages.success(request, f"Return {number} is asked for. We answer {way}.")
    return redirect("orders:return-view", order.order_id, number)


def _there_already(request: HttpRequest, order: Order, refusal: AskedMeanwhile) -> HttpResponse:
    """The second press of a button, or another window: show what there is."""
    messages.warning(request, str(refusal))
    return redirect("orders:return-view", order.order_id, refusal.number)


def _choose(
    request: HttpRequest, order: Order, form: ChoiceForm, *, status: int = 200
) -> HttpResponse:
    return render(
        request, "orders/returns/choose.html", {"order": order, "form": form}, status=status
    )


def _look_over(
    request: HttpRequest, order: Order, form: SendForm, choice: ChoiceForm, *, status: int = 200
) -> HttpResponse:
    """The preview; what may not be asked (any more) goes back to the choice."""
    try:
        worth = preview(order, choice.wish)
    except NotReturnable as refusal:
        choice.add_error(None, str(refusal))
        return _choose(request, order, choice, status=422)
    context: dict[str, Any] = {
        "order": order,
        "form": form,
        "choice": choice,
        "goods": [(order.lines[at], count) for at, count in choice.wish.pieces.items()],
        "worth": worth,
        "number": request.POST.get("number") or next_number(order),
    }
    return render(request, "orders/returns/look_over.html", context, status=status)


@shopper_only
@require_safe
def view(request: ShopperRequest, order_id: str, number: str) -> HttpResponse:
    """How far a return has come. Anybody else's is a 404."""
    order = queries.own_order(order_id, request.shopper.customer_id)
    context = {
        "order": order,
        "each": told(order, number, return_of(order, number)),
        "shop_address": settings.SHOP_ADDRESS,
    }
    return render(request, "orders/returns/view.html", context)


@shopper_only
@require_safe
def photo(request: ShopperRequest, order_id: str, number: str, place: int) -> HttpResponse:
    """A photo that the shopper sent. Anybody else's is a 404."""
    order = queries.own_order(order_id, request.shopper.customer_id)
    return photo_answer(order, number, place)


def photo_answer(order: Order, number: str, place: int) -> HttpResponse:
    """The n-th photo of a return, as a picture and nothing else. Raises ReturnNotFound."""
    names = return_of(order, number).photos or []
    picture = None
    with suppress(IndexError):
        picture = photos.read(str(names[place - 1])) if place > 0 else None
    if picture is None:
        raise ReturnNotFound
    answer = HttpResponse(picture, photos.CONTENT_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{number}-{place}.webp"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
