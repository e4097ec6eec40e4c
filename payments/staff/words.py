"""How staff read a payment, what went back of it, and who disputes it."""

from orders.models import Order
from orders.rules import AMOUNT_FLAG, DISPUTE_FLAG, DISPUTE_LOST_FLAG
from orders.services.confirming import METHODS
from orders.staff.words import Look, money_look, order_money_look
from payments.models import Dispute, Payment, Refund
from payments.refund_rules import LOST, RefundStatus
from payments.rules import UNKNOWN_ORDER
from payments.words import HOME

REFUND_LOOKS: dict[str, Look] = {
    RefundStatus.INTENDED: Look("Waits for Razorpay", "clock", "bg-orange-lt"),
    RefundStatus.PENDING: Look("On its way", "clock", "bg-azure-lt"),
    RefundStatus.PROCESSED: Look("Given back", "undo-2", "bg-green-lt"),
    RefundStatus.FAILED: Look("Failed at the bank", "circle-x", "bg-red-lt"),
    RefundStatus.REFUSED: Look("Refused by Razorpay", "circle-x", "bg-red-lt"),
}
DISPUTE_LOOKS: dict[str, Look] = {
    "created": Look("Open, answer it", "flag", "bg-red-lt"),
    "action_required": Look("The bank asks for more", "flag", "bg-red-lt"),
    "under_review": Look("The bank looks at it", "clock", "bg-orange-lt"),
    "won": Look("Won", "circle-check", "bg-green-lt"),
    "lost": Look("Lost", "circle-x", "bg-red-lt"),
    "closed": Look("Closed", "circle-check", "bg-secondary-lt"),
}
NEEDS_A_PERSON = Look("Needs a person", "flag", "bg-red-lt")
DISPUTED = Look("Disputed", "flag", "bg-red-lt")
LOST_LOOK = Look("Lost", "circle-x", "bg-red-lt")
FLAG_LOOKS = {
    DISPUTE_LOST_FLAG: LOST_LOOK,
    DISPUTE_FLAG: DISPUTED,
    AMOUNT_FLAG: NEEDS_A_PERSON,
}
TIMES = "\N{MULTIPLICATION SIGN}"
DISPUTE_OVER = frozenset({"won", "lost", "closed"})


def method_words(payment: Payment) -> str:
    """'UPI, asha@okaxis' or 'Visa •• 4417': how it was paid, as far as Razorpay says."""
    kept = payment.detail or {}
    if kept.get("last4"):
        return f"{kept.get('network') or 'card'} •• {kept['last4']}"
    known = (kept.get(key) for key in ("network", "vpa", "bank", "wallet"))
    how = METHODS.get(payment.method or "", payment.method or "unknown")
    return ", ".join([how, *(text for text in known if text)])


def is_disputed(payment: Payment) -> bool:
    """Whether the bank may still take money of it back."""
    return any(each.standing not in DISPUTE_OVER for each in (payment.disputes or {}).values())


def payment_badge(payment: Payment, order: Order | None = None) -> Look:
    """The badge of a payment, the worst that is to be said of it. `order`: the one it came for,
    where that is at hand."""
    if any(dispute.standing == LOST for dispute in (payment.disputes or {}).values()):
        return LOST_LOOK
    if is_disputed(payment):
        return DISPUTED
    if payment.status == "captured" and payment.left_paise and _is_odd(payment, order):
        return NEEDS_A_PERSON
    return money_look(payment.status)


def _is_odd(payment: Payment, order: Order | None) -> bool:
    """Whether nobody could say yet what its money is for."""
    if payment.explained:
        return False
    if payment.order_id == UNKNOWN_ORDER or payment.currency != HOME:
        return True
    if order is None:
        return False
    if order.razorpay_payment_id:
        return bool(order.razorpay_payment_id != payment.payment_id)
    return AMOUNT_FLAG in {flag.kind for flag in order.attention or []}


def order_badge(order: Order) -> Look | None:
    """The badge of an order's money: what a flag says of it, else how far paying has come."""
    raised = {flag.kind for flag in order.attention or []}
    worst = next((look for kind, look in FLAG_LOOKS.items() if kind in raised), None)
    return worst or order_money_look(order)


def refund_look(refund: Refund) -> Look:
    """The badge of how far a refund has come; a word we do not know is shown as it is."""
    other = Look(refund.status.replace("_", " ").capitalize(), "clock", "bg-secondary-lt")
    return REFUND_LOOKS.get(refund.status, other)


def dispute_look(dispute: Dispute) -> Look:
    """The badge of how a dispute stands; a word we do not know is shown as it is."""
    other = Look(dispute.standing.replace("_", " ").capitalize(), "flag", "bg-red-lt")
    return DISPUTE_LOOKS.get(dispute.standing, other)


def refunded_parts(refund: Refund, order: Order) -> str:
    """What of the order a refund was for, '2 (times) NIT-P40-3, delivery'; '' for an amount."""
    lines = {str(place): line for place, line in enumerate(order.lines)}
    pieces = sorted((refund.pieces or {}).items(), key=lambda each: int(each[0]))
    parts = [
        f"{count} {TIMES} {lines[place].sku or lines[place].name}"
        for place, count in pieces
        if place in lines
    ]
    return ", ".join([*parts, *(["delivery"] if refund.has_delivery else [])])
