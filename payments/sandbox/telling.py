"""The events that Razorpay sends: each queued with the state of its moment, as published."""

import json

from payments.sandbox.published import dispute_in, payment_in, refund_in
from shipping.sandbox.ledger import Record
from shipping.sandbox.post import OFFICE
from shipping.sandbox.wire import unix_now

WEBHOOK_PATH = "/payment/webhook"
ACCOUNT = "acc_ThirdBallTest1"


def of_payment(event: str, payment: Record, **order: Record) -> None:
    """`payment.authorized`, `.captured`, `.failed`; with `order=`, `order.paid`."""
    _post(event, {"payment": payment_in(event, payment)} | order, payment["id"])


def of_refund(event: str, payment: Record, refund: Record) -> None:
    """`refund.created`, `.processed`, `.failed`, `.speed_changed`."""
    parts = {"refund": refund_in(event, refund), "payment": payment_in(event, payment)}
    _post(event, parts, payment["id"])


def of_dispute(event: str, payment: Record, dispute: Record) -> None:
    """`payment.dispute.…`."""
    parts = {"payment": payment_in(event, payment), "dispute": dispute_in(event, dispute)}
    _post(event, parts, payment["id"])


def of_settlement(settlement: Record) -> None:
    """`settlement.processed`."""
    _post("settlement.processed", {"settlement": settlement}, settlement["id"])


def _post(event: str, parts: dict[str, Record], subject: str) -> None:
    body: Record = {
        "entity": "event",
        "account_id": ACCOUNT,
        "event": event,
        "contains": list(parts),
        "payload": {name: {"entity": entity} for name, entity in parts.items()},
    }
    # Published so: this one kind has its time inside the payload.
    timed = body["payload"] if event == "refund.speed_changed" else body
    timed["created_at"] = unix_now()
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    OFFICE.post(vendor="razorpay", name=event, path=WEBHOOK_PATH, subject=subject, body=text)
