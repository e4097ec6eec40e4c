"""What is left of a payment when its customer is erased: ids, sums and states. And of the events
that told of it, that they were heard."""

import json
from typing import Any

from config.raw_items import Item
from customers.privacy_words import Traces, scrubbed
from orders.services.forgetting import without_quotes
from payments.models import EventMark, Payment
from payments.services.writing import ERASED

_GONE = frozenset({"email", "contact", "detail", "customerId", "razorpaySignature"})
_NAMES_OURS = (
    "paymentId orderId razorpayOrderId razorpayPaymentId amount currency status method"
    " createdAt capturedAt amountRefunded fee tax"
)
_OURS = frozenset(_NAMES_OURS.split())


def traces_in(payment: Payment) -> Traces:
    """What this payment knows its customer by. Whoever paid may have typed an address of somebody
    else, and Razorpay writes one of its own where none was asked for: neither is a trace."""
    detail = payment.detail or {}
    return Traces.of(
        emails=[payment.customer_id or "", *detail.values()],
        phones=[payment.contact or ""],
        names=[detail.get("name", "")],
    )


def forgotten(stored: Item, traces: Traces, *, customer_id: str | None) -> Item:
    """The payment as it stays; by `customer_id` it leads to its order, as it did before."""
    kept = {
        name: held if name in _OURS else scrubbed(held, traces)
        for name, held in stored.items()
        if name not in _GONE
    }
    if "refunds" in kept:
        refunds = kept["refunds"].get("M", {})
        kept["refunds"] = {"M": {key: _refund(each) for key, each in refunds.items()}}
    if customer_id and "customerId" in stored:
        kept["customerId"] = {"S": customer_id}
    return kept


def _refund(held: dict[str, Any]) -> dict[str, Any]:
    told = held.get("M", {})
    return {"M": told | {"reason": without_quotes(told["reason"])}} if "reason" in told else held


def ids_in(body: str) -> tuple[str, str]:
    """The ids of the payment and of the Razorpay order that an event told of; '' for what cannot
    be read."""
    try:
        entity = json.loads(body)["payload"]["payment"]["entity"]
        return str(entity["id"]), str(entity.get("order_id") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""


def forgotten_event(stored: Item) -> Item:
    """An event without what it said."""
    return stored | {EventMark.body.attr_name: {"S": ERASED}}


def event_without(stored: Item, traces: Traces) -> Item:
    """An event of somebody else without the person's addresses and numbers in it."""
    name = EventMark.body.attr_name
    return stored | {name: {"S": traces.sure.without(stored[name]["S"])}}
