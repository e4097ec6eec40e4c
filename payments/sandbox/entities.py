"""Razorpay's entities as it writes them: the same fields under the same names, no more, no less."""

import hashlib
import secrets
from typing import Any

from shipping.sandbox.ledger import Record
from shipping.sandbox.wire import new_id, unix_now

METHODS = ("upi", "card", "netbanking", "wallet")
_NO_ERROR = {
    "error_code": None,
    "error_description": None,
    "error_source": None,
    "error_step": None,
    "error_reason": None,
}


def new_order(wanted: Record) -> Record:
    """An order as `POST /v1/orders` returns it."""
    return {
        "amount": wanted["amount"],
        "amount_due": wanted["amount"],
        "amount_paid": 0,
        "attempts": 0,
        "created_at": unix_now(),
        "currency": wanted["currency"],
        "entity": "order",
        "id": new_id("order"),
        "notes": wanted.get("notes") or [],
        "offer_id": None,
        "receipt": wanted.get("receipt"),
        "status": "created",
    }


def new_payment(order: Record, *, method: str, email: str, contact: str, notes: Any) -> Record:
    """A payment that the customer has just begun, as `GET /v1/payments/:id` returns it."""
    payment: Record = {
        "id": new_id("pay"),
        "entity": "payment",
        "amount": order["amount"],
        "currency": order["currency"],
        "status": "created",
        "order_id": order["id"],
        "invoice_id": None,
        "international": False,
        "method": method,
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": None,
        "card_id": None,
        "bank": None,
        "wallet": None,
        "vpa": None,
        "email": email,
        "contact": contact,
        "notes": notes or [],
        "fee": None,
        "tax": None,
        **_NO_ERROR,
        "acquirer_data": {},
        "created_at": unix_now(),
    }
    return payment | _means(method)


def _means(method: str) -> Record:
    if method == "card":
        card = _card()
        return {"card_id": card["id"], "card": card, "token_id": None, "acquirer_data": {}}
    if method == "upi":
        vpa = "success@razorpay"
        upi = {"payer_account_type": "bank_account", "vpa": vpa, "flow": "intent"}
        return {"vpa": vpa, "upi": upi, "acquirer_data": {"rrn": None}}
    if method == "netbanking":
        return {"bank": "HDFC", "acquirer_data": {"bank_transaction_id": None}}
    return {"wallet": "payzapp", "acquirer_data": {"transaction_id": None}}


def _card() -> Record:
    return {
        "id": new_id("card"),
        "entity": "card",
        "name": "Test Shopper",
        "last4": "1007",
        "network": "Visa",
        "type": "debit",
        "issuer": None,
        "international": False,
        "emi": False,
        "sub_type": "consumer",
        "iin": "410028",
    }


def authorized(payment: Record) -> Record:
    """The bank said yes: its references are there, an earlier failure is forgotten."""
    number = f"{secrets.randbelow(10**12):012d}"
    words = {
        "upi": {"rrn": number, "upi_transaction_id": secrets.token_hex(16).upper()},
        "card": {"auth_code": number[:6], "rrn": number},
        "netbanking": {"bank_transaction_id": number[:10]},
        "wallet": {"transaction_id": number},
    }
    said = {"status": "authorized", "acquirer_data": words[payment["method"]]}
    return payment | _NO_ERROR | said


def captured(payment: Record) -> Record:
    """The money is ours, less two percent and the GST on that (`fee` holds both)."""
    fee_before_tax = (payment["amount"] * 2 + 50) // 100
    tax = (fee_before_tax * 18 + 50) // 100
    return payment | {
        "status": "captured",
        "captured": True,
        "fee": fee_before_tax + tax,
        "tax": tax,
    }


def failed(payment: Record, reason: str) -> Record:
    """The attempt failed; Razorpay may still change its mind (late authorisation)."""
    return payment | {
        "status": "failed",
        "error_code": "BAD_REQUEST_ERROR",
        "error_description": "Payment failed",
        "error_source": "issuer",
        "error_step": "payment_authorization",
        "error_reason": reason,
    }


def new_refund(payment: Record, wanted: Record) -> Record:
    """A refund as `POST /v1/payments/:id/refund` returns it; final at once, as the docs show."""
    speed = wanted.get("speed", "normal")
    done = "instant" if speed == "optimum" else "normal"
    return {
        "id": new_id("rfnd"),
        "entity": "refund",
        "amount": wanted["amount"],
        "receipt": wanted.get("receipt"),
        "currency": payment["currency"],
        "payment_id": payment["id"],
        "notes": wanted.get("notes") or [],
        "acquirer_data": {"arn": None},
        "created_at": unix_now(),
        "batch_id": None,
        "status": "processed",
        "speed_processed": done,
        "speed_requested": speed,
    }


def without_card(payment: Record) -> Record:
    """The payment as REST answers it: the card's id, not the card."""
    return {name: value for name, value in payment.items() if name != "card"}


def collection(items: list[Record]) -> Record:
    """A list answer."""
    return {"entity": "collection", "count": len(items), "items": items}


def fingerprint(wanted: Record) -> str:
    """Equal for equal requests: the same idempotency key must come with the same body."""
    return hashlib.sha256(repr(sorted(wanted.items())).encode()).hexdigest()
