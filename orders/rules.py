"""The life of an order and its sums (design.md 4). Pure: no tables, no clock, no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from config.money import short_rupees, tax_within

MOST_LINES = 40
MOST_OF_ONE = 20
HOLD = timedelta(minutes=15)
PHONE_HOLD = timedelta(hours=24)  # its buyer has to read a mail first
FREE_DELIVERY_FROM_PAISE = 1_999_00
DELIVERY_FEE_PAISE = 79_00
TIMELINE_LENGTH = 60
NOTE = "note"  # the event of a line that staff wrote for each other
MOST_NOTES = 10
COD = "cod"  # the payment method of an order whose money the courier collects
COD_FEE_PAISE = 49_00
MOST_COD_PAISE = 10_000_00
# Categories that are too dear to carry back, or one of a kind; and what we glue for one person.
NO_COD = frozenset({"tables", "pre-owned", "built"})

# Flags about money, one of the packers (a piece is missing or damaged), and one of the couriers.
AMOUNT_FLAG = "amount"
REFUND_FLAG = "refund_due"
DISPUTE_FLAG = "dispute"
REFUND_FAILED_FLAG = "refund_failed"
REFUNDED_THERE_FLAG = "refunded_there"
DISPUTE_LOST_FLAG = "dispute_lost"
SET_ASIDE_FLAG = "set_aside"
WENT_ANYWAY_FLAG = "went_anyway"  # a parcel was called off, and goes all the same
# While one of these stands, nothing is sent.
_MONEY_FIRST = frozenset({AMOUNT_FLAG, REFUND_FLAG, DISPUTE_FLAG, DISPUTE_LOST_FLAG})
HOLDING_BACK = _MONEY_FIRST | {SET_ASIDE_FLAG, WENT_ANYWAY_FLAG}
MONEY_FLAGS = _MONEY_FIRST | {REFUND_FAILED_FLAG, REFUNDED_THERE_FLAG}


class Status(StrEnum):
    PENDING = "pending"  # stock is taken, money is awaited
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class PaymentStatus(StrEnum):
    CREATED = "created"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"


PAID_FOR = (PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED)  # enough to send the goods


NEXT: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.CONFIRMED, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.PROCESSING, Status.CANCELLED}),
    Status.PROCESSING: frozenset({Status.SHIPPED, Status.CANCELLED}),
    Status.SHIPPED: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset(),
    Status.CANCELLED: frozenset(),
}
WORKING = (Status.PENDING, Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED)


def before(status: Status) -> tuple[Status, ...]:
    """The statuses from which an order may move to this one."""
    return tuple(source for source, targets in NEXT.items() if status in targets)


def has_passed(present: Status, wanted: Status) -> bool:
    """Whether `wanted` is old news for an order that is at `present`."""
    return present == wanted or present in _after(wanted)


def _after(status: Status) -> set[Status]:
    reached: set[Status] = set()
    for target in NEXT[status]:
        reached |= {target} | _after(target)
    return reached


class Priced(Protocol):
    """A line of a cart or an order, as far as sums are concerned."""

    @property
    def price(self) -> int: ...  # paise, tax included

    @property
    def quantity(self) -> int: ...

    @property
    def gst_rate(self) -> str | None: ...  # percent


@dataclass(frozen=True)
class Totals:
    """What an order costs, in paise; tax is inside the prices, never added."""

    subtotal_paise: int
    shipping_paise: int
    gst_paise: int
    cod_fee_paise: int = 0

    @property
    def total_paise(self) -> int:
        return self.subtotal_paise + self.shipping_paise + self.cod_fee_paise


def totals(lines: Iterable[Priced], *, is_cod: bool = False) -> Totals:
    """Sum lines and add the fees for delivery and, where the courier collects, for that."""
    priced = list(lines)
    subtotal = sum(line.price * line.quantity for line in priced)
    shipping, cod_fee = shipping_fee(subtotal), COD_FEE_PAISE if is_cod else 0
    return Totals(subtotal, shipping, gst_within(priced, shipping, cod_fee), cod_fee)


def why_no_cod(categories: Iterable[str], total_paise: int) -> str | None:
    """Why these goods at this total cannot be paid at the door; None if they can. Whether a
    courier collects at a pincode is for shipping to say."""
    kinds = set(categories)
    if "built" in kinds:
        return "A racket that we glue for you is paid for before it is sent."
    if NO_COD & kinds:
        return "Tables and pre-owned rackets are paid for before they are sent."
    if total_paise > MOST_COD_PAISE:
        return f"Cash on delivery is for orders up to {short_rupees(MOST_COD_PAISE)}."
    return None


def gst_within(lines: Iterable[Priced], *fees_paise: int) -> int:
    """The GST inside lines and fees, in paise, worked for each of them by itself as on the bill. A
    fee is taxed like the principal goods."""
    priced = list(lines)
    parts = [(line.price * line.quantity, line.gst_rate) for line in priced]
    if priced:
        rate = priced[principal_of([gross for gross, _ in parts])].gst_rate
        parts += [(fee, rate) for fee in fees_paise]
    return sum(tax_within(gross, rate or "0") for gross, rate in parts)


def principal_of(sums_paise: Sequence[int]) -> int:
    """The place of the line that the others come with (india.md 3): the dearest, the first among
    equals. Delivery and its like are part of that supply."""
    return max(range(len(sums_paise)), key=sums_paise.__getitem__)


def shipping_fee(subtotal_paise: int) -> int:
    """What the customer pays for delivery, in paise: nothing from ₹1,999."""
    if subtotal_paise == 0 or subtotal_paise >= FREE_DELIVERY_FROM_PAISE:
        return 0
    return DELIVERY_FEE_PAISE


def hold_until(now: datetime, hold: timedelta = HOLD) -> datetime:
    """Until when an unpaid order keeps its stock."""
    return now + hold


def hold_words(hold: timedelta) -> str:
    """How long that is: 'fifteen minutes', '24 hours'."""
    return "fifteen minutes" if hold == HOLD else f"{hold // timedelta(hours=1)} hours"
