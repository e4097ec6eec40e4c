"""Checkout in the browser: the script, the window it opens, and the payment made there."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from config.money import rupees
from payments.sandbox import acts
from payments.sandbox.entities import METHODS
from payments.sandbox.records import Refusal, order_of
from shipping.sandbox.drawing import asset, window_page
from shipping.sandbox.ledger import Record
from shipping.sandbox.wire import NotJson, body_of

_METHODS = (
    ("upi", "UPI", "success@razorpay"),
    ("card", "Card", "Visa ending in 1007"),
    ("netbanking", "Netbanking", "HDFC Bank"),
    ("wallet", "Wallet", "PayZapp"),
)


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """`checkout.js`."""
    return asset(request, "checkout.js")


@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """The payment window for the order that the script names."""
    given = {name: request.GET.get(name, "") for name in _GIVEN}
    given["method"] = given["method"] if given["method"] in METHODS else "upi"
    try:
        amount = rupees(_open_order(given["key"], given["order_id"])["amount"])
        return window_page(given | {"amount": amount, "methods": _METHODS})
    except Refusal as refusal:
        return window_page(given | {"refusal": refusal.description})


@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """What the shopper chose: `{"response"}` for the page after a success, else `{"error"}`."""
    try:
        asked = body_of(request)
        _open_order(str(asked.get("key")), str(asked.get("order_id")))
        payment = acts.pay(
            str(asked["order_id"]),
            method=str(asked.get("method")),
            outcome=str(asked.get("outcome", "success")),
            email=str(asked.get("email", "")),
            contact=str(asked.get("contact", "")),
            notes=_notes(asked.get("notes")),
            description=str(asked.get("description") or "") or None,
        )
    except (Refusal, NotJson) as refusal:
        return JsonResponse({"error": _error(str(refusal), {})}, status=400)
    response = acts.response_of(payment)
    return JsonResponse({"response": response} if response else {"error": _error_of(payment)})


def _open_order(key: str, order_id: str) -> Record:
    if key != settings.RAZORPAY_KEY_ID:
        raise Refusal("The key is not the one that this sandbox knows")
    order: Record = order_of(order_id)["entity"]
    if order["status"] == "paid":
        raise Refusal("This order is already paid")
    return order


def _notes(text: Any) -> Record:
    try:
        notes = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        notes = None
    return notes if isinstance(notes, dict) else {}


def _error_of(payment: Record) -> Record:
    metadata = {"payment_id": payment["id"], "order_id": payment["order_id"]}
    if payment["status"] == "created":
        return _error("The bank has not answered yet", metadata)
    named = ("code", "description", "source", "step", "reason")
    return {part: payment[f"error_{part}"] for part in named} | {"metadata": metadata}


def _error(description: str, metadata: Record) -> Record:
    return {
        "code": "BAD_REQUEST_ERROR",
        "description": description,
        "source": "customer",
        "step": "payment_authentication",
        "reason": "payment_pending" if metadata else "input_validation_failed",
        "metadata": metadata,
    }


_GIVEN = (
    "key",
    "order_id",
    "name",
    "description",
    "email",
    "contact",
    "method",
    "notes",
    "escape",
)
