"""Reading a list of orders from the index a piece at a time. A filter that finds little must not
make us read all of it: after a few calls the page shows what was found, and leads further."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from catalog.kept import Kept
from orders.models import Order
from orders.rules import WORKING, Status
from orders.staff.filters import ANY, Wanted

CALLS = 4  # of the index, for one page
MOST_KEPT = 400  # orders that a process keeps as it read them
_KEYS = ("orderId", "customerId", "status", "createdAt")
Key = dict[str, Any]  # as DynamoDB writes it


_orders: Kept[str, tuple[dict[str, Any], Order]] = Kept(MOST_KEPT)


@dataclass(frozen=True)
class Row:
    """An order as the index holds it, and its place there."""

    item: dict[str, Any]
    key: Key

    @property
    def order(self) -> Order:
        """The order, read once for as long as its item is the same: only to be shown, never to be
        changed."""
        order_id = str(self.item["orderId"]["S"])
        item, order = _orders.get(order_id, self._read)
        if item != self.item:
            _, order = _orders.put(order_id, self._read())
        return order

    def _read(self) -> tuple[dict[str, Any], Order]:
        return self.item, Order.from_raw_data(self.item)

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
    return Row(item, key)
