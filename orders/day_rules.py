"""What the orders of an Indian day come to: each order counts for the day on which it was placed,
whatever becomes of it later. Pure: no tables, no clock."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config import money
from orders.arrival import last_day
from orders.models import Line, Order
from orders.return_rules import ReturnStatus
from orders.rules import PaymentStatus, Status

INDIA = ZoneInfo("Asia/Kolkata")
QUARTERS = 96  # of an hour, in a day
SOLD = frozenset({Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED})
MONEY_CAME = frozenset(
    {PaymentStatus.CAPTURED, PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED}
)


@dataclass(frozen=True)
class Figures:
    """Sums over orders. Paid are those whose money came in, wherever it is now, and those that are
    paid at the door unless they were cancelled; `revenue` is what they cost, `given_back` what of
    it went back, both in paise. Of the delivered, `timed` is how many have a known time, `minutes`
    how long those took in all. A promise is missed, too, where its last day is over and the goods
    are not there."""

    placed: int = 0
    paid: int = 0
    revenue: int = 0
    cancelled: int = 0
    given_back: int = 0
    delivered: int = 0
    timed: int = 0
    minutes: int = 0
    kept: int = 0
    missed: int = 0

    @property
    def paid_of_100(self) -> int | None:
        """How many of a hundred that were placed were paid; None where none was placed."""
        return _percent(self.paid, self.placed)

    @property
    def kept_of_100(self) -> int | None:
        """How many of a hundred promises were kept; None where none has come due."""
        return _percent(self.kept, self.kept + self.missed)

    @property
    def tenths_of_days(self) -> int | None:
        """Tenths of a day from order to delivery on average; None where none is known."""
        return (self.minutes * 10 + self.timed * 720) // (self.timed * 1440) if self.timed else None


NUMBERS = tuple(each.name for each in fields(Figures))


@dataclass
class Tally:
    """Figures in the making: the sums, the revenue by quarter of an hour, the pieces by sku."""

    numbers: Counter[str] = field(default_factory=Counter)
    by_quarter: Counter[int] = field(default_factory=Counter)
    pieces: Counter[str] = field(default_factory=Counter)

    @property
    def figures(self) -> Figures:
        return Figures(**{name: self.numbers[name] for name in NUMBERS})


def day_of(moment: datetime) -> date:
    """The Indian day of a moment."""
    return moment.astimezone(INDIA).date()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The first moment of an Indian day, and the first of the next."""
    begin = datetime.combine(day, time.min, tzinfo=INDIA)
    return begin, begin + timedelta(days=1)


def quarter_of(moment: datetime) -> int:
    """The quarter of an hour of its Indian day in which a moment lies, from 0 to 95."""
    local = moment.astimezone(INDIA)
    return local.hour * 4 + local.minute // 15


def tally_of(orders: Iterable[Order], *, today: date) -> Tally:
    """What these orders come to, as they stand today."""
    tally = Tally()
    for order in orders:
        _add(tally, order, today)
    return tally


def total(several: Iterable[Figures]) -> Figures:
    """The sum of several days."""
    listed = list(several)
    return Figures(**{name: sum(getattr(each, name) for each in listed) for name in NUMBERS})


def is_paid(order: Order) -> bool:
    """Whether the order counts as paid."""
    return order.status in SOLD or order.payment_status in MONEY_CAME


def given_back_paise(order: Order) -> int:
    """What went back of what an order cost, as far as the order knows."""
    if order.payment_status == PaymentStatus.REFUNDED:
        return order.total_amount
    if order.payment_status == PaymentStatus.PARTIALLY_REFUNDED:
        texts = (order.given_back or {}).values()
        return min(order.total_amount, sum(_paise(text) for text in texts))
    backs = (order.returns or {}).values() if order.is_cod else ()
    return sum(back.money or 0 for back in backs if back.status == ReturnStatus.REFUNDED)


def _add(tally: Tally, order: Order, today: date) -> None:
    numbers = tally.numbers
    numbers["placed"] += 1
    numbers["cancelled"] += order.status is Status.CANCELLED
    if not is_paid(order):
        return
    numbers["paid"] += 1
    numbers["revenue"] += order.total_amount
    numbers["given_back"] += given_back_paise(order)
    tally.by_quarter[quarter_of(order.created_at)] += order.total_amount
    if order.status in SOLD:
        for line in order.lines:
            tally.pieces[sku_of(line)] += max(0, line.kept)
        _add_road(numbers, order, today)


def _add_road(numbers: Counter[str], order: Order, today: date) -> None:
    """How an order that was not cancelled came to its customer."""
    arrived, promised = _arrived(order), last_day(order.promise)
    if order.status is Status.DELIVERED:
        numbers["delivered"] += 1
    if arrived is not None:
        numbers["timed"] += 1
        numbers["minutes"] += max(0, int((arrived - order.created_at).total_seconds()) // 60)
    if promised is None or (order.status is Status.DELIVERED and arrived is None):
        return
    day = day_of(arrived) if arrived else today
    if day > promised:
        numbers["missed"] += 1
    elif arrived is not None:
        numbers["kept"] += 1


def _arrived(order: Order) -> datetime | None:
    return order.delivered_at if order.status is Status.DELIVERED else None


def sku_of(line: Line) -> str:
    """Under what the pieces of a line are counted; lines of the earlier system have no sku."""
    return line.sku or line.old_id or line.name


def best_of(pieces: Mapping[str, int], number: int) -> list[tuple[str, int]]:
    """The skus that sold most, the first by name among equals."""
    known = [(sku, count) for sku, count in pieces.items() if sku and count > 0]
    return sorted(known, key=lambda row: (-row[1], row[0]))[:number]


def _paise(text: str) -> int:
    """A sum as a mail names it; one in another currency counts for nothing here."""
    try:
        return money.paise(text)
    except ValueError:
        return 0


def _percent(part: int, whole: int) -> int | None:
    return (part * 200 + whole) // (whole * 2) if whole else None
