"""What is paid back for goods that come back. Pure: no tables, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import OPEN, OUR_FAULT, ReturnStatus, as_pieces

BY_HAND = "hand-"  # stands before the bank's reference of what a person paid for a return


@dataclass(frozen=True)
class Worth:
    """What comes back for goods, in paise; `fees`: for delivery and for paying at the door."""

    goods: int
    fees: int

    @property
    def total(self) -> int:
        return self.goods + self.fees


def worth_of(order: Order, pieces: Mapping[int, int], reason: str, *, number: str = "") -> Worth:
    """What these pieces are worth: what was paid for them; and the fees where the fault was ours,
    or the whole order comes back at once, if no return beside `number` had them and no refund gave
    them back."""
    goods = sum(order.lines[place].price * count for place, count in pieces.items())
    whole = all(pieces.get(place, 0) == line.quantity for place, line in enumerate(order.lines))
    fees = (order.shipping_fee or 0) + (order.cod_fee or 0)
    is_due = any(pieces.values()) and (whole or reason in OUR_FAULT)
    is_gone = bool(order.fees_back) or _have_others_fees(order, number)
    return Worth(goods, fees if is_due and not is_gone else 0)


def _have_others_fees(order: Order, number: str) -> bool:
    alive = OPEN | {ReturnStatus.REFUNDED}
    others = [back for each, back in (order.returns or {}).items() if each != number]
    return any(back.has_fees and back.status in alive for back in others)


@dataclass(frozen=True)
class PaidByHand:
    """What people paid for returns by hand, in paise: the pieces (place of the line → count) that
    it was for, and whether the fees were in it."""

    paise: int = 0
    pieces: Mapping[int, int] = field(default_factory=dict)
    has_fees: bool = False


def paid_by_hand(order: Order) -> PaidByHand:
    """What was paid by hand for the order's returns. One that was closed with nothing paid says
    nothing of its pieces."""
    backs = [back for back in (order.returns or {}).values() if back.money and is_by_hand(back)]
    pieces: dict[int, int] = {}
    for back in backs:
        for place, count in as_pieces(back.arrived).items():
            pieces[place] = pieces.get(place, 0) + count
    return PaidByHand(
        sum(back.money or 0 for back in backs), pieces, any(back.has_fees for back in backs)
    )


def is_by_hand(back: Return) -> bool:
    """Whether a person paid this return, and not Razorpay."""
    return back.status == ReturnStatus.REFUNDED and (back.refund_key or "").startswith(BY_HAND)
