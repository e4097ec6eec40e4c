"""Entering payments, refunds and disputes in the staff's lists: parts of the transactions that
write them."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction
from config.errors import Unavailable
from payments.listed import Listed, ListEntry, Whose, entry_of
from payments.models import Payment
from payments.rules import RECEIVED


def enter_payment(tx: Transaction, whose: Whose, *, status: str, at: datetime) -> None:
    """Add to the caller's transaction: the payment stands in the lists that its status says. `at`
    is when it was made, and never changes."""
    for listed in lists_of(status):
        _enter(tx, entry_of(listed, at, whose))


def enter_refund(tx: Transaction, whose: Whose, *, key: str, at: datetime) -> None:
    """Add to the caller's transaction: this new refund is listed."""
    _enter(tx, entry_of(Listed.REFUNDS, at, whose, part=key))


def enter_dispute(tx: Transaction, payment: Payment, dispute_id: str, *, at: datetime) -> None:
    """Add to the caller's transaction: this new dispute is listed."""
    _enter(tx, entry_of(Listed.DISPUTES, at, whose_of(payment), part=dispute_id))


def whose_of(payment: Payment) -> Whose:
    """What entries say of this payment."""
    return Whose(payment.payment_id, payment.order_id, payment.method)


def lists_of(status: str) -> Iterator[Listed]:
    """Where a payment of this status belongs."""
    yield Listed.ALL
    if status in RECEIVED:
        yield Listed.RECEIVED
    if status == "failed":
        yield Listed.FAILED


def entries_of(payment: Payment) -> Iterator[ListEntry]:
    """All entries that a payment should have, for whoever makes the lists anew."""
    whose = whose_of(payment)
    for listed in lists_of(payment.status):
        yield entry_of(listed, payment.created_at or clock.from_unix(0), whose)
    for key, refund in (payment.refunds or {}).items():
        yield entry_of(Listed.REFUNDS, refund.at, whose, part=key)
    for name, dispute in (payment.disputes or {}).items():
        yield entry_of(Listed.DISPUTES, dispute.began, whose, part=name)


def _enter(tx: Transaction, entry: ListEntry) -> None:
    row = ListEntry(entry.key, entry.place)
    said: list[Action] = [ListEntry.payment.set(entry.payment), ListEntry.order.set(entry.order)]
    if entry.method:
        said.append(ListEntry.method.set(entry.method))
    tx.update(row, actions=said, condition=None, or_else=Unavailable("unconditional"))
