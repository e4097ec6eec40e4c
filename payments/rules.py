"""What news of a payment means for an order. Pure: no tables, no clock, no Django."""

from dataclasses import dataclass
from enum import StrEnum

from orders.rules import Status

# A payment goes forward only; `failed` is not the end (late authorisation, razorpay.md 2).
# Whether money that came in went back is told by its refunds, so news of that replaces nothing.
RANK = {"created": 0, "failed": 1, "authorized": 2, "captured": 3, "refunded": 3}
RECEIVED = ("captured", "refunded")
UNKNOWN_ORDER = "#unknown"  # stands for our order id while nobody knows what was paid


class Verdict(StrEnum):
    """What to do with the news."""

    CONFIRM = "confirm"  # the money the order waited for
    REVIVE = "revive"  # it came after the hold had run out
    GIVE_BACK = "give_back"  # the order was cancelled for good, or is paid already
    WRONG_AMOUNT = "wrong_amount"  # not what the order costs
    AUTHORIZED = "authorized"  # on its way
    FAILED = "failed"  # this attempt; another may follow
    KNOWN = "known"  # nothing new


@dataclass(frozen=True)
class OrderFacts:
    """What of an order decides; `paid_by` is the payment that confirmed it, '' if none did."""

    status: Status
    total_paise: int
    paid_by: str
    hold_ran_out: bool


@dataclass(frozen=True)
class PaymentNews:
    """What Razorpay says of one payment, in paise."""

    payment_id: str
    status: str
    amount_paise: int
    currency: str


def judge(order: OrderFacts, news: PaymentNews) -> Verdict:
    """Decide by the order's own state; the same news again is KNOWN, in any order of arrival."""
    if news.status != "captured":
        return _on_its_way(order, news)
    if order.paid_by == news.payment_id:
        return Verdict.KNOWN
    if order.paid_by:
        return Verdict.GIVE_BACK
    is_right = (news.amount_paise, news.currency) == (order.total_paise, "INR")
    if order.status is Status.PENDING:
        return Verdict.CONFIRM if is_right else Verdict.WRONG_AMOUNT
    return Verdict.REVIVE if order.hold_ran_out and is_right else Verdict.GIVE_BACK


def _on_its_way(order: OrderFacts, news: PaymentNews) -> Verdict:
    if order.paid_by or order.status is not Status.PENDING:
        return Verdict.KNOWN
    return {"authorized": Verdict.AUTHORIZED, "failed": Verdict.FAILED}.get(
        news.status, Verdict.KNOWN
    )


def stays_before(status: str) -> tuple[str, ...]:
    """The statuses that this one may not replace; a word that nobody knows gives way."""
    return tuple(word for word, rank in RANK.items() if rank >= RANK.get(status, 0))
