"""The tables and the model, said in the same words."""

from collections.abc import Iterator
from typing import Any

from tests.faults.model import Books
from tests.snapshot import Tables


def differences(tables: Tables, books: Books) -> Iterator[str]:
    """A sentence for each thing that the tables say otherwise than the model."""
    seen, written = _seen(tables), _written(books)
    for name in sorted(seen.keys() | written.keys()):
        if seen.get(name) != written.get(name):
            yield f"{name}: {seen.get(name)} in the tables, {written.get(name)} in the books"


def _seen(tables: Tables) -> dict[str, Any]:
    """What the tables say, in the words of the model."""
    orders = {
        order_id: (
            order.status.value,
            order.razorpay_payment_id,
            [line.returned or 0 for line in order.lines],
        )
        for order_id, order in tables.orders.items()
    }
    money: dict[str, Any] = {}
    for row in sorted(tables.payments, key=lambda row: not row.order_id.startswith("#")):
        if row.payment_id.startswith("pay_"):
            of = None if row.order_id.startswith("#") else row.order_id
            refunds = (row.refunds or {}).items()
            kept = {key: (r.amount, r.status, r.gateway_id) for key, r in refunds}
            disputes = {key: each.standing for key, each in (row.disputes or {}).items()}
            money[row.payment_id] = (row.amount, row.status, of, kept, disputes)
    stock = {product.product_id: product.stock for product in tables.products}
    return {**stock, **orders, **money, "kept apart": set(tables.unmatched)}


def _written(books: Books) -> dict[str, Any]:
    orders = {
        order_id: (
            book.status,
            book.paid_by,
            [book.back.get(place, 0) for place in range(len(book.lines))],
        )
        for order_id, book in books.orders.items()
    }
    money = {
        pid: (
            each.amount,
            each.status,
            each.order_id,
            {key: (r.amount, r.status, r.gateway_id) for key, r in each.refunds.items()},
            {key: dispute.word for key, dispute in each.disputes.items()},
        )
        for pid, each in books.money.items()
    }
    return {**books.stock, **orders, **money, "kept apart": books.unmatched}
