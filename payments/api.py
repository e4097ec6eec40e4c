"""`POST /payment/create-order`, as the earlier front end calls it (design.md 6): it trusts nothing
but its body, and the amount is ours."""

import json
from datetime import timedelta
from functools import partial
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalog.errors import UnknownSku
from config.errors import ShopError, Unavailable
from config.ids import new_order_id
from config.network import network_of
from config.views import refusal_for
from customers.services.throttling import hit
from orders.cart import quantity_from
from orders.models import Order
from orders.rules import MOST_LINES
from orders.services.cancelling import cancel_unpaid
from orders.services.placing import place_order
from payments.errors import BadRequestBody, NotJson
from payments.forms import BuyerForm
from payments.services.holding import count_held
from payments.services.opening import open_payment
from payments.services.pricing import must_be

MOST_IN_TEN_MINUTES = 30


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def create_order(request: HttpRequest) -> HttpResponse:
    """Place an order from JSON and open it at Razorpay; every refusal is JSON with a sentence."""
    if request.method == "OPTIONS":
        return _with_cors(request, HttpResponse(status=204))
    if request.content_type != "application/json":
        text = "Send JSON with Content-Type application/json."
        return _with_cors(request, JsonResponse({"success": False, "error": text}, status=415))
    try:
        network = network_of(request)
        hit(f"create-order/{network}", MOST_IN_TEN_MINUTES, timedelta(minutes=10))
        response: HttpResponse = JsonResponse(_create(_body_of(request), network))
    except ShopError as refusal:
        response = refusal_for(request, refusal)
        if isinstance(refusal, NotJson):
            response.status_code = 400
    return _with_cors(request, response)


def _create(body: dict[str, Any], network: str) -> dict[str, Any]:
    wanted = _wanted(body.get("items"))
    form = BuyerForm(_fields(body))
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise BadRequestBody(f"{field}: {errors[0]}")
    must_be(body.get("amount"), wanted)
    order = place_order(
        order_id=new_order_id(),
        buyer=form.buyer(),
        wanted=wanted,
        shown_total_paise=body.get("amount"),
        also=partial(count_held, network, wanted),
    ).order
    return {
        "success": True,
        "order": {
            "id": _opened(order),
            "amount": order.total_amount,
            "currency": "INR",
            "receipt": order.order_id,
        },
        "key_id": settings.RAZORPAY_KEY_ID,
    }


def _opened(order: Order) -> str:
    """The Razorpay order's id. Where Razorpay is down nobody can pay, so the goods go free."""
    try:
        return open_payment(order, is_fresh=True)
    except Unavailable:
        cancel_unpaid(order.order_id, reason="Razorpay could not be reached.", by="Shop")
        raise


def _body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body, object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotJson("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise NotJson("The body must be a JSON object.")
    return body


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two that are the same, who knows which one a proxy or the
    front end meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotJson("The body names the same key twice.")
    return found


def _no_number(word: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise NotJson(f"{word} is not JSON.")


def _wanted(items: Any) -> dict[str, int]:
    """sku → pieces; the same sku twice is added up."""
    if not isinstance(items, list) or not items or len(items) > MOST_LINES:
        raise BadRequestBody(f"items must be a list of 1 to {MOST_LINES} things.")
    wanted: dict[str, int] = {}
    for item in items:
        if not isinstance(item, dict):
            raise BadRequestBody("Each of items must be an object with sku (or id) and quantity.")
        sku = item.get("sku") or item.get("id")
        if not isinstance(sku, str):
            raise UnknownSku("")
        quantity = item.get("quantity", 1)
        if isinstance(quantity, bool) or not isinstance(quantity, int | str):
            raise BadRequestBody("quantity must be a whole number.")
        wanted[sku] = wanted.get(sku, 0) + quantity_from(str(quantity))
    return wanted


def _fields(body: dict[str, Any]) -> dict[str, str]:
    """The checkout form's fields out of `customer` and `shippingAddress`."""
    customer, address = _object(body, "customer"), _object(body, "shippingAddress")
    return {
        "name": _text(customer, "name") or _text(address, "name"),
        "email": _text(customer, "email"),
        "phone": _text(customer, "phone") or _text(address, "phone"),
        "line1": _text(address, "addressLine1") or _text(address, "address"),
        "line2": _text(address, "addressLine2") or _text(address, "landmark"),
        "city": _text(address, "city"),
        "state": _text(address, "state"),
        "pincode": _text(address, "pincode"),
    }


def _object(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    if not isinstance(found, dict):
        raise BadRequestBody(f"{name} must be an object.")
    return found


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _with_cors(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    origin = request.headers.get("Origin", "")
    if origin in settings.FRONT_END_ORIGINS:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Max-Age"] = "600"
    response["Vary"] = "Origin"
    return response
