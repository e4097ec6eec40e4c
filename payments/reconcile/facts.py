"""What reconcile compares, and what it may say of it. Pure: no tables, no clock, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from orders.rules import REFUND_FAILED_FLAG, Status
from payments.refund_rules import AT_RAZORPAY, NOT_GIVEN, RefundStatus


class Standing(StrEnum):
    MATCHED = "matched"  # same order, amount and state on both sides
    EXPLAINED = "explained"  # odd, but a rule or a person says why
    OPEN = "open"  # needs a mend, or a person


class Mend(StrEnum):
    """What would make an open line right. All but the last are done by `--apply`."""

    NONE = ""
    TAKE = "take the payment"
    TAKE_AGAIN = "take the payment again"
    MATCH = "ask Razorpay for its order"
    TAKE_REFUND = "take the refund"
    FETCH_REFUNDS = "fetch the payment's refunds"
    SEND = "send the refund that is intended"
    GIVE_BACK = "give the payment back"
    PERSON = "a person must see to it"


@dataclass(frozen=True)
class Judged:
    """What a rule says: its name, how the money stands, the sentence why, and what to do."""

    rule: str
    standing: Standing
    why: str = ""
    mend: Mend = Mend.NONE
    todo: str = ""


def matched() -> Judged:
    """The same on both sides."""
    return Judged("same", Standing.MATCHED)


def explained(rule: str, why: str) -> Judged:
    """Odd and right."""
    return Judged(rule, Standing.EXPLAINED, why)


def mendable(rule: str, why: str, mend: Mend) -> Judged:
    """Open, and clear what to do."""
    return Judged(rule, Standing.OPEN, why, mend)


def for_a_person(rule: str, why: str, todo: str) -> Judged:
    """Open, and not for a program to decide; `todo` says what the person does."""
    return Judged(rule, Standing.OPEN, why, Mend.PERSON, todo)


@dataclass(frozen=True)
class RefundHere:
    """A refund as our table keeps it."""

    key: str
    amount_paise: int
    status: str
    gateway_id: str = ""

    @property
    def is_given(self) -> bool:
        return self.status in AT_RAZORPAY

    @property
    def is_intended(self) -> bool:
        return self.status == RefundStatus.INTENDED

    @property
    def is_void(self) -> bool:
        return self.status in NOT_GIVEN


@dataclass(frozen=True)
class PaymentHere:
    """A payment as our table keeps it; `left_paise` can still be given back, `lost_paise` went
    with a lost dispute, `explained` is what a person said of it (by, at, why)."""

    order_id: str
    status: str
    amount_paise: int
    currency: str
    left_paise: int
    refunds: tuple[RefundHere, ...] = ()
    lost_paise: int = 0
    explained: Mapping[str, str] = field(default_factory=dict)

    @property
    def given_paise(self) -> int:
        return sum(refund.amount_paise for refund in self.refunds if refund.is_given)

    @property
    def is_intended(self) -> bool:
        """Whether some of it is to go back and has not been sent."""
        return any(refund.is_intended for refund in self.refunds)

    @property
    def is_all_back(self) -> bool:
        return self.given_paise + self.lost_paise >= self.amount_paise


@dataclass(frozen=True)
class OrderHere:
    """An order as our table keeps it. `paid_by`: the payment that confirmed it, '' if none;
    `noted`: all whose money came in; `flags`: why it needs a person. `is_earlier`: the earlier
    system wrote it, and no payment; `is_old_site`: made from an event of the earlier site, and
    `is_unchecked` while nobody has compared its amounts."""

    order_id: str
    status: Status
    total_paise: int
    paid_by: str = ""
    noted: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    is_earlier: bool = False
    is_old_site: bool = False
    is_unchecked: bool = False

    @property
    def is_refund_failed(self) -> bool:
        """Whether a person still has to look at a refund that the bank sent back."""
        return REFUND_FAILED_FLAG in self.flags


@dataclass(frozen=True)
class Case:
    """A payment at Razorpay beside what we know of it; `listed_paise` of
    its refunds are in Razorpay's list of the period, and `gateway_ids` name them."""

    payment_id: str
    status: str
    amount_paise: int
    currency: str
    refunded_paise: int = 0
    here: PaymentHere | None = None
    order: OrderHere | None = None
    listed_paise: int = 0
    gateway_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RefundThere:
    """A refund at Razorpay."""

    refund_id: str
    payment_id: str
    amount_paise: int
    status: str
    receipt: str = ""

    @property
    def is_given(self) -> bool:
        """Whether it has left Razorpay's books: not where the bank sent it back."""
        return self.status != RefundStatus.FAILED

    @property
    def given_paise(self) -> int:
        return self.amount_paise if self.is_given else 0
