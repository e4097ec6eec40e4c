"""What is left of an order when its customer is erased: goods, sums, taxes and states, which the
books need; nothing that says who it was, save where tax law wants the name on the invoice."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from config import clock
from config.raw_items import Item
from customers.privacy_words import Traces, scrubbed
from customers.services.claimed_mails import CLAIM, OWED
from orders.models import Order
from orders.paper_parts import Invoice
from orders.return_parts import Return
from orders.return_rules import OPEN
from orders.rules import NOTE, WORKING

# From this taxable value on, the invoice names its buyer (CGST Rule 46(e)), registered or not.
NAMED_FROM_PAISE = 50_000_00
FORGOTTEN = "erased-"  # stands before the random id that takes the customer's place
_GONE = ("customerName", "customerEmail", "customerPhone")
_OF_A_BUSINESS = ("buyerGstin", "buyerCompany")
# These are ids, sums and states of ours. Whatever else an order holds is searched word by word.
_NAMES_OURS = (
    "orderId customerId status items totalAmount razorpayOrderId razorpayPaymentId"
    " paymentStatus createdAt updatedAt subtotal shippingFee codFee holdExpiresAt"
    " paymentMethod collectedAt promise shipmentIds mails givenBack feesBack paymentIds"
    " rememberedAt collected invoiceNumber invoice creditNotes erasedAt addressedAt"
    " promisedAt version"
)
_OURS = frozenset(_NAMES_OURS.split())
BY_CUSTOMER = "Customer"  # as the story names whoever ordered
NOTE_ERASED = "A note of ours, emptied with the customer's data."
_QUOTED = re.compile(r"\s?“.*”", re.DOTALL)
_NAMES_OF_A_RETURN = (
    "status pieces reason money fees askedAt answeredAt answeredBy way shipmentId arrivedAt"
    " arrived sound refundKey"
)
_OF_A_RETURN = frozenset(_NAMES_OF_A_RETURN.split())


def new_customer_id() -> str:
    """What takes the customer's place: random, so that no two orders are seen to be one's."""
    return f"{FORGOTTEN}{secrets.token_hex(12)}"


def is_forgotten_id(customer_id: str | None) -> bool:
    """Whether it stands for a customer who was erased."""
    return (customer_id or "").startswith(FORGOTTEN)


def why_open(order: Order) -> str:
    """Why this order cannot be forgotten yet, as its customer reads it; '' if it can."""
    if order.status in WORKING:
        return "is not finished"
    if any(each.status in OPEN for each in returns_of(order)):
        return "has a return under way"
    if order.attention:
        return "waits for one of us to settle something about it"
    return ""


def returns_of(order: Order) -> list[Return]:
    """What its customer asked to send back."""
    return list((order.returns or {}).values())


def photos_of(order: Order) -> list[str]:
    """The names of the pictures that were sent with its returns."""
    return [str(name) for each in returns_of(order) for name in each.photos or ()]


def keeps_its_buyer(invoice: Invoice | None) -> bool:
    """Whether tax law wants the buyer's name on this invoice for as long as it is kept."""
    if invoice is None:
        return False
    taxable = sum(row.taxable for row in invoice.rows)
    return taxable >= NAMED_FROM_PAISE or bool(invoice.buyer.get("gstin"))


def traces_in(order: Order) -> Traces:
    """What this order knows its customer by."""
    address = order.shipping_address or {}
    places = ("addressLine1", "addressLine2", "landmark", "pincode", "address", "street")
    return Traces.of(
        emails=[order.customer_id, order.customer_email or "", address.get("email", "")],
        phones=[order.customer_phone or "", address.get("phone", "")],
        names=[order.customer_name or "", address.get("name", "")],
        lines=[address.get(place, "") for place in places],
    )


def forgotten(stored: Item, traces: Traces, *, customer_id: str, now: datetime) -> Item:
    """The order as it stays, under `customer_id`; `stored` is as DynamoDB holds it, and every
    attribute that no model of ours names is kept, without the traces of the person."""
    order = Order.from_raw_data(dict(stored))
    is_named = keeps_its_buyer(order.invoice)
    dropped = {*_GONE, *(() if is_named else _OF_A_BUSINESS)}
    kept = {
        name: held if name in _OURS or name in _OF_A_BUSINESS else scrubbed(held, traces)
        for name, held in stored.items()
        if name not in dropped
    }
    if "shippingAddress" in stored:
        kept["shippingAddress"] = state_alone(order.shipping_address)
    if "cancelReason" in kept:
        kept["cancelReason"] = without_quotes(kept["cancelReason"])
    if "timeline" in kept:
        lines = zip(stored["timeline"].get("L", []), kept["timeline"].get("L", []), strict=True)
        kept["timeline"] = {"L": [_moment(was, left) for was, left in lines]}
    if "returns" in stored:
        kept["returns"] = {"M": {k: _return(v) for k, v in _map(stored["returns"]).items()}}
    if "mails" in stored:
        sent = {k: v for k, v in _map(stored["mails"]).items() if not _is_owed(v)}
        kept["mails"] = {"M": sent}
    if "invoice" in stored and not is_named:
        kept["invoice"] = {"M": _map(stored["invoice"]) | {"buyer": _nameless(stored["invoice"])}}
    stamp = {"S": clock.to_text(now)}
    return kept | {"customerId": {"S": customer_id}, "erasedAt": stamp, "updatedAt": stamp}


def without_quotes(held: Mapping[str, Any]) -> dict[str, Any]:
    """A text without what its customer said: their own words stand in quotation marks, and may
    hold such marks themselves."""
    return {"S": _QUOTED.sub("", held["S"])} if "S" in held else dict(held)


def _moment(was: Mapping[str, Any], left: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the story, `left` without traces. What others did is told in our words, though
    they may quote a courier; a note may name anybody: that it was there is all that is kept of it.
    Who did it is asked of the line as it `was`: the customer's name may be "Customer", too."""
    by, told = _map(was).get("by"), _map(left)
    if told.get("event") == {"S": NOTE}:
        return {"M": told | {"text": {"S": NOTE_ERASED}}}
    if by != {"S": BY_CUSTOMER} or "text" not in told:
        return dict(left)
    return {"M": told | {"by": by, "text": without_quotes(told["text"])}}


def state_alone(address: Mapping[str, str] | None) -> dict[str, Any]:
    """Of an address the State, which the tax was worked out by, as DynamoDB holds it."""
    state = (address or {}).get("state")
    return {"M": {"state": {"S": state}} if state else {}}


def _nameless(invoice: Mapping[str, Any]) -> dict[str, Any]:
    buyer = _map(_map(invoice).get("buyer", {}))
    return {"M": {k: v for k, v in buyer.items() if k.startswith("state")}}


def _return(held: Mapping[str, Any]) -> dict[str, Any]:
    return {"M": {k: v for k, v in _map(held).items() if k in _OF_A_RETURN}}


def _is_owed(noted: Mapping[str, Any]) -> bool:
    return str(noted.get("S", "")).startswith((OWED, CLAIM))


def _map(held: Mapping[str, Any]) -> dict[str, Any]:
    """What is in a map as DynamoDB holds it; nothing where it is none."""
    found: dict[str, Any] = held.get("M", {})
    return found
