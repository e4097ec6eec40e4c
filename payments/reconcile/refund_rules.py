"""How a refund stands, of Razorpay's books or of ours: the same, explained, or open. Pure."""

from payments.reconcile.facts import (
    Judged,
    Mend,
    OrderHere,
    PaymentHere,
    RefundHere,
    RefundThere,
    explained,
    for_a_person,
    matched,
    mendable,
)
from payments.refund_rules import RefundStatus, rank_of
from payments.words import HOME, money_words


def judge_refund(
    there: RefundThere, payment: PaymentHere | None, order: OrderHere | None
) -> Judged:
    """How a refund of Razorpay's books stands. `order` is the payment's."""
    if payment is None:
        if order is not None and order.is_earlier:
            return explained(
                "earlier_system",
                "Given back in Razorpay's dashboard for an order of the earlier system, which kept"
                " no payments.",
            )
        why = "Its payment and the refund are unknown here."
        return mendable("unknown_here", why, Mend.TAKE_REFUND)
    kept = kept_of(there, payment)
    if kept is None:
        why = "Given back in Razorpay's dashboard; nobody knows of it here."
        return mendable("unknown_here", why, Mend.TAKE_REFUND)
    if kept.amount_paise != there.amount_paise:
        return for_a_person(
            "amount_differs",
            f"Razorpay gave {money_words(there.amount_paise, payment.currency)} back, here"
            f" {money_words(kept.amount_paise, payment.currency)} stands for the same refund.",
            "Look at the refund at Razorpay and ask whoever keeps the tables which is right.",
        )
    return _by_status(there, kept, payment, order)


def kept_of(there: RefundThere, payment: PaymentHere) -> RefundHere | None:
    """The same refund here: by Razorpay's id, else by the receipt, which is our own key."""
    for refund in payment.refunds:
        if refund.gateway_id == there.refund_id:
            return refund
    if not there.receipt:
        return None
    unnamed = (r for r in payment.refunds if not r.gateway_id)
    return next((r for r in unnamed if r.key[:40] == there.receipt), None)


def _by_status(
    there: RefundThere, kept: RefundHere, payment: PaymentHere, order: OrderHere | None
) -> Judged:
    if rank_of(there.status) > rank_of(kept.status):
        why = f"Razorpay says {there.status}; here it is only {kept.status}."
        return mendable("behind", why, Mend.TAKE_REFUND)
    if kept.status != there.status:
        return for_a_person(
            "state_differs",
            f"Here it stands as {kept.status}; Razorpay says {there.status}.",
            "Look at the refund at Razorpay. If it says failed, give the money back again.",
        )
    if there.status == RefundStatus.FAILED:
        return _failed(kept, payment, order)
    return matched()


def _failed(kept: RefundHere, payment: PaymentHere, order: OrderHere | None) -> Judged:
    if (order is None and payment.left_paise) or (order and order.is_refund_failed):
        return for_a_person(
            "failed",
            f"The bank sent {money_words(kept.amount_paise, payment.currency)} back.",
            "Ask the customer where it shall go, give it back again, then press Settled.",
        )
    others = [r for r in payment.refunds if r.is_given and r.amount_paise == kept.amount_paise]
    if others:
        return explained("given_again", f"The bank sent it back; it went again as {others[0].key}.")
    return explained("failed", "The bank sent it back, and a person has settled it.")


def judge_missing_refund(refund: RefundHere, currency: str = HOME) -> Judged | None:
    """How a refund of ours stands that Razorpay does not list; None if it means nothing."""
    if refund.is_intended:
        return mendable("not_sent", "It is intended and was not sent yet.", Mend.SEND)
    if refund.is_given or refund.gateway_id:
        return for_a_person(
            "not_at_razorpay",
            f"{money_words(refund.amount_paise, currency)} stand as {refund.status} here, and"
            " Razorpay knows no such refund.",
            "Look at the payment at Razorpay. If the money is still there, give it back there.",
        )
    return None
