"""What can happen at Razorpay: a shopper pays or fails, money is captured or given back; each
act changes the ledger and queues the events that Razorpay would send."""

import json

from django.conf import settings

from payments.sandbox import entities
from payments.signatures import payment_signature
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.post import OFFICE
from shipping.sandbox.wire import unix_now

WEBHOOK_PATH = "/payment/webhook"
ACCOUNT = "acc_ThirdBallTest1"


class Refusal(ValueError):
    """Razorpay says no with these words and this HTTP status."""

    def __init__(self, description: str, *, field: str = "", status: int = 400) -> None:
        super().__init__(description)
        self.description, self.field, self.status = description, field, status


def order_of(order_id: str) -> Record:
    """The order's record: `entity`, `capture`, `payments` (ids)."""
    return _known("orders", order_id)


def payment_of(payment_id: str) -> Record:
    """The payment entity."""
    return _known("payments", payment_id)


def pay(
    order_id: str,
    *,
    method: str = "upi",
    outcome: str = "success",
    email: str = "",
    contact: str = "",
    notes: Record | None = None,
    description: str | None = None,
) -> Record:
    """One attempt: `success` is captured at once (or only authorised, if the order says so),
    `failure` fails, `authorize` leaves the money waiting, `pending` leaves it open."""
    if method not in entities.METHODS:
        raise Refusal("The method field is invalid.", field="method")
    with LEDGER:
        order = order_of(order_id)
        if order["entity"]["status"] == "paid":
            raise Refusal("Payment failed because the order is already paid.")
        payment = entities.new_payment(
            order["entity"], method=method, email=email, contact=contact, notes=notes
        )
        payment["description"] = description
        order["payments"].append(payment["id"])
        order["entity"]["attempts"] += 1
        order["entity"]["status"] = "attempted"
        LEDGER.put("orders", order_id, order)
        LEDGER.put("payments", payment["id"], payment)
        return settle(payment["id"], outcome)


def settle(payment_id: str, outcome: str, reason: str = "payment_failed") -> Record:
    """Bring an open or failed payment to its outcome; `failure` may later become `success`, as a
    late authorisation does. The payment as it stands then."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] in {"captured", "refunded"} or outcome == "pending":
            return payment
        if outcome == "failure":
            payment = entities.failed(payment, reason)
            LEDGER.put("payments", payment_id, payment)
            _tell("payment.failed", payment)
            return payment
        if payment["status"] != "authorized":
            payment = entities.authorized(payment)
            LEDGER.put("payments", payment_id, payment)
            _tell("payment.authorized", payment)
        automatic = order_of(payment["order_id"])["capture"] == "automatic"
        if outcome == "success" and automatic:
            payment = capture(payment_id, payment["amount"])
        return payment


def capture(payment_id: str, amount: int) -> Record:
    """Take authorised money; the order is paid then. A second capture of an order's money is
    kept, as it happens when two attempts succeed."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] in {"captured", "refunded"}:
            raise Refusal("This payment has already been captured")
        if payment["status"] != "authorized":
            raise Refusal("Only payments which have been authorized and not yet captured can be")
        if amount != payment["amount"]:
            raise Refusal("Capture amount must be equal to the amount authorized", field="amount")
        payment = entities.captured(payment)
        LEDGER.put("payments", payment_id, payment)
        order = order_of(payment["order_id"])
        order["entity"] |= {"status": "paid", "amount_paid": payment["amount"], "amount_due": 0}
        LEDGER.put("orders", order["entity"]["id"], order)
        _tell("payment.captured", payment)
        _tell("order.paid", payment, order=order["entity"])
        return payment


def refund(payment_id: str, wanted: Record) -> Record:
    """Give captured money back, in whole or in part; the refund entity."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] not in {"captured", "refunded"}:
            raise Refusal("The payment status should be captured for action to be taken")
        left = payment["amount"] - payment["amount_refunded"]
        if left == 0:
            raise Refusal("The payment has been fully refunded already.")
        made = entities.new_refund(payment, {"amount": left} | wanted)
        if made["amount"] > left:
            words = "The refund amount provided is greater than amount captured."
            raise Refusal(words, field="amount")
        LEDGER.put("refunds", made["id"], made)
        payment = _refunded(payment, made["amount"])
        _tell("refund.created", payment, refund=made)
        _tell("refund.processed", payment, refund=made)
        return made


def fail_refund(refund_id: str) -> Record:
    """The bank sends the refund back: the money is the shop's again, and the event says so."""
    with LEDGER:
        made = _known("refunds", refund_id)
        if made["status"] == "failed":
            return made
        made["status"] = "failed"
        LEDGER.put("refunds", refund_id, made)
        payment = _refunded(payment_of(made["payment_id"]), -made["amount"])
        _tell("refund.failed", payment, refund=made)
        return made


def _refunded(payment: Record, amount: int) -> Record:
    back = payment["amount_refunded"] + amount
    whole = back == payment["amount"]
    payment |= {
        "amount_refunded": back,
        "refund_status": ("full" if whole else "partial") if back else None,
        "status": "refunded" if whole else "captured",
    }
    LEDGER.put("payments", payment["id"], payment)
    return payment


def _known(shelf: str, key: str) -> Record:
    found = LEDGER.get(shelf, key)
    if found is None:
        raise Refusal("The id provided does not exist")
    return found


def _tell(event: str, payment: Record, **others: Record) -> None:
    """Queue an event whose payload is the state of this moment."""
    parts = {"payment": entities.in_webhook(payment, event)} | others
    contains = ["refund", "payment"] if "refund" in others else list(parts)
    body = {
        "entity": "event",
        "account_id": ACCOUNT,
        "event": event,
        "contains": contains,
        "payload": {name: {"entity": parts[name]} for name in contains},
        "created_at": unix_now(),
    }
    OFFICE.post(
        vendor="razorpay",
        name=event,
        path=WEBHOOK_PATH,
        subject=payment["id"],
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    )


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
