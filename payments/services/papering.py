"""Papers that should be there and are not: bills of what was sent, credit notes for what was taken
back. For the worker; each is safe to repeat."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from orders import queries as order_queries
from orders.credit_rules import ALL, Wanted
from orders.errors import NoBill, NoRate, OrderNotFound
from orders.models import Order
from orders.return_rules import ReturnStatus, as_pieces
from orders.return_worth import is_by_hand
from orders.rules import Status
from orders.services import paper_dues
from orders.services.crediting import credit, left_of_bill_paise
from orders.services.invoicing import NO_RATE_FLAG, invoice_for
from payments import queries
from payments.models import Refund
from payments.refund_rules import RefundStatus
from shipping.at_the_door import cash_of
from shipping.queries import of_order

log = logging.getLogger(__name__)
Act = Callable[[], bool]
CANCELLED = "cancelled"  # keys of notes that no refund asks for
NOT_COLLECTED = "not-collected"
RETURNED = "return-"  # stands before the return's number, where no refund of Razorpay's paid it
MOST_LOOKS = 3
LOOK_BACK = timedelta(days=60)


def bills(now: datetime) -> Iterator[Act]:
    """Orders that were sent without a bill."""
    for order_id in unbilled(since=now - LOOK_BACK):
        yield partial(bill, order_id)


def credit_notes(_: datetime) -> Iterator[Act]:
    """Orders of which something was taken back."""
    for order_id in paper_dues.due():
        yield partial(settle, order_id)


def unbilled(*, since: datetime) -> Iterator[str]:
    """The ids of our orders, as the index shows them, that were sent without a bill: shipped ones,
    and delivered ones placed since then. Where no rate is known a person was called."""
    for status, placed in ((Status.SHIPPED, None), (Status.DELIVERED, since)):
        for order in order_queries.by_status(status, since=placed):
            is_called = any(flag.kind == NO_RATE_FLAG for flag in order.attention or [])
            if order.invoice is None and order.mails is not None and not is_called:
                yield order.order_id


def bill(order_id: str) -> bool:
    """Make the bill of an order that was sent. False where it has one, or cannot have any."""
    if order_queries.order(order_id).invoice is not None:
        return False
    try:
        invoice_for(order_id, by="Worker")
    except (NoBill, NoRate) as refusal:
        log.warning("%s has no bill: %s", order_id, type(refusal).__name__)
        return False
    return True


def settle(order_id: str) -> bool:
    """Make the credit notes that an order owes, and take it off the list once it owes none.
    Whether any was made."""
    count = 0
    for _ in range(MOST_LOOKS):
        try:
            order = order_queries.order(order_id)
        except OrderNotFound:
            paper_dues.forget(order_id)
            break
        owed = owed_by(order)
        if not owed:
            paper_dues.strike_off(order)
            break
        notes = [credit(order_id, key=key, wanted=wanted) for key, wanted in owed.items()]
        if not any(notes):  # nothing of the bill is left for them
            paper_dues.strike_off(order)
            break
        count += sum(note is not None for note in notes)
    return count > 0


def owed_by(order: Order) -> dict[str, Wanted]:
    """What is to be taken back of the order's bill, by the key of its note: all that is left of a
    cancelled one, the refunds that Razorpay has paid out, and what no courier collected."""
    if not left_of_bill_paise(order):
        return {}
    if order.status is Status.CANCELLED:
        return {CANCELLED: ALL}
    return {**_refunded(order), **_not_collected(order), **_returned(order)}


def _refunded(order: Order) -> dict[str, Wanted]:
    """Refunds without a note. One that the bank sent back after its note was made stands for the
    next of its sum: that money goes back a second time, the goods do not."""
    payment = queries.payment(order.razorpay_payment_id or "")
    refunds: Mapping[str, Refund] = (payment.refunds or {}) if payment else {}
    notes = order.credit_notes or {}
    paid_out = {key: r for key, r in refunds.items() if r.status == RefundStatus.PROCESSED}
    spare = sum(
        row.gross
        for key, note in notes.items()
        if key in refunds and key not in paid_out
        for row in note.rows
    )
    owed: dict[str, Wanted] = {}
    for key, refund in paid_out.items():
        if key not in notes:
            covered = min(spare, refund.amount)
            spare -= covered
            if covered < refund.amount:
                owed[key] = _wanted(refund, refund.amount - covered)
    return owed


def _wanted(refund: Refund, amount_paise: int) -> Wanted:
    pieces = as_pieces(refund.pieces or {})
    return Wanted(amount_paise=amount_paise, pieces=pieces, with_charges=bool(refund.has_delivery))


def _not_collected(order: Order) -> dict[str, Wanted]:
    """What nobody will pay at the door any more, of an order that is closed."""
    is_noted = NOT_COLLECTED in (order.credit_notes or {})
    if not order.is_cod or order.status is not Status.DELIVERED or is_noted:
        return {}
    missed = cash_of(order, of_order(order)).missed
    if not missed:
        return {}
    pieces = {
        place: line.quantity - line.to_send
        for place, line in enumerate(order.lines)
        if line.to_send < line.quantity
    }
    return {NOT_COLLECTED: Wanted(amount_paise=missed, pieces=pieces)}


def _returned(order: Order) -> dict[str, Wanted]:
    """Returns that a person has paid back: of goods that were paid for at the door, and those whose
    refund Razorpay would not make."""
    notes = order.credit_notes or {}
    return {
        RETURNED + number: Wanted(
            amount_paise=back.money,
            pieces=as_pieces(back.arrived or {}),
            with_charges=bool(back.has_fees),
        )
        for number, back in (order.returns or {}).items()
        if (order.is_cod or is_by_hand(back))
        and back.status == ReturnStatus.REFUNDED
        and back.money
        and RETURNED + number not in notes
    }
