"""What Razorpay lets pass: the documented limits of orders, notes, refunds and keys."""

import re
from typing import Any

from payments.sandbox.records import Refusal
from shipping.sandbox.ledger import Record

_ORDER_FIELDS = {
    "amount",
    "currency",
    "receipt",
    "unique_receipt",
    "notes",
    "partial_payment",
    "first_payment_min_amount",
    "payment",
    "payment_capture",
}
_REFUND_FIELDS = {"amount", "speed", "notes", "receipt"}
_KEY = re.compile(r"[A-Za-z0-9_-]{10,}", re.ASCII)


def check_order(wanted: Record) -> Record:
    """The order as asked for, if Razorpay would open it."""
    _no_strangers(wanted, _ORDER_FIELDS)
    _amount(wanted)
    if wanted.get("currency") != "INR":
        raise Refusal("Currency is not supported", field="currency")
    _receipt(wanted)
    check_notes(wanted)
    payment = wanted.get("payment")
    if payment is not None and payment.get("capture") not in {"automatic", "manual"}:
        raise Refusal("The selected capture is invalid.", field="capture")
    return wanted


def check_refund(wanted: Record) -> Record:
    """The refund as asked for, if Razorpay would begin it; no amount means all that is left."""
    _no_strangers(wanted, _REFUND_FIELDS)
    if "amount" in wanted:
        _amount(wanted)
    if wanted.get("speed", "normal") not in {"normal", "optimum"}:
        raise Refusal("The selected speed is invalid.", field="speed")
    _receipt(wanted)
    check_notes(wanted)
    return wanted


def check_notes(wanted: Record) -> Any:
    """The notes: at most fifteen pairs, each value at most 256 characters."""
    notes = wanted.get("notes")
    if not notes:
        return notes
    if not isinstance(notes, dict):
        raise Refusal("notes must be an array", field="notes")
    if len(notes) > 15:
        raise Refusal("Number of fields in notes should be less than or equal to 15", field="notes")
    if any(len(str(value)) > 256 for value in notes.values()):
        raise Refusal("The value of a note may not be greater than 256 characters.", field="notes")
    return notes


def key_of(header: str | None) -> str:
    """The idempotency key, '' for none; a short or odd one is refused."""
    if header is None:
        return ""
    if not _KEY.fullmatch(header):
        raise Refusal("The idempotency key must be at least 10 characters of A-Z a-z 0-9 - _.")
    return header


def _amount(wanted: Record) -> None:
    amount = wanted.get("amount")
    if type(amount) is not int:
        raise Refusal("The amount must be an integer.", field="amount")
    if amount < 100:
        raise Refusal("The amount must be at least INR 1.00", field="amount")


def _receipt(wanted: Record) -> None:
    receipt = wanted.get("receipt")
    if receipt is not None and (not isinstance(receipt, str) or len(receipt) > 40):
        raise Refusal("The receipt may not be greater than 40 characters.", field="receipt")


def _no_strangers(wanted: Record, known: set[str]) -> None:
    strangers = sorted(wanted.keys() - known)
    if strangers:
        raise Refusal(
            f"{', '.join(strangers)} is/are not required and should not be sent.",
            field=strangers[0],
        )
