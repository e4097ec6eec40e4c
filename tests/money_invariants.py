"""Money must always be right: what is here, what is at Razorpay, and that both are the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from orders.models import Order
from orders.rules import REFUND_FLAG, PaymentStatus, Status
from payments.models import Payment, Refund
from payments.refund_rules import AT_RAZORPAY, NOT_GIVEN, RefundStatus, given_paise, lost_paise
from payments.rules import RECEIVED, UNKNOWN_ORDER
from tests.snapshot import Tables

Ledger = Mapping[str, list[dict[str, Any]]]
REFUND_WORDS = ("intended", "refused", "pending", "processed", "failed")  # forward only
PAID = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)
_ABOUT_MONEY = ("payment.authorized", "payment.captured", "payment.failed", "order.paid", "refund.")


def matters(event: str) -> bool:
    """Whether an event of this name is one that the shop keeps."""
    return event.startswith((*_ABOUT_MONEY, "payment.dispute."))


def here(tables: Tables) -> Iterator[str]:
    """What our own tables must agree on."""
    pays_for = Counter(order.razorpay_payment_id for order in tables.orders.values())
    for order in tables.orders.values():
        if order.razorpay_payment_id and pays_for[order.razorpay_payment_id] > 1:
            yield f"{order.razorpay_payment_id} pays for two orders"
        yield from _paid_for(order, tables.paying(order))
    for payment in tables.payments:
        yield from _refunds_of(payment, tables.orders.get(payment.order_id))
        is_open = payment.status == "captured" and not payment.explained
        is_listed = payment.payment_id in tables.unmatched
        if payment.order_id == UNKNOWN_ORDER and is_open and not is_listed:
            yield f"{payment.payment_id} is of no order and on no list"


def _paid_for(order: Order, payment: Payment | None) -> Iterator[str]:
    if order.is_cod:
        if order.razorpay_payment_id:
            yield f"{order.order_id} is paid at the door and at Razorpay"
        return
    right = payment is not None and payment.status in RECEIVED and payment.currency == "INR"
    if order.status in PAID and not (right and payment and payment.amount == order.total_amount):
        yield f"{order.order_id} is {order.status} without its money"
    if order.status == Status.PENDING and order.razorpay_payment_id:
        yield f"{order.order_id} is paid and still pending"
    ended = order.status == Status.CANCELLED and order.razorpay_payment_id
    if ended and not order.attention and payment and not payment.refunds:
        yield f"{order.order_id} was cancelled and keeps its money"


def _refunds_of(payment: Payment, order: Order | None) -> Iterator[str]:
    refunds = payment.refunds or {}
    going = [refund for refund in refunds.values() if refund.status not in NOT_GIVEN]
    # One that was made in the dashboard is kept under its own id, and may have been made behind
    # the back of one of ours, which Razorpay will then refuse.
    ours = sum(refund.amount for refund in going if refund.key != refund.gateway_id)
    if max(ours, given_paise(refunds)) > payment.amount:
        yield f"{payment.payment_id}: {ours} of {payment.amount} to go back"
    if (payment.amount_refunded or 0) != given_paise(refunds):
        yield f"{payment.payment_id}: {payment.amount_refunded} noted, {given_paise(refunds)} given"
    names = Counter(refund.gateway_id for refund in refunds.values() if refund.gateway_id)
    yield from (f"{name} stands here {n} times" for name, n in names.items() if n > 1)
    flags = {flag.kind for flag in (order.attention or [])} if order else {REFUND_FLAG}
    waiting = any(refund.status == RefundStatus.INTENDED for refund in going)
    if waiting and REFUND_FLAG not in flags:
        yield f"{payment.payment_id}: a refund is intended and nobody will send it"


def there(tables: Tables, ledger: Ledger) -> Iterator[str]:
    """What must agree with Razorpay at any moment: nothing of ours that it does not know, nothing
    of its money that is not explained here."""
    opened = Counter(order["entity"]["receipt"] for order in ledger.get("orders", []))
    yield from (f"{receipt}: {n} Razorpay orders" for receipt, n in opened.items() if n > 1)
    ours: dict[str, Payment] = {}
    for row in sorted(tables.payments, key=lambda row: row.order_id != UNKNOWN_ORDER):
        ours[row.payment_id] = row  # the item of its order rather than the one kept without
    for entity in ledger.get("payments", []):
        known = ours.get(entity["id"])
        if known is not None:
            yield from _same_payment(known, entity)
            yield from _explained(known, tables.orders.get(known.order_id))
    theirs = ledger.get("refunds", [])
    yield from _refunds_there(theirs, ledger)
    for payment in ours.values():
        yield from _refunds_here_and_there(payment, theirs)


def _same_payment(known: Payment, entity: Mapping[str, Any]) -> Iterator[str]:
    if (known.amount, known.currency) != (entity["amount"], entity["currency"]):
        there = f"{entity['amount']} {entity['currency']}"
        yield f"{known.payment_id}: {there} there, {known.amount} {known.currency} here"
    if known.status in RECEIVED and entity["status"] not in RECEIVED:
        yield f"{known.payment_id}: {entity['status']} there, {known.status} here"


def _explained(payment: Payment, order: Order | None) -> Iterator[str]:
    """Money that came in pays its order, goes back, or is shown to a person."""
    if payment.status not in RECEIVED or order is None:
        return
    if order.razorpay_payment_id == payment.payment_id or payment.refunds:
        return
    told = [flag.text for flag in order.attention or []]
    told += [line.text for line in order.timeline or []]
    if not any(payment.payment_id in text for text in told):
        yield f"{payment.payment_id}: {payment.amount} for {order.order_id} and nobody is told"
    if (payment.amount, payment.currency) == (order.total_amount, "INR"):
        yield f"{payment.payment_id}: the right amount, neither taken nor given back"


def _refunds_there(theirs: list[dict[str, Any]], ledger: Ledger) -> Iterator[str]:
    made = Counter(each["receipt"] for each in theirs if each["receipt"])
    yield from (f"{receipt}: {n} refunds at Razorpay" for receipt, n in made.items() if n > 1)
    captured = {each["id"]: each["amount"] for each in ledger.get("payments", [])}
    given = Counter[str]()
    for each in theirs:
        given[each["payment_id"]] += each["amount"] if each["status"] != "failed" else 0
    for payment_id, amount in given.items():
        if amount > captured[payment_id]:
            yield f"{payment_id}: {amount} given back of {captured[payment_id]}"


def _refunds_here_and_there(payment: Payment, theirs: list[dict[str, Any]]) -> Iterator[str]:
    by_id = {each["id"]: each for each in theirs if each["payment_id"] == payment.payment_id}
    for refund in (payment.refunds or {}).values():
        found = by_id.get(refund.gateway_id or "")
        if found is None and (refund.status in AT_RAZORPAY or refund.gateway_id):
            yield f"{payment.payment_id}: {refund.key} is {refund.status} and not at Razorpay"
        if found and (found["amount"] != refund.amount or _is_ahead(refund, found)):
            yield f"{refund.key}: {refund.amount} {refund.status}, there {_said(found)}"


def _is_ahead(refund: Refund, found: Mapping[str, Any]) -> bool:
    return REFUND_WORDS.index(refund.status) > REFUND_WORDS.index(found["status"])


def _said(found: Mapping[str, Any]) -> str:
    return f"{found['amount']} {found['status']}"


def settled(tables: Tables, ledger: Ledger) -> Iterator[str]:
    """What must be the same once all news is in: each payment and refund there is known here with
    the same amount and as far on, and nothing here still waits to be sent."""
    taken_here = {row.payment_id for row in tables.payments if row.status in RECEIVED}
    for entity in ledger.get("payments", []):
        if entity["status"] in RECEIVED and entity["id"] not in taken_here:
            yield f"{entity['id']}: {entity['amount']} captured at Razorpay, unknown here"
    refunds = [each for row in tables.payments for each in (row.refunds or {}).values()]
    for refund in refunds:
        if refund.status == RefundStatus.INTENDED:
            yield f"{refund.key} was never sent"
    status = {refund.gateway_id: refund.status for refund in refunds}
    for entity in ledger.get("refunds", []):
        if status.get(entity["id"]) != entity["status"]:
            yield f"{entity['id']}: {_said(entity)} there, {status.get(entity['id'])} here"
    for order in tables.orders.values():
        yield from _money_word(order, tables.paying(order))


def _money_word(order: Order, payment: Payment | None) -> Iterator[str]:
    if payment is None or order.mails is None:  # the earlier system kept no such words
        return
    gone = given_paise(payment.refunds or {}) + lost_paise(payment.disputes or {})
    word = PaymentStatus.PARTIALLY_REFUNDED if gone else PaymentStatus.CAPTURED
    word = PaymentStatus.REFUNDED if gone >= payment.amount else word
    if order.payment_status != word:
        yield f"{order.order_id}: {gone} of {payment.amount} gone, said {order.payment_status}"
