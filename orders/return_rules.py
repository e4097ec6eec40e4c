"""What may come back, until when, and what it is worth (the policy page, E-Commerce Rules). Pure:
no tables, no clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from config import clock
from orders.models import Line, Order
from orders.return_parts import Return
from orders.rules import Status

DAYS = 7  # after delivery, to change one's mind
FAULT_DAYS = 30  # after delivery, for what was wrong, faulty, damaged or late
MOST_RETURNS = 20  # of one order; each is kept on its item
MOST_PHOTOS, PHOTO_MB = 4, 8
RETURN_FLAG = "return"  # a return of the order waits for a person
_INDIA = ZoneInfo("Asia/Kolkata")  # a day of the window is an Indian day


class ReturnRule(StrEnum):
    """What may come back of a line, frozen at its sale."""

    STANDARD = "standard"
    FAULTS_ONLY = "faults_only"


# Their rubbers are glued on, or somebody has played with them: they cannot be sold as new again.
_FAULTS_ONLY = frozenset({"rackets", "pre-owned"})
RULE_WORDS = {
    ReturnRule.STANDARD: f"{DAYS} days to return it unused, in its pack. A rubber must not be cut"
    " or glued.",
    ReturnRule.FAULTS_ONLY: "No return for a change of mind: its rubbers are glued on, or it was"
    " played before. What is faulty, wrong, damaged or late we always take back.",
}
SHORT_RULE_WORDS = {
    ReturnRule.STANDARD: f"{DAYS} days to return, unused",
    ReturnRule.FAULTS_ONLY: "Returned only if faulty, wrong or late",
}


BUILT_RULE_WORDS = (
    "We cut and glue it for you, so it is not returned for a change of mind. If it is faulty,"
    " wrong, damaged or late, the whole racket comes back and is paid back."
)


class ReturnStatus(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the customer
    COMING = "coming"  # the courier has it
    ARRIVED = "arrived"  # it is with us, unopened
    CHECKED = "checked"  # opened and counted; the money is to go back
    REFUNDED = "refunded"
    SENT_BACK = "sent_back"  # opened, and no money went back


_S = ReturnStatus
NEXT: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    _S.ASKED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.COMING, _S.ARRIVED, _S.CHECKED, _S.SENT_BACK, _S.WITHDRAWN}),
    _S.COMING: frozenset({_S.ARRIVED, _S.CHECKED, _S.SENT_BACK}),
    _S.ARRIVED: frozenset({_S.CHECKED, _S.SENT_BACK}),
    _S.CHECKED: frozenset({_S.REFUNDED}),
    _S.REFUNDED: frozenset(),
    _S.SENT_BACK: frozenset(),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
OPEN = frozenset(status for status, after in NEXT.items() if after)
ON_THE_WAY = frozenset({_S.ACCEPTED, _S.COMING, _S.ARRIVED})  # may be checked in
_PAID_FOR = frozenset({_S.CHECKED, _S.REFUNDED})
OPENED = frozenset({_S.CHECKED, _S.REFUNDED, _S.SENT_BACK})


class Reason(StrEnum):
    FITS_NOT = "fits_not"
    CHANGED_MIND = "changed_mind"
    FAULTY = "faulty"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    TOO_LATE = "too_late"


REASON_WORDS = {
    Reason.FITS_NOT: "It does not fit",
    Reason.CHANGED_MIND: "I changed my mind",
    Reason.FAULTY: "It is faulty",
    Reason.WRONG_ITEM: "It is not what I ordered",
    Reason.DAMAGED: "It arrived damaged",
    Reason.TOO_LATE: "It came later than promised",
}
OUR_FAULT = frozenset({Reason.FAULTY, Reason.WRONG_ITEM, Reason.DAMAGED, Reason.TOO_LATE})
WITH_PHOTO = OUR_FAULT - {Reason.TOO_LATE}


class Way(StrEnum):
    """How accepted goods come to us."""

    COURIER = "courier"
    POST = "post"  # the customer sends them


def rule_of(category: str) -> ReturnRule:
    """The rule of goods of this category."""
    return ReturnRule.FAULTS_ONLY if category in _FAULTS_ONLY else ReturnRule.STANDARD


def rule_on(line: Line) -> ReturnRule:
    """The rule that a line was sold under; lines from before there were rules are standard."""
    known = [rule for rule in ReturnRule if rule == line.return_rule]
    return known[0] if known else ReturnRule.STANDARD


def delivered_at(order: Order) -> datetime | None:
    """When the order was delivered, as far as it is written down; None for one that was not."""
    if order.status is not Status.DELIVERED:
        return None
    told = (order.mails or {}).get("delivered", "")
    if order.delivered_at is None and told[:1].isdigit():
        return clock.from_text(told)
    return order.delivered_at or order.created_at


def last_day(order: Order, reason: Reason) -> date | None:
    """The last Indian day on which the order's goods may be asked back for this reason."""
    delivered = delivered_at(order)
    if delivered is None:
        return None
    days = FAULT_DAYS if reason in OUR_FAULT else DAYS
    return delivered.astimezone(_INDIA).date() + timedelta(days=days)


