"""Parts of a write in which a refund is begun: the intent on the payment's item, and the condition
that nobody else began one meanwhile."""

from datetime import datetime

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from config.dynamo import Transaction
from payments.errors import LookAgain
from payments.models import Payment, Refund
from payments.refund_rules import RefundStatus
from payments.rules import RECEIVED
from payments.services.listing import enter_refund, whose_of


def refund_id_of(payment_id: str, number: int) -> str:
    """Our name of the n-th refund of a payment, and its key at Razorpay: the same intent is the
    same refund, however often it is sent."""
    return f"refund-{payment_id}-{number}"


def intended(payment_id: str, *, amount_paise: int, by: str, reason: str, at: datetime) -> Action:
    """The action on the item of a payment seen for the first time that writes the intent to give
    `amount_paise` of it back."""
    key = refund_id_of(payment_id, 1)
    return Payment.refunds.set({key: _intent(key, amount_paise, by=by, reason=reason, at=at)})


def intend(
    tx: Transaction, payment: Payment, refund: Refund, *, also: Condition | None = None
) -> None:
    """Add to the caller's transaction: this refund is to be made. Refused with LookAgain if a
    refund was begun or moved on since the payment was read, if its money is not here, or if `also`
    does not hold."""
    as_read = refunds_as_read(payment) & Payment.status.is_in(*RECEIVED)
    tx.update(
        payment,
        actions=[added(payment, refund)],
        condition=as_read if also is None else as_read & also,
        or_else=LookAgain(),
    )
    enter_refund(tx, whose_of(payment), key=refund.key, at=refund.at)


def intend_rest(
    tx: Transaction,
    payment: Payment,
    *,
    by: str,
    reason: str,
    at: datetime,
    also: Condition | None = None,
) -> None:
    """Add to the caller's transaction: all that is left of this payment is to go back. Refused
    like `intend`."""
    key = refund_id_of(payment.payment_id, len(payment.refunds or {}) + 1)
    intend(tx, payment, _intent(key, payment.left_paise, by=by, reason=reason, at=at), also=also)


def added(payment: Payment, refund: Refund) -> Action:
    """The action that writes a new refund into the payment's item under its key."""
    if payment.refunds is None:
        return Payment.refunds.set({refund.key: refund})
    return Payment.refunds[refund.key].set(refund)


def moved_on(
    refund: Refund, status: RefundStatus, *, gateway_id: str = "", why_not: str = ""
) -> list[Action]:
    """The actions that write how far a kept refund has come. Field by field, for a newer version
    may have added to the part."""
    path = Payment.refunds[refund.key]
    actions: list[Action] = [path["status"].set(status.value)]
    if gateway_id:
        actions.append(path["gatewayId"].set(gateway_id))
    if why_not:
        actions.append(path["whyNot"].set(why_not))
    return actions


def refunds_as_read(payment: Payment) -> Condition:
    """The condition that no refund was added and none moved on since the payment was read. It
    names statuses and not whole parts, whose fields a newer version may have added to."""
    if payment.refunds is None:
        none: Condition = Payment.refunds.does_not_exist()
        return none
    same: Condition = size(Payment.refunds) == len(payment.refunds)
    for key, refund in payment.refunds.items():
        same = same & (Payment.refunds[key]["status"] == refund.status)
    return same


def _intent(key: str, amount_paise: int, *, by: str, reason: str, at: datetime) -> Refund:
    status = RefundStatus.INTENDED.value
    return Refund(amount=amount_paise, key=key, status=status, by=by, reason=reason, at=at)
