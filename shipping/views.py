"""The promise for a pincode, for whoever asks: a page, a script, or a form without scripts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from config import clock
from config.views import refusal, wants_json
from orders.cart import cart_of
from orders.cart_lines import CartLine
from shipping.asking import asking_of
from shipping.forms import PincodeForm, lines_for
from shipping.pincode_cookie import remember
from shipping.promise_words import Told, told, told_nothing
from shipping.promises import ESTIMATE
from shipping.services.promising import pieces_of, promise_for


@never_cache
@require_safe
@vary_on_headers("Accept", "X-Requested-With")
def promise(request: HttpRequest) -> HttpResponse:
    """When, for how much, and whether money is collected there; for the goods named by `sku`, else
    for the cart. A browser without scripts is led back to the page it came from."""
    form, goods = PincodeForm(request.GET), lines_for(request.GET.getlist("sku"))
    if not form.is_valid():
        return _refused(request, form, goods)
    pincode, lines = form.cleaned_data["pincode"], goods or cart_of(request).lines
    found = told(
        promise_for(pincode, pieces_of(lines), now=clock.now(), before_asking=asking_of(request)),
        lines,
    )
    response = _answered(request, found, goods)
    remember(response, pincode)
    return response


def _answered(request: HttpRequest, found: Told, goods: list[CartLine]) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(_as_json(found))
    if _is_script(request):
        return _parts(request, found, goods, status=200)
    return redirect(_page_of(goods, found.pincode))


def _refused(request: HttpRequest, form: PincodeForm, goods: list[CartLine]) -> HttpResponse:
    if wants_json(request):
        return refusal(request, 422, form.complaint)
    if _is_script(request):
        given = request.GET.get("pincode", "")[:20]
        found = told_nothing(clock.now(), pincode=given, error=form.complaint)
        return _parts(request, found, goods, status=422)
    is_asked = "pincode" in request.GET
    shown = form if is_asked else PincodeForm()
    context = {"form": shown, "goods": goods, "back": _page_of(goods, "")}
    return render(request, "shipping/promise.html", context, status=422 if is_asked else 200)


def _parts(
    request: HttpRequest, found: Told, goods: list[CartLine], *, status: int
) -> HttpResponse:
    line = goods[0] if goods else None
    context = {"told": found, "line": line, "has_cart": not goods}
    return render(request, "shipping/promise_parts.html", context, status=status)


def _page_of(goods: list[CartLine], pincode: str) -> str:
    """The page of the product, or the cart, with the answer in it."""
    query = {"sku": goods[0].variant.sku} if goods else {}
    query |= {"pincode": pincode} if pincode else {}
    path = reverse("orders:cart")
    if goods:
        path = reverse("catalog:product", args=[goods[0].product.product_id])
    return f"{path}?{urlencode(query)}#pincode" if query else f"{path}#pincode"


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _as_json(found: Told) -> dict[str, object]:
    kept = found.promise.as_text() if found.promise else {}
    is_cash = found.is_served and not found.no_cash
    cash = found.promise.as_text(is_cod=True) if found.promise and is_cash else {}
    return {
        "pincode": found.pincode,
        "city": found.place.city if found.place else "",
        "state": found.place.state if found.place else "",
        "isServed": found.is_served,
        "isEstimate": found.is_estimate,
        "from": kept.get("from"),
        "to": kept.get("to"),
        "deliveryPaise": found.charge_paise,
        "allowsCashOnDelivery": is_cash,
        "isCashEstimate": cash.get("source") == ESTIMATE,
        "cashFrom": cash.get("from"),
        "cashTo": cash.get("to"),
        "text": found.text,
    }
