"""A list of orders as CSV: the same filters, a bounded number of rows. Ids, goods, sums and places
only: nothing of whoever ordered."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.utils import timezone

from config.money import plain_rupees
from config.spreadsheets import csv_lines, inert
from orders.models import Order
from orders.rules import WORKING, Status
from orders.staff.filters import Wanted
from orders.staff.queries import OPEN, OPEN_STATES, flagged
from orders.staff.words import LOOKS, order_money_look

TITLES = (
    *("Order", "Date", "Time", "Status", "Payment", "Bill", "Pieces", "Goods"),
    *("Subtotal", "Delivery", "Cash fee", "Total", "City", "State", "Pincode", "Needs a person"),
)
MOST = 2000  # orders in one file; what is more is said in its last row
AT_ONCE = 250
CALLS = 24  # of the index, however little of it a filter leaves
CUT = "Not all: there are more orders than fit into one file. Narrow the days and fetch it again."


def lines_of(tab: str, wanted: Wanted) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield csv_lines([TITLES]).encode("utf-8-sig")
    left, is_cut = MOST, False
    for orders, is_whole in _pieces(tab, wanted):
        yield csv_lines(_row(order) for order in orders[:left]).encode()
        is_cut = is_cut or len(orders) > left or not is_whole
        left -= len(orders)
        if left < 0:
            break
    if is_cut:
        yield csv_lines([[CUT]]).encode()


def _pieces(tab: str, wanted: Wanted) -> Iterator[tuple[list[Order], bool]]:
    """Some orders after the other, and whether nothing was left out up to here."""
    if tab == "attention":
        orders, in_all = flagged()
        yield orders, len(orders) >= in_all
        return
    states = OPEN_STATES if tab == OPEN else (Status(tab),)
    found = chain.from_iterable(_pages(status, wanted) for status in states)
    for calls, orders in enumerate(found, start=1):
        yield orders, calls <= CALLS
        if calls > CALLS:
            return


def _pages(status: Status, wanted: Wanted) -> Iterable[list[Order]]:
    query = Order.by_status.query(
        status,
        wanted.placed(),
        wanted.condition(),
        scan_index_forward=status in WORKING,
        page_size=AT_ONCE,
    )
    for page in query.page_iter:
        yield [Order.from_raw_data(item) for item in page["Items"]]


def _row(order: Order) -> Sequence[str]:
    local = timezone.localtime(order.created_at)
    money = order_money_look(order)
    address = order.shipping_address or {}
    texts = [
        *(order.order_id, f"{local:%Y-%m-%d}", f"{local:%H:%M}", LOOKS[order.status].word),
        *(money.word if money else "", order.invoice_number or ""),
        str(sum(line.quantity for line in order.lines)),
        "; ".join(f"{line.quantity} x {line.sku or line.name}" for line in order.lines),
        *(_rupees(order.subtotal), _rupees(order.shipping_fee), _rupees(order.cod_fee)),
        _rupees(order.total_amount),
        *(str(address.get(key) or "") for key in ("city", "state", "pincode")),
        "yes" if order.attention else "",
    ]
    return [inert(text) for text in texts]


def _rupees(paise: int | None) -> str:
    return "" if paise is None else plain_rupees(paise)
