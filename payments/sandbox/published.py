"""How Razorpay's entities stand in its webhooks: the published shapes differ by event."""

from shipping.sandbox.ledger import Record

_OLD_SHAPE_LACKS = {"acquirer_data", "error_source", "error_step", "error_reason"}
_WITH_BANK_WORDS = {"payment.dispute.created", "payment.dispute.action_required"}


def payment_in(event: str, payment: Record) -> Record:
    """The payment as it stands in a webhook: the published shapes differ by event and method."""
    if event == "order.paid":
        return _old_shape(payment)
    if event.startswith("payment.dispute."):
        return _disputed(event, payment)
    if payment["method"] == "card":
        return payment | {"amount_transferred": 0}
    if event == "payment.captured" or event.startswith("refund."):
        return payment | {"amount_transferred": 0, "base_amount": payment["amount"]}
    return payment


def refund_in(event: str, refund: Record) -> Record:
    """The refund as it stands in a webhook."""
    if event != "refund.speed_changed":
        return refund
    return _without(refund, {"batch_id"}) | {"acquirer_data": {}}


def dispute_in(event: str, dispute: Record) -> Record:
    """The dispute as it stands in a webhook."""
    return _without(dispute, {"evidence"}) if event.endswith(".action_required") else dispute


def _old_shape(payment: Record) -> Record:
    seen = _without(payment, {*_OLD_SHAPE_LACKS, "upi", "token_id"})
    if "card" in seen:
        seen["card"] = _without(seen["card"], {"iin", "sub_type"})
    return seen


def _disputed(event: str, payment: Record) -> Record:
    hidden = {"card", "upi", "token_id"}
    hidden |= set() if event in _WITH_BANK_WORDS else {"acquirer_data"}
    seen = {"amount_transferred": 0, "base_amount": payment["amount"]}
    return _without(payment, hidden) | seen


def _without(entity: Record, hidden: set[str]) -> Record:
    return {name: value for name, value in entity.items() if name not in hidden}
