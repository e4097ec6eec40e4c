"""What shoppers and their banks do at Razorpay: pay, fail, leave open; money is captured. Each act
changes the ledger and queues the events that Razorpay would send."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from payments.sandbox import entities, telling
from payments.sandbox.records import Refusal, order_of, payment_of
from payments.signatures import payment_signature
from shipping.sandbox.ledger import LEDGER, Record

TAKEN = frozenset({"captured", "refunded"})


@dataclass(frozen=True)
class Attempt:
    """How somebody pays. `outcome`: `success` is captured at once (or only authorised, if the
    order says so), `failure` fails, `authorize` leaves the money waiting, `pending` leaves it open.
    `amount` and `currency` are the order's unless given: what an attacker or a bug brings. `again`
    pays an order that is paid already, as a second window can."""

    method: str = "upi"
    outcome: str = "success"
    email: str = ""
    contact: str = ""
    notes: Any = None
    description: str | None = None
    amount: int | None = None
    currency: str | None = None
    again: bool = False


def pay(order_id: str, **how: Any) -> Record:
    """One attempt to pay, `how` as in Attempt; the payment as it stands then."""
    attempt = Attempt(**how)
    if attempt.method not in entities.METHODS:
        raise Refusal("The method field is invalid.", field="method")
    with LEDGER:
        order = order_of(order_id)
        if order["entity"]["status"] == "paid" and not attempt.again:
            raise Refusal("Payment failed because the order is already paid.")
        payment = _begun(order["entity"], attempt)
        order["payments"].append(payment["id"])
        order["entity"]["attempts"] += 1
        if order["entity"]["status"] == "created":
            order["entity"]["status"] = "attempted"
        LEDGER.put("orders", order_id, order)
        LEDGER.put("payments", payment["id"], payment)
        return settle(payment["id"], attempt.outcome)


def _begun(order: Record, attempt: Attempt) -> Record:
    payment = entities.new_payment(
        order,
        method=attempt.method,
        email=attempt.email,
        contact=attempt.contact,
        notes=attempt.notes,
    )
    return payment | {
        "description": attempt.description,
        "amount": order["amount"] if attempt.amount is None else int(attempt.amount),
        "currency": attempt.currency or order["currency"],
    }


def settle(payment_id: str, outcome: str, reason: str = "payment_failed") -> Record:
    """Bring an open or failed payment to its outcome; `failure` may later become `success`, as a
    late authorisation does. The payment as it stands then."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] in TAKEN or outcome == "pending":
            return payment
        if outcome == "failure":
            payment = entities.failed(payment, reason)
            LEDGER.put("payments", payment_id, payment)
            telling.of_payment("payment.failed", payment)
            return payment
        if payment["status"] != "authorized":
            payment = entities.authorized(payment)
            LEDGER.put("payments", payment_id, payment)
            telling.of_payment("payment.authorized", payment)
        automatic = order_of(payment["order_id"])["capture"] == "automatic"
        if outcome == "success" and automatic:
            payment = capture(payment_id, payment["amount"])
        return payment


def capture(payment_id: str, amount: int) -> Record:
    """Take authorised money; the order is paid once its amount is there. A second capture of an
    order's money is kept, as it happens when two attempts succeed."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] in TAKEN:
            raise Refusal("This payment has already been captured")
        if payment["status"] != "authorized":
            raise Refusal("Only payments which have been authorized and not yet captured can be")
        if amount != payment["amount"]:
            raise Refusal("Capture amount must be equal to the amount authorized", field="amount")
        payment = entities.captured(payment)
        LEDGER.put("payments", payment_id, payment)
        order = order_of(payment["order_id"])
        order["entity"] |= _paid_so_far(order["entity"], payment)
        LEDGER.put("orders", order["entity"]["id"], order)
        telling.of_payment("payment.captured", payment)
        if order["entity"]["status"] == "paid":
            telling.of_payment("order.paid", payment, order=order["entity"])
        return payment


def _paid_so_far(order: Record, payment: Record) -> Record:
    """An order takes no more than it costs, and only its own currency."""
    if payment["currency"] != order["currency"]:
        return {}
    paid = min(order["amount"], order["amount_paid"] + payment["amount"])
    due = order["amount"] - paid
    status = order["status"] if due else "paid"
    return {"amount_paid": paid, "amount_due": due, "status": status}


def response_of(payment: Record) -> Record | None:
    """What Checkout hands to the page after this payment; None unless money was taken."""
    if payment["status"] not in {"authorized", "captured"}:
        return None
    signature = payment_signature(settings.RAZORPAY_KEY_SECRET, payment["order_id"], payment["id"])
    return {
        "razorpay_payment_id": payment["id"],
        "razorpay_order_id": payment["order_id"],
        "razorpay_signature": signature,
    }
