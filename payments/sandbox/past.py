"""Orders and payments from before the stand-in was there, for a demo with a past. No event tells
of them: the shop has heard it all."""

from payments.sandbox import entities
from payments.sandbox.records import payment_of
from shipping.sandbox.control import order_of_json
from shipping.sandbox.ledger import LEDGER, Record


@order_of_json
def lay_orders(wanted: Record) -> list[Record]:
    """`{"orders": [{"id", "receipt", "amount", "at", "payments": [{"id", "method", "email",
    "contact", "is_paid", "at", "refund": {"id", "receipt", "at"}}]}]}`, a refund only of what went
    back in full; moments in Unix seconds; an order that is known is left. Their payments, as
    Razorpay tells them."""
    with LEDGER:
        ids = [payment for order in wanted["orders"] for payment in _laid(order)]
        return [entities.without_card(payment_of(payment_id)) for payment_id in ids]


def _laid(wanted: Record) -> list[str]:
    """The ids of the order's payments."""
    known = LEDGER.get("orders", wanted["id"])
    if known is not None:
        return list(known["payments"])
    asked = {"amount": wanted["amount"], "currency": "INR", "receipt": wanted["receipt"]}
    notes = {"orderId": wanted["receipt"]}
    order = entities.new_order({**asked, "notes": notes})
    order |= {"id": wanted["id"], "created_at": wanted["at"]}
    payments = [_paid(order, each) for each in wanted["payments"]]
    if payments:
        order |= {"attempts": len(payments), "status": "attempted"}
    if any(payment["captured"] for payment in payments):
        order |= {"status": "paid", "amount_paid": order["amount"], "amount_due": 0}
    ids = [payment["id"] for payment in payments]
    LEDGER.put("orders", order["id"], {"entity": order, "capture": "automatic", "payments": ids})
    LEDGER.put("receipts", order["receipt"], {"order_id": order["id"]})
    return ids


def _paid(order: Record, wanted: Record) -> Record:
    who = {name: wanted[name] for name in ("method", "email", "contact")}
    payment = entities.new_payment(order, notes=order["notes"], **who)
    payment |= {"id": wanted["id"], "created_at": wanted["at"]}
    if not wanted["is_paid"]:
        payment = entities.failed(payment, "payment_failed")
    else:
        payment = entities.captured(entities.authorized(payment))
    if wanted.get("refund"):
        payment = _given_back(payment, wanted["refund"])
    LEDGER.put("payments", payment["id"], payment)
    return payment


def _given_back(payment: Record, wanted: Record) -> Record:
    asked = {"amount": payment["amount"], "receipt": wanted["receipt"], "notes": payment["notes"]}
    refund = entities.new_refund(payment, asked)
    refund |= {"id": wanted["id"], "created_at": wanted["at"]}
    LEDGER.put("refunds", refund["id"], refund)
    gone = {"amount_refunded": payment["amount"], "refund_status": "full", "status": "refunded"}
    return payment | gone
