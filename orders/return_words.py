"""How returns are told: to their customer, and to staff. Pure."""

from dataclasses import dataclass

from config.money import rupees
from orders.models import Line, Order
from orders.return_parts import Return
from orders.return_rules import (
    OPEN,
    REASON_WORDS,
    Reason,
    ReturnStatus,
    Way,
    as_pieces,
)
from orders.staff.words import Look

_S = ReturnStatus
_HEADINGS = {
    _S.ASKED: "Asked for; we look at it",
    _S.DECLINED: "Declined",
    _S.WITHDRAWN: "Withdrawn",
    _S.COMING: "On its way to us",
    _S.ARRIVED: "With us, and to be checked",
    _S.SENT_BACK: "Checked; nothing is paid back",
}
_NEXT = {
    _S.ASKED: "We answer within one working day, by mail and here.",
    _S.COMING: "We write to you when it was checked.",
    _S.ARRIVED: "We open and check it within two working days.",
}
_NEXT_WITHOUT_MAILS = {  # for orders of the earlier system, of which we send none
    _S.ASKED: "We answer within one working day, here.",
    _S.COMING: "You see here when it was checked.",
}
LOOKS = {
    _S.ASKED: Look("Wants an answer", "message-circle-question-mark", "bg-orange-lt"),
    _S.ACCEPTED: Look("Accepted", "check", "bg-azure-lt"),
    _S.DECLINED: Look("Declined", "circle-x", "bg-secondary-lt"),
    _S.WITHDRAWN: Look("Withdrawn", "circle-x", "bg-secondary-lt"),
    _S.COMING: Look("Coming back", "truck", "bg-azure-lt"),
    _S.ARRIVED: Look("To check in", "package-open", "bg-orange-lt"),
    _S.CHECKED: Look("To be paid", "indian-rupee", "bg-orange-lt"),
    _S.REFUNDED: Look("Paid back", "undo-2", "bg-green-lt"),
    _S.SENT_BACK: Look("Not paid back", "circle-x", "bg-secondary-lt"),
}


@dataclass(frozen=True)
class Told:
    """A return as a page shows it."""

    number: str
    back: Return
    goods: list[tuple[Line, int]]
    heading: str
    next: str
    look: Look
    reason: str

    @property
    def status(self) -> ReturnStatus:
        return ReturnStatus(self.back.status)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_withdrawable(self) -> bool:
        """Whether its customer may still keep the goods after all."""
        return self.status in {_S.ASKED, _S.ACCEPTED}

    @property
    def is_to_be_sent(self) -> bool:
        """Whether we wait for the customer to send the goods."""
        return self.status is _S.ACCEPTED and self.back.way == Way.POST

    @property
    def photo_numbers(self) -> list[int]:
        return list(range(1, len(self.back.photos or ()) + 1))

    @property
    def was_our_fault(self) -> bool:
        return self.back.reason not in {Reason.FITS_NOT, Reason.CHANGED_MIND}


def told(order: Order, number: str, back: Return) -> Told:
    """The order's return of this number in words."""
    status = ReturnStatus(back.status)
    pieces = as_pieces(back.pieces)
    return Told(
        number=number,
        back=back,
        goods=[(order.lines[at], n) for at, n in pieces.items() if at < len(order.lines)],
        heading=_heading(back, status),
        next=(_NEXT if order.mails is not None else _NEXT | _NEXT_WITHOUT_MAILS).get(status, ""),
        look=LOOKS[status],
        reason=REASON_WORDS.get(_reason(back), back.reason),
    )


def all_told(order: Order) -> list[Told]:
    """The returns of an order, the newest first."""
    backs = (order.returns or {}).items()
    found = [told(order, number, back) for number, back in backs]
    return sorted(found, key=lambda each: each.back.asked_at, reverse=True)


def _heading(back: Return, status: ReturnStatus) -> str:
    money = rupees(back.money or 0)
    match status:
        case _S.ACCEPTED:
            return "Accepted; please send it" if back.way == Way.POST else "Accepted; we fetch it"
        case _S.CHECKED:
            return f"Checked; {money} is being paid back"
        case _S.REFUNDED:
            return f"{money} paid back"
    return _HEADINGS[status]


def _reason(back: Return) -> Reason:
    known = [each for each in Reason if each == back.reason]
    return known[0] if known else Reason.CHANGED_MIND
