"""Complaints: what they are about, and the clock that the law sets (Consumer Protection
(E-Commerce) Rules 2020, rule 4: acknowledged within 48 hours, settled within a month). Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ACKNOWLEDGE_WITHIN = timedelta(hours=48)
SETTLE_WITHIN = timedelta(days=30)
KEPT_AFTER = timedelta(days=3 * 365)  # after it is settled: as long as a claim may be made
MOST_ANSWERS = 50
LONGEST = 4000  # signs of the words of a complaint, or of an answer
SOON = timedelta(hours=12)
SOON_OF_A_MONTH = timedelta(days=5)
_TICKET = re.compile(r"TC-[0-9A-HJKMNP-TV-Z]{10}")


class About(StrEnum):
    GOODS = "goods"
    DELIVERY = "delivery"
    MONEY = "money"
    RETURN = "return"
    PRIVACY = "privacy"
    OTHER = "other"


ABOUT_WORDS: dict[About, str] = {
    About.GOODS: "The goods: faulty, wrong or not as shown",
    About.DELIVERY: "The delivery: late, lost or damaged",
    About.MONEY: "Money: a payment, a refund or the bill",
    About.RETURN: "A return",
    About.PRIVACY: "My data",
    About.OTHER: "Something else",
}


class State(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    SETTLED = "settled"


# What the person reads on the page of the ticket and as the headline of the mail.
HEADINGS: dict[State, str] = {
    State.RAISED: "We have your complaint",
    State.ACKNOWLEDGED: "We are looking into your complaint",
    State.SETTLED: "Your complaint is settled",
}
ANSWERED = "We have answered your complaint"


@dataclass(frozen=True)
class Clock:
    """What is due next and when; `tint` is the badge's, and words say the same."""

    words: str
    due: datetime | None
    tint: str
    is_overdue: bool = False


def clock_of(
    *,
    raised_at: datetime,
    acknowledged_at: datetime | None,
    settled_at: datetime | None,
    now: datetime,
) -> Clock:
    """How the clock of a complaint stands."""
    if settled_at is not None:
        return Clock("Settled", None, "bg-green-lt")
    if acknowledged_at is None:
        return _running("Acknowledge", raised_at + ACKNOWLEDGE_WITHIN, now, SOON)
    return _running("Settle", raised_at + SETTLE_WITHIN, now, SOON_OF_A_MONTH)


def is_ticket(text: str) -> bool:
    """Whether it has the form of a ticket's number."""
    return _TICKET.fullmatch(text) is not None


def _running(what: str, due: datetime, now: datetime, soon: timedelta) -> Clock:
    if now >= due:
        return Clock(f"{what}: overdue", due, "bg-red-lt", is_overdue=True)
    if due - now <= soon:
        return Clock(f"{what}: due soon", due, "bg-orange-lt")
    return Clock(f"{what} in time", due, "bg-secondary-lt")
