"""What the reconcile page shows: the kept result in the page's words, and how the worker is getting
on. Two reads by key, and those of the webhooks' health."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config import clock
from payments.models import ReconcileBook
from payments.reconcile.books import Sums
from payments.reconcile.facts import Mend, Standing
from payments.reconcile.printing import BESIDE, SAID, headline
from payments.services import reconcile_keeping as keeping
from payments.words import money_words

PATIENCE = timedelta(minutes=1)  # after that the worker should have begun
BAR = 1000  # the bar's width in units of its own
LEAST = 8  # what is there is seen, however little it is
GAP = 3
# Mend.MATCH is tried by the worker all the time: what stays open needs a person.
NOT_FOR_A_PRESS = (Mend.PERSON, Mend.MATCH)
LOOKS = {
    Standing.MATCHED: ("circle-check", "text-green", "#17663a"),
    Standing.EXPLAINED: ("message-square-text", "text-blue", "#7ea3cc"),
    Standing.OPEN: ("triangle-alert", "text-red", "#b81d28"),
}


@dataclass(frozen=True)
class Row:
    """A row of the sums and its piece of the bar, from `left` on and `width` wide."""

    word: str
    says: str
    icon: str
    tint: str
    colour: str
    sums: dict[str, int]
    share: str
    left: int
    width: int


@dataclass(frozen=True)
class Beside:
    """A row of what stands beside Razorpay's books."""

    word: str
    sums: dict[str, int]


@dataclass(frozen=True)
class Work:
    """What the worker is asked for or is doing; empty words where there is nothing to say."""

    is_going_on: bool
    words: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Result:
    """The last result; `mends` says what would be done, such as 'take the payment (2)', and
    `open_before` since when something is open that these days do not hold."""

    begin: datetime
    end: datetime
    at: datetime
    by: str
    is_applied: bool
    open_before: datetime | None
    headline: str
    all: dict[str, int]
    rows: list[Row]
    beside: list[Beside]
    says_beside: str
    open: list[dict[str, Any]]
    explained: list[dict[str, Any]]
    mended: list[dict[str, Any]]
    left_out: int
    mends: list[str]
    to_mend: int


def result_of(kept: ReconcileBook) -> Result | None:
    """The kept result for the page, None before the first."""
    found = keeping.result_of(kept)
    if found is None:
        return None
    since = keeping.open_since(kept)
    counts = Counter(each["mend"] for each in found["open"])
    clear = {mend: counts[mend.name.lower()] for mend in Mend if mend not in NOT_FOR_A_PRESS}
    return Result(
        begin=clock.from_text(found["from"]),
        end=clock.from_text(found["to"]),
        at=clock.from_text(found["at"]),
        by=found["by"],
        is_applied=found["is_applied"],
        open_before=since if since and since < clock.from_text(found["from"]) else None,
        headline=_headline(found),
        all=found["sums"]["all"],
        rows=_rows(found["sums"]),
        beside=_beside(found.get("beside", {})),
        says_beside=BESIDE,
        open=[_line(line) for line in found["open"]],
        explained=[_line(line) for line in found["explained"]],
        mended=[each for each in found["mended"] if not each["trouble"]],
        left_out=found["left_out"],
        mends=[f"{mend.value} ({count})" for mend, count in clear.items() if count],
        to_mend=sum(clear.values()),
    )


def _headline(found: dict[str, Any]) -> str:
    beside = Sums(**found.get("beside", {}).get(Standing.OPEN, {}))
    sums = {name: Sums(**each) for name, each in found["sums"].items()}
    lines = len(found["open"]) or sums[Standing.OPEN].payments + sums[Standing.OPEN].refunds
    return headline(sums["all"], sums[Standing.OPEN], beside, lines=lines)


def _beside(sums: dict[str, dict[str, int]]) -> list[Beside]:
    there = [each for each in Standing if any(sums.get(each, {}).values())]
    return [Beside(each.capitalize(), sums[each]) for each in there]


def _rows(sums: dict[str, dict[str, int]]) -> list[Row]:
    every = sums["all"]["received_paise"]
    shares = [sums[standing.value]["received_paise"] for standing in Standing]
    rows, left = [], 0
    for standing, paise, width in zip(Standing, shares, _widths(shares), strict=True):
        icon, tint, colour = LOOKS[standing]
        rows.append(
            Row(
                word=standing.value.capitalize(),
                says=SAID[standing],
                icon=icon,
                tint=tint,
                colour=colour,
                sums=sums[standing.value],
                share=f"{paise * 1000 // every / 10:g} percent" if every else "nothing",
                left=left,
                width=width,
            )
        )
        left += width + GAP if width else 0
    return rows


def _widths(shares: list[int]) -> list[int]:
    """Pieces in proportion that together fill the bar, gaps included, none too thin to see."""
    there = [share for share in shares if share]
    if not there:
        return [0 for _ in shares]
    room = BAR - GAP * (len(there) - 1) - LEAST * len(there)
    widths = [LEAST + room * share // sum(there) if share else 0 for share in shares]
    widths[widths.index(max(widths))] += BAR - GAP * (len(there) - 1) - sum(widths)
    return widths


def _line(line: dict[str, Any]) -> dict[str, Any]:
    at = clock.from_text(line["at"]) if line["at"] else None
    is_for_a_person = line["mend"] in [mend.name.lower() for mend in NOT_FOR_A_PRESS]
    money = money_words(line["amount_paise"], line.get("currency", "INR"))
    return line | {"at": at, "money": money, "is_for_a_person": is_for_a_person}


def work_of(kept: ReconcileBook, now: datetime) -> Work:
    """How far the worker is with what was asked of it."""
    trouble = f"The last try stopped: {kept.trouble}" if kept.trouble else ""
    if kept.lease_until is not None and kept.lease_until >= now:
        return Work(is_going_on=True, words=f"{kept.progress or 'Working'} …")
    if kept.wanted_at is None:
        return Work(is_going_on=False, trouble=trouble)
    if trouble:
        return Work(is_going_on=True, trouble=f"{trouble} It is tried again in ten minutes.")
    if now - kept.wanted_at > PATIENCE:
        words = "The worker has not begun. See that “manage.py worker” runs."
        return Work(is_going_on=True, trouble=words)
    return Work(is_going_on=True, words="The worker begins in a few seconds …")
