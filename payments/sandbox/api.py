"""Razorpay's REST addresses as the shop calls them: Basic auth, documented answers and errors."""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from payments.sandbox import acts, entities, refunds
from payments.sandbox.checks import check_notes, check_order, check_refund, key_of
from payments.sandbox.records import Refusal, order_of, payment_of
from shipping.sandbox.faults import CLOSING
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import NotJson, body_of

_P = ParamSpec("_P")
_guard = threading.Lock()
_in_flight: set[str] = set()
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def refused(refusal: Refusal) -> HttpResponse:
    """A refusal in Razorpay's shape."""
    known = bool(refusal.field)
    error: Record = {
        "code": "BAD_REQUEST_ERROR",
        "description": refusal.description,
        "source": "business" if known else "NA",
        "step": "payment_initiation" if known else "NA",
        "reason": "input_validation_failed" if known else "NA",
        "metadata": {},
    }
    if known:
        error["field"] = refusal.field
    return JsonResponse({"error": error}, status=refusal.status)


def call(**methods: Callable[Concatenate[HttpRequest, _P], Record]) -> _View[_P]:
    """A view for one address: checks the keys, chooses by method, turns refusals into 400s."""

    def view(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        answer = methods.get(str(request.method))
        try:
            if not _keys_are_right(request):
                raise Refusal("Authentication failed", status=401)
            if answer is None:
                raise Refusal("The requested URL was not found on the server.", status=404)
            return JsonResponse(answer(request, *args, **kwargs))
        except NotJson:
            return refused(Refusal("The request body is not valid JSON."))
        except Refusal as refusal:
            return refused(refusal)

    return wraps(next(iter(methods.values())))(view)


def _keys_are_right(request: HttpRequest) -> bool:
    pair = f"{settings.RAZORPAY_KEY_ID}:{settings.RAZORPAY_KEY_SECRET}"
    right = "Basic " + base64.b64encode(pair.encode()).decode()
    return request.headers.get("Authorization", "") == right


def create_order(request: HttpRequest) -> Record:
    """Open an order; with `unique_receipt`, the order that has this receipt already."""
    wanted = check_order(body_of(request))
    receipt = wanted.get("receipt")
    with LEDGER:
        known = LEDGER.get("receipts", receipt) if receipt else None
        if known and wanted.get("unique_receipt"):
            entity: Record = order_of(known["order_id"])["entity"]
            return entity
        order = entities.new_order(wanted)
        capture = (wanted.get("payment") or {}).get("capture", "automatic")
        record = {"entity": order, "capture": capture, "payments": []}
        LEDGER.put("orders", order["id"], record)
        if receipt and not known:
            LEDGER.put("receipts", receipt, {"order_id": order["id"]})
        return order


def fetch_order(_: HttpRequest, order_id: str) -> Record:
    """One order."""
    entity: Record = order_of(order_id)["entity"]
    return entity


def edit_order(request: HttpRequest, order_id: str) -> Record:
    """Change an order's notes, the only thing that may change."""
    notes = check_notes(body_of(request))
    with LEDGER:
        order = order_of(order_id)
        order["entity"]["notes"] = notes or []
        LEDGER.put("orders", order_id, order)
    entity: Record = order["entity"]
    return entity


def fetch_payment(request: HttpRequest, payment_id: str) -> Record:
    """One payment; with its card only where that is asked for."""
    payment = payment_of(payment_id)
    wants_card = "card" in request.GET.getlist("expand[]")
    return payment if wants_card else entities.without_card(payment)


def capture_payment(request: HttpRequest, payment_id: str) -> Record:
    """Take authorised money."""
    amount = body_of(request).get("amount")
    if type(amount) is not int:
        raise Refusal("The amount must be an integer.", field="amount")
    return entities.without_card(acts.capture(payment_id, amount))


def create_refund(request: HttpRequest, payment_id: str) -> Record:
    """Give money back; once for each idempotency key, which must come with the same body."""
    wanted = check_refund(body_of(request))
    key = key_of(request.headers.get("X-Refund-Idempotency"))
    asked = entities.fingerprint(wanted | {"payment_id": payment_id})
    with _alone(key):
        CLOSING.wait(request.META.get("sandbox.slow_seconds", 0))
        return _refund_once(payment_id, wanted, key, asked)


def _refund_once(payment_id: str, wanted: Record, key: str, asked: str) -> Record:
    with LEDGER:
        known = LEDGER.get("refund_keys", key) if key else None
        if known and known["asked"] != asked:
            raise Refusal(
                "Different request with the same idempotency key has already been processed."
            )
        if known:
            return LEDGER.get("refunds", known["refund_id"]) or {}
        made = refunds.refund(payment_id, wanted)
        if key:
            LEDGER.put("refund_keys", key, {"asked": asked, "refund_id": made["id"]})
        return made


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """Refuse a key whose first request is still being worked on, as Razorpay does, with 409."""
    with _guard:
        if key and key in _in_flight:
            words = "Another request with the same idempotency key is in progress."
            raise Refusal(words, status=409)
        _in_flight.add(key)
    try:
        yield
    finally:
        _in_flight.discard(key)


def fetch_refund(_: HttpRequest, refund_id: str, payment_id: str = "") -> Record:
    """One refund."""
    found = LEDGER.get("refunds", refund_id)
    if found is None or payment_id not in {"", found["payment_id"]}:
        raise Refusal("The id provided does not exist")
    return found
