"""How news comes into the model's books: by an event, by the answer to a refund, by the worker."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from config import clock
from tests.faults import bank
from tests.faults.model import Books
from tests.faults.model_parts import RANK, Book, Entity
from tests.snapshot import as_they_are

Seen = tuple[Entity, list[Entity]]  # a payment and its refunds
DELIVERED = 7  # of Shiprocket's statuses
_PARTS = {"payment", "refund", "dispute"}


def event(books: Books, told: Entity) -> None:
    """What an event says."""
    body = json.loads(told["body"])
    if told["vendor"] == "shiprocket":
        _courier(books.orders[body["order_id"]], body)
        return
    parts = {name: part["entity"] for name, part in body["payload"].items() if name in _PARTS}
    if paid := parts.get("payment"):
        _razorpay(books, body, parts, bank.receipt_of(paid["id"]))


def _courier(book: Book, body: Entity) -> None:
    if body["shipment_status_id"] == DELIVERED and book.status == "shipped":
        book.status = "delivered"


def _razorpay(books: Books, body: Entity, parts: dict[str, Entity], order_id: str) -> None:
    kind, paid = str(body["event"]), parts["payment"]
    word = kind.rpartition(".")[2]
    if kind.startswith("refund."):
        said = word if word in {"processed", "failed"} else parts["refund"]["status"]
        books.hear_refund(parts["refund"], said, paid, order_id)
    elif kind.startswith("payment.dispute."):
        books.hear_dispute(parts["dispute"], word, body["created_at"], paid, order_id)
    else:
        books.hear(paid, order_id)


def sent(books: Books, order_id: str) -> None:
    """What came of the refunds of an order that were to be sent."""
    for pid, money in books.payments_of(order_id).items():
        for key in [key for key, each in money.refunds.items() if each.status == "intended"]:
            _sent(books, pid, key, order_id)


def _sent(books: Books, pid: str, key: str, order_id: str) -> None:
    money, entity, theirs = books.money[pid], bank.payment(pid), bank.refunds_of(pid)
    refund = money.refunds[key]
    made = next((each for each in theirs if each["receipt"] == key[:40]), None)
    if made is not None:
        books.hear_refund(made, made["status"], entity, order_id)
    elif entity["amount_refunded"] + refund.amount > entity["amount"]:
        for each in theirs:
            books.hear_refund(each, each["status"], entity, order_id)
        if money.given + refund.amount > money.amount:
            refund.status = "refused"


def as_asked() -> dict[str, Seen]:
    """Every payment and its refunds as Razorpay would tell them now."""
    return {each["id"]: (each, bank.refunds_of(each["id"])) for each in bank.payments()}


def worked(books: Books, seen: Mapping[str, Seen]) -> None:
    """What a pass of the worker finds, and does about it; `seen` is what Razorpay had to say."""
    now = clock.now()
    for pid in sorted(books.unmatched):
        order_id = bank.receipt_of(pid)
        books.match(pid, order_id)
        _fetched(books, seen[pid], order_id)
    waiting = sorted(books.orders.items(), key=lambda each: each[1].placed_at)
    for order_id, book in waiting:
        if book.status == "pending" and book.placed_at < now - timedelta(minutes=1):
            attempts = [seen[each["id"]] for each in bank.payments_of(order_id)]
            _asked(books, order_id, attempts, now)
    for order_id, book in books.orders.items():
        sent(books, order_id)
        parcel = bank.parcel_of(order_id)
        if book.status == "shipped" and parcel and parcel["shipment_status_id"] == DELIVERED:
            book.status = _asked_of_courier(order_id)


def _asked(books: Books, order_id: str, attempts: list[Seen], now: datetime) -> None:
    book = books.orders[order_id]
    book.receipt_known |= bank.opened_for(order_id) is not None
    for each in sorted(attempts, key=lambda each: RANK[each[0]["status"]]):
        _fetched(books, each, order_id)
    is_over = book.placed_at + timedelta(minutes=15) < now
    alive = any(bank.is_alive(attempt, now) for attempt, _ in attempts)
    if book.status == "pending" and is_over and not alive:
        books.end(order_id, hold_ran_out=True)


def _fetched(books: Books, seen: Seen, order_id: str) -> None:
    attempt, refunds = seen
    books.hear(attempt, order_id)
    if attempt["amount_refunded"]:
        for each in refunds:
            books.hear_refund(each, each["status"], attempt, order_id)


def _asked_of_courier(order_id: str) -> str:
    """A parcel is asked after when it was quiet for hours: the table knows whether it was."""
    status = as_they_are().orders[order_id].status.value
    assert status in {"shipped", "delivered"}
    return status
