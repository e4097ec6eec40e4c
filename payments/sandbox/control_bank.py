"""The JSON control addresses of money that goes back: refunds, disputes, Razorpay's balance."""

from payments.sandbox import disputes, refunds
from shipping.sandbox.control import order_of_json
from shipping.sandbox.ledger import Record


@order_of_json
def bank(wanted: Record) -> Record:
    """`{"refunds": "at_once"|"pending", "balance_paise": 0|null}`: how refunds go from now on."""
    return refunds.set_bank(**wanted)


@order_of_json
def refund(wanted: Record, payment_id: str) -> Record:
    """A refund made in Razorpay's own dashboard: `{"amount"}` in paise, or all of it; `speed`."""
    return refunds.refund(payment_id, wanted)


@order_of_json
def process_refund(_: Record, refund_id: str) -> Record:
    """A pending refund is done."""
    return refunds.process_refund(refund_id)


@order_of_json
def fail_refund(_: Record, refund_id: str) -> Record:
    """The bank sends this refund back."""
    return refunds.fail_refund(refund_id)


@order_of_json
def change_speed(_: Record, refund_id: str) -> Record:
    """An instant refund becomes a normal one."""
    return refunds.change_speed(refund_id)


@order_of_json
def dispute(wanted: Record, payment_id: str) -> Record:
    """The shopper's bank disputes a payment: `{"amount", "reason_code", "phase"}`, all optional."""
    return disputes.open_dispute(payment_id, wanted)


@order_of_json
def move_dispute(wanted: Record, dispute_id: str) -> Record:
    """`{"to": "action_required"|"under_review"|"won"|"lost"|"closed"}`."""
    return disputes.move_dispute(dispute_id, str(wanted["to"]))


@order_of_json
def pay_out(_: Record) -> Record:
    """Razorpay pays the shop out."""
    return disputes.pay_out()
