"""A shopper's bank asks money back over our heads, and Razorpay pays the shop out."""

import secrets

from payments.sandbox import telling
from payments.sandbox.acts import TAKEN
from payments.sandbox.records import Refusal, known, payment_of
from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import new_id, unix_now

# What the control page offers next; `action_required` leaves a dispute open.
NEXT: dict[str, tuple[str, ...]] = {
    "open": ("action_required", "under_review", "won", "lost", "closed"),
    "under_review": ("action_required", "won", "lost", "closed"),
    "won": (),
    "lost": (),
    "closed": (),
}
_NOT_RECEIVED = "goods_or_services_not_received_or_partially_received"
_EVIDENCE = (
    "amount",
    "summary",
    "shipping_proof",
    "billing_proof",
    "cancellation_proof",
    "customer_communication",
    "proof_of_service",
    "explanation_letter",
    "refund_confirmation",
    "access_activity_log",
    "refund_cancellation_policy",
    "term_and_conditions",
    "others",
    "submitted_at",
)


def open_dispute(payment_id: str, wanted: Record) -> Record:
    """A dispute about a captured payment, about all of it unless `wanted` has an `amount`; also
    `reason_code` and `phase` (`chargeback`, `fraud` …)."""
    with LEDGER:
        payment = payment_of(payment_id)
        if payment["status"] not in TAKEN:
            raise Refusal("Only captured payments are disputed")
        dispute = _new_dispute(payment, wanted)
        LEDGER.put("disputes", dispute["id"], dispute)
        telling.of_dispute("payment.dispute.created", payment, dispute)
        return dispute


def move_dispute(dispute_id: str, to: str) -> Record:
    """The dispute goes on: `under_review`, `action_required`, `won`, `lost` or `closed`. A lost
    one has cost its amount."""
    with LEDGER:
        dispute = known("disputes", dispute_id)
        if to not in NEXT[dispute["status"]]:
            raise Refusal(f"A dispute that is {dispute['status']} does not become {to}")
        dispute["status"] = "open" if to == "action_required" else to
        if to == "lost":
            dispute["amount_deducted"] = dispute["amount"]
        LEDGER.put("disputes", dispute_id, dispute)
        payment = payment_of(dispute["payment_id"])
        telling.of_dispute(f"payment.dispute.{to}", payment, dispute)
        return dispute


def pay_out() -> Record:
    """Razorpay pays out what was captured since the last time, less its fees and what went back;
    the settlement entity."""
    with LEDGER:
        paid_out = {each for made in LEDGER.find("settled") for each in made["payment_ids"]}
        fresh = [
            payment
            for payment in LEDGER.find("payments")
            if payment["status"] in TAKEN and payment["id"] not in paid_out
        ]
        settlement = _new_settlement(fresh)
        LEDGER.put("settlements", settlement["id"], settlement)
        ids = [payment["id"] for payment in fresh]
        LEDGER.put("settled", settlement["id"], {"payment_ids": ids})
        telling.of_settlement(settlement)
        return settlement


def _new_dispute(payment: Record, wanted: Record) -> Record:
    """A dispute as its webhooks carry it."""
    amount = int(wanted.get("amount") or payment["amount"])
    return {
        "id": new_id("disp"),
        "entity": "dispute",
        "payment_id": payment["id"],
        "amount": amount,
        "currency": payment["currency"],
        "amount_deducted": 0,
        "reason_code": str(wanted.get("reason_code") or _NOT_RECEIVED),
        "respond_by": unix_now() + 7 * 24 * 3600,
        "status": "open",
        "evidence": dict.fromkeys(_EVIDENCE) | {"amount": amount},
        "phase": str(wanted.get("phase") or "chargeback"),
        "created_at": unix_now(),
    }


def _new_settlement(payments: list[Record]) -> Record:
    """A payout as its webhook carries it."""
    fees = sum(payment["fee"] or 0 for payment in payments)
    came_in = sum(payment["amount"] - payment["amount_refunded"] for payment in payments)
    return {
        "id": new_id("setl"),
        "entity": "settlement",
        "amount": max(came_in - fees, 0),
        "status": "processed",
        "fees": fees,
        "tax": sum(payment["tax"] or 0 for payment in payments),
        "utr": f"AXISCN{secrets.randbelow(10**10):010d}",
        "created_at": unix_now(),
    }
