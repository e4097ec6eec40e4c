"""What the model's books are made of: orders, payments, refunds and disputes as plain records."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RANK = {"created": 0, "failed": 1, "authorized": 2, "captured": 3, "refunded": 3}
REFUND_RANK = ("intended", "refused", "pending", "processed", "failed")
NOT_GIVEN = ("refused", "failed")
DISPUTE_RANK = {
    "created": 0,
    "action_required": 1,
    "under_review": 1,
    "won": 2,
    "lost": 2,
    "closed": 2,
}
Entity = dict[str, Any]


@dataclass
class Refund:
    """Money on its way back; `pieces` is line → how many it is for."""

    amount: int
    status: str
    gateway_id: str | None = None
    pieces: dict[int, int] = field(default_factory=dict)
    has_delivery: bool = False


@dataclass
class Dispute:
    """The last word of a dispute, and the second in which it was spoken."""

    amount: int
    word: str
    at: int

    @property
    def is_open(self) -> bool:
        return DISPUTE_RANK[self.word] < DISPUTE_RANK["won"]


@dataclass
class Money:
    """A payment as far as the shop has heard of it."""

    amount: int
    status: str
    order_id: str | None
    is_wrong: bool = False
    refunds: dict[str, Refund] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """What can still be given back."""
        going = sum(r.amount for r in self.refunds.values() if r.status not in NOT_GIVEN)
        lost = sum(each.amount for each in self.disputes.values() if each.word == "lost")
        return max(0, self.amount - going - lost)

    @property
    def given(self) -> int:
        """What Razorpay has taken on to give back."""
        gone = ("pending", "processed")
        return sum(r.amount for r in self.refunds.values() if r.status in gone)

    def lines_left(self, book: "Book") -> dict[int, int]:
        """Line → the pieces of it whose money was not given back yet."""
        left = {place: count for place, (_, count, _) in enumerate(book.lines)}
        for refund in self.refunds.values():
            for place, count in refund.pieces.items() if refund.status not in NOT_GIVEN else ():
                left[place] = max(0, left[place] - count)
        return left

    def fee_left(self, book: "Book") -> int:
        """The delivery fee, if it was not given back yet."""
        gone = (r.has_delivery for r in self.refunds.values() if r.status not in NOT_GIVEN)
        return 0 if any(gone) else book.fee

    def is_odd(self, book: "Book") -> bool:
        """Money that came in for an order still waiting and is not what it costs."""
        return self.is_wrong and self.left > 0

    @property
    def is_here(self) -> bool:
        return RANK[self.status] == RANK["captured"]


@dataclass
class Book:
    """An order: lines are (sku, pieces, price); `back` is line → pieces that came back,
    `paid_back` those whose money went."""

    lines: list[tuple[str, int, int]]
    total: int
    fee: int
    placed_at: datetime
    status: str = "pending"
    receipt_known: bool = True
    paid_by: str | None = None
    hold_ran_out: bool = False
    back: dict[int, int] = field(default_factory=dict)
    paid_back: dict[int, int] = field(default_factory=dict)

    def kept(self, place: int) -> int:
        return self.lines[place][1] - self.back.get(place, 0)

    def to_send(self, place: int) -> int:
        gone = max(self.back.get(place, 0), self.paid_back.get(place, 0))
        return self.lines[place][1] - gone
