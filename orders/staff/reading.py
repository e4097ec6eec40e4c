"""Reading a list of orders from the index a piece at a time. A filter that finds little must not
make us read all of it: after a few calls the page shows what was found, and leads further."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from orders.models import Order
from orders.rules import WORKING, Status
from orders.staff.filters import ANY, Wanted

CALLS = 4  # of the index, for one page
_KEYS = ("orderId", "customerId", "status", "createdAt")
Key = dict[str, Any]  # as DynamoDB writes it


@dataclass(frozen=True)
class Row:
    """An order and its place in the index."""

    order: Order
    key: Key

    @property
    def placed(self) -> str:
        """When it was placed as the index sorts it."""
        return str(self.key["createdAt"]["S"])


@dataclass(frozen=True)
class Found:
    """Some orders of a status; `next` is where to read on, None at the end."""

    rows: list[Row]
    next: Key | None = None

    @property
    def reach(self) -> str | None:
        """Up to when all was read; None where nothing is left."""
        return str(self.next["createdAt"]["S"]) if self.next else None


def read_on(
    status: Status, key: Key | None, *, size: int, wanted: Wanted = ANY, calls: int = CALLS
) -> Found:
    """At most `size` orders of a status from `key` on, by at most `calls` queries of the index:
    work to do oldest first, what is over newest first. The index may lag behind the table."""
    rows: list[Row] = []
    pages = Order.by_status.query(
        status,
        wanted.placed(),
        wanted.condition(),
        scan_index_forward=status in WORKING,
        page_size=size + 1,  # one more tells whether there is another page
        last_evaluated_key=key,
    ).page_iter
    for page in islice(pages, calls):
        rows += [_row(item) for item in page["Items"]]
        if len(rows) > size:
            return Found(rows[:size], rows[size - 1].key)
    return Found(rows, pages.last_evaluated_key)


def _row(item: dict[str, Any]) -> Row:
    key = {name: dict(item[name]) for name in _KEYS}
    return Row(Order.from_raw_data(item), key)