def came_late(order: Order) -> bool:
    """Whether the order was delivered after the last day that was promised."""
    delivered, promised = delivered_at(order), (order.promise or {}).get("to", "")
    # Days as ISO text compare like days; what is none is longer or empty.
    return delivered is not None and "" < promised < str(delivered.astimezone(_INDIA).date())


def reasons_for(order: Order, line: Line, now: datetime) -> list[Reason]:
    """For which reasons a line of the order may be asked back at this moment."""
    today = now.astimezone(_INDIA).date()
    open_ones = [r for r in Reason if (day := last_day(order, r)) is not None and today <= day]
    if rule_on(line) is ReturnRule.FAULTS_ONLY:
        open_ones = [reason for reason in open_ones if reason in OUR_FAULT]
    return [each for each in open_ones if each is not Reason.TOO_LATE or came_late(order)]


def may_return(order: Order, line: Line, now: datetime) -> bool:
    """Whether a line of the order may be asked back at this moment, for one reason or another."""
    return bool(reasons_for(order, line, now))


def pieces_left(order: Order) -> dict[int, int]:
    """Place of each line → the pieces with the customer that no return has asked for. What a
    declined or withdrawn return asked for is free again."""
    backs = [*(order.returns or {}).values()]
    left = {}
    for place, line in enumerate(order.lines):
        sound = sum(counted(back.sound, place) for back in backs)
        # Their refund is noted on the line when it is begun, before the return is marked as paid.
        paid = sum(counted(back.arrived, place) for back in backs if back.status in _PAID_FOR)
        # What came back or was paid back otherwise: undelivered parcels, refunds by hand.
        elsewhere = max((line.returned or 0) - sound, (line.paid_back or 0) - paid, 0)
        taken = sum(_taken(back, place) for back in backs)
        left[place] = max(0, line.quantity - elsewhere - taken)
    return left


def _taken(back: Return, place: int) -> int:
    if back.status in OPENED:
        return counted(back.arrived, place)
    return counted(back.pieces, place) if back.status in OPEN else 0


def counted(pieces: Mapping[str, str] | None, place: int) -> int:
    """How many pieces of a line a return's map names."""
    text = (pieces or {}).get(str(place), "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def as_pieces(kept: Mapping[str, str] | None) -> dict[int, int]:
    """A return's map as numbers: place of the line → pieces."""
    return {int(place): counted(kept, int(place)) for place in kept or {} if place.isdigit()}


def as_kept(pieces: Mapping[int, int]) -> dict[str, str]:
    """As a return keeps it."""
    return {str(place): str(count) for place, count in sorted(pieces.items()) if count}
