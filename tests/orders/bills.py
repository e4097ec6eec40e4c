"""Orders that may have a bill, and the numbers that were given. As a program, `python -m
tests.orders.bills ORDER_ID …` makes their bills in a process of its own; `--die before` or `--die
after` shoots it beside the write of the first."""

import itertools
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config import clock, dynamo
from config.dynamo import Transaction
from orders.models import Line, Order
from orders.paper_marks import PaperMark
from orders.services import numbering
from orders.services.numbering import Series
from tests.factories import ADDRESS

_number = itertools.count(1)


def a_line(**given: Any) -> Line:
    """Two pieces of a sheet at 5 %."""
    fields: dict[str, Any] = {
        "product_id": "sheet",
        "seller_id": "third-ball",
        "sku": "SHEET",
        "name": "Butterfly Sheet",
        "options": {},
        "quantity": 2,
        "price": 500_00,
        "hsn": "95064000",
        "gst_rate": "5",
    }
    return Line(**fields | given)


def a_sold_order(*lines: Line, **given: Any) -> Order:
    """A paid order of ours that was saved as it stands: no product is behind it."""
    bought = list(lines) or [a_line()]
    fees = sum(given.get(fee) or 0 for fee in ("shipping_fee", "cod_fee"))
    n = next(_number)
    fields: dict[str, Any] = {
        "status": "confirmed",
        "payment_status": "captured",
        "lines": bought,
        "total_amount": sum(line.total_paise for line in bought) + fees,
        "customer_name": "Ananya Rao",
        "customer_email": f"bill{n}@example.com",
        "shipping_address": ADDRESS,
        "razorpay_payment_id": f"pay_bill{n}",
        "payment_ids": {f"pay_bill{n}"},
        "created_at": clock.now(),
        "timeline": [],
        "attention": [],
        "mails": {},
    }
    order = Order(f"TB-BILL{n:06d}", f"bill{n}@example.com", **fields | given)
    order.save()
    return order


def marks(series: Series = Series.INVOICE, year: str | None = None) -> list[PaperMark]:
    """What stands under each number of a year that was given, first to last; a hole is a miss."""
    year = year or numbering.year_of(clock.now())
    numbers = range(1, numbering.last_number(series, year) + 1)
    texts = [numbering.number_text(series, year, number) for number in numbers]
    return [PaperMark.get(numbering.mark_key(series, text), "#") for text in texts]


def main(*order_ids: str, die: str = "") -> None:
    """Make the bills, as long as it takes."""
    from orders.services.invoicing import invoice_for

    if die:
        _shoot(die)
    for order_id in order_ids:
        invoice_for(order_id, patience=60)


def _shoot(when: str) -> None:
    """Have `kill -9` strike just before the transaction is sent, or just after its answer."""
    from orders.services import invoicing

    @contextmanager
    def deadly() -> Iterator[Transaction]:
        with dynamo.transaction() as tx:
            yield tx
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(invoicing, "transaction", deadly)  # noqa: B010 - it is theirs only by import


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    die = sys.argv[2] if sys.argv[1] == "--die" else ""
    main(*sys.argv[3 if die else 1 :], die=die)
