"""What of a payment may go back, and how far each refund has come. Pure: no tables, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from orders.return_worth import PaidByHand
from payments import errors
from payments.refund_shapes import AnyDispute, AnyLine, AnyRefund
from payments.words import HOME, money_words


class RefundStatus(StrEnum):
    INTENDED = "intended"  # written down, not yet at Razorpay
    REFUSED = "refused"  # Razorpay will never make it
    PENDING = "pending"
    PROCESSED = "processed"
    FAILED = "failed"  # the bank sent it back: the money is here again


NOT_GIVEN = frozenset({RefundStatus.REFUSED, RefundStatus.FAILED})
AT_RAZORPAY = frozenset({RefundStatus.PENDING, RefundStatus.PROCESSED})
LOST = "lost"
LEAST_PAISE = 1_00  # Razorpay refuses less (razorpay.md 6)


def rank_of(status: str) -> int:
    """How far a refund has come; it goes forward only. What is refused may turn out to have been
    made after all, and a word that only a newer version knows is further on than any of ours."""
    words = [each.value for each in RefundStatus]
    return words.index(status) if status in words else len(words)


@dataclass(frozen=True)
class Wanted:
    """What is to go back: all that is left, or lines (position in the order → pieces) with or
    without the delivery fee, or an amount in paise. `back_in_stock`: the pieces are here again."""

    is_full: bool = False
    lines: Mapping[int, int] = field(default_factory=dict)
    with_delivery: bool = False
    amount_paise: int | None = None
    back_in_stock: bool = False


@dataclass(frozen=True)
class Paid:
    """A payment and the order it was for, as far as giving it back is concerned; paise. Without
    an order there are no lines. `holds_stock`: the pieces were not put back by a cancel; `by_hand`:
    what people paid in place of a refund; `glued`: the lines that are in a racket for good."""

    payment_id: str
    amount_paise: int
    refunds: Mapping[str, AnyRefund]
    disputes: Mapping[str, AnyDispute]
    lines: tuple[AnyLine, ...] = ()
    shipping_paise: int = 0
    holds_stock: bool = False
    by_hand: PaidByHand = field(default_factory=PaidByHand)
    glued: frozenset[int] = frozenset()
    currency: str = HOME


@dataclass(frozen=True)
class Preview:
    """What a refund would do: paise that go back, the pieces it is for and those that go back in
    stock (position of the line → count), and what could be given back before and after it."""

    payment_id: str
    money_paise: int
    lines: Mapping[int, int]
    stock: Mapping[int, int]
    with_delivery: bool
    left_before_paise: int
    left_after_paise: int


def left_paise(
    amount_paise: int,
    refunds: Mapping[str, AnyRefund],
    disputes: Mapping[str, AnyDispute] | None = None,
) -> int:
    """What of a payment can still be given back: refunds on their way and lost disputes count as
    gone, refunds that were refused or failed do not."""
    gone = sum(refund.amount for refund in refunds.values() if refund.status not in NOT_GIVEN)
    return max(0, amount_paise - gone - lost_paise(disputes or {}))


def left_on(paid: Paid) -> int:
    """What of a payment can still be given back, when what was paid by hand is taken off too."""
    left = left_paise(paid.amount_paise, paid.refunds, paid.disputes)
    return max(0, left - paid.by_hand.paise)


def lost_paise(disputes: Mapping[str, AnyDispute]) -> int:
    """What banks have taken back in disputes."""
    return sum(each.amount for each in disputes.values() if each.standing == LOST)


def given_paise(refunds: Mapping[str, AnyRefund]) -> int:
    """What Razorpay has taken on to give back."""
    return sum(refund.amount for refund in refunds.values() if refund.status in AT_RAZORPAY)


def waiting_paise(refunds: Mapping[str, AnyRefund]) -> int:
    """What is to go back and was not taken on by Razorpay yet."""
    return sum(each.amount for each in refunds.values() if each.status == RefundStatus.INTENDED)


def pieces_left(paid: Paid) -> dict[int, int]:
    """Position of each line → the pieces of it whose money was not given back yet."""
    gone: dict[int, int] = {**paid.by_hand.pieces}
    for refund in paid.refunds.values():
        if refund.status not in NOT_GIVEN:
            for place, count in (refund.pieces or {}).items():
                gone[int(place)] = gone.get(int(place), 0) + int(count)
    return {
        place: max(0, line.quantity - gone.get(place, 0)) for place, line in enumerate(paid.lines)
    }


def delivery_left_paise(paid: Paid) -> int:
    """The delivery fee, if it was not given back yet."""
    is_gone = any(r.has_delivery for r in paid.refunds.values() if r.status not in NOT_GIVEN)
    return 0 if is_gone or paid.by_hand.has_fees else paid.shipping_paise


def plan(paid: Paid, wanted: Wanted) -> Preview:
    """What giving back `wanted` would do. Raises NothingLeft, NothingWanted, GoodsByLine,
    RefundTooMuch, RefundTooSmall."""
    left = left_on(paid)
    if left == 0:
        raise errors.NothingLeft(paid.payment_id)
    lines = _lines(paid, wanted)
    fee = delivery_left_paise(paid) if wanted.with_delivery or wanted.is_full else 0
    money = _money(paid, wanted, lines, fee, left)
    if wanted.back_in_stock and not (lines or wanted.is_full):
        raise errors.GoodsByLine
    if money < LEAST_PAISE:
        raise errors.RefundTooSmall
    if money > left:
        asked, here = money_words(money, paid.currency), money_words(left, paid.currency)
        raise errors.RefundTooMuch(f"{asked} is more than the {here} that are left.")
    return Preview(
        payment_id=paid.payment_id,
        money_paise=money,
        lines=lines,
        stock=_stock(paid, lines) if wanted.back_in_stock else {},
        with_delivery=fee > 0,
        left_before_paise=left,
        left_after_paise=left - money,
    )


def _lines(paid: Paid, wanted: Wanted) -> dict[int, int]:
    left = pieces_left(paid)
    if wanted.is_full:
        return {place: count for place, count in left.items() if count}
    for place, count in wanted.lines.items():
        if not 0 <= count <= left.get(place, 0):
            raise errors.RefundTooMuch("More pieces than this line still has to give back.")
    return {place: count for place, count in wanted.lines.items() if count}


def _money(paid: Paid, wanted: Wanted, lines: Mapping[int, int], fee: int, left: int) -> int:
    if wanted.is_full:
        return left
    if wanted.amount_paise is not None:
        if lines or fee:
            raise errors.NothingWanted
        return wanted.amount_paise
    chosen = fee + sum(paid.lines[place].price * count for place, count in lines.items())
    if chosen == 0:
        raise errors.NothingWanted
    return chosen


def _stock(paid: Paid, lines: Mapping[int, int]) -> dict[int, int]:
    """The pieces that may lie on the shelf again: of lines that took them from there, and not more
    than are still away."""
    if not paid.holds_stock:
        return {}
    counted = {place: line for place, line in enumerate(paid.lines) if line.sku}
    away = {place: line.kept for place, line in counted.items() if place not in paid.glued}
    back = {place: min(count, away.get(place, 0)) for place, count in lines.items()}
    return {place: count for place, count in back.items() if count}
