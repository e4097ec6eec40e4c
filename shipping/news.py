"""What news of a parcel means for the parcel that we have: pure decisions, no tables, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import clock
from shipping import telling
from shipping.models import Scan
from shipping.rules import MOVING, NEXT, Doubt, ShipmentStatus, is_trouble
from shipping.shiprocket_entities import Scan as ToldScan
from shipping.shiprocket_entities import Tracking
from shipping.status_map import LABELS, StatusMeaning, meaning_of

MOST_SCANS = 60
LONGEST_TEXT = 200
_ENDS = frozenset(status for status, targets in NEXT.items() if not targets)
# One that nobody comes back from, though it is no end yet.
_ONE_WAY = _ENDS | {ShipmentStatus.RTO_INITIATED}
_BACK_AND_FORTH = {ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.UNDELIVERED}
_CLOCK_SKEW = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """Where the parcel moves (None: it stays), what staff must look after ('' for nothing), and
    whether an earlier trouble is over. `doubt`: why the delivery that it tells is none for certain;
    `lifts_doubt`: it says that a delivery in doubt was whole."""

    to: ShipmentStatus | None
    trouble: str
    is_well_again: bool
    doubt: Doubt | None = None
    lifts_doubt: bool = False


def judge(
    present: ShipmentStatus,
    known: Sequence[Scan],
    news: Tracking,
    now: datetime,
    *,
    doubt: Doubt | None = None,
) -> Verdict:
    """What the news means for a parcel, of whose delivery there is `doubt` or not. It goes forward
    only; news with a shorter history than ours is late, and then counts only where it cannot be a
    step back. `is_well_again` without a move says that the parcel is where it was and that nothing
    is wrong with it."""
    if news.status_id is None and not news.label:
        return Verdict(None, "", is_well_again=False)
    meaning = meaning_of(news.status_id, news.label)
    told = [scan.at for scan in news.scans if scan.at]
    kept = [clock.from_text(scan.at) for scan in known if scan.at]
    is_late = bool(told) and _newest(told, now) < _newest(kept, now)
    label = label_of(news.status_id, news.label)
    to = meaning.status
    if to is not None and _may_move(present, to, is_late=is_late):
        is_bad = meaning.alert or is_trouble(to)
        trouble = telling.trouble(to, news.awb, label, news.status_id) if is_bad else ""
        return Verdict(to, trouble, not trouble and not is_late, meaning.doubt)
    if is_late:
        return Verdict(None, "", is_well_again=False)
    if doubt is not None and lifts_doubt(news):
        return Verdict(None, "", is_well_again=True, lifts_doubt=True)
    text = _worry(present, meaning, news, label)
    is_calm = not text and to == present and present in MOVING and not is_trouble(present)
    return Verdict(None, text, is_well_again=is_calm)


def lifts_doubt(news: Tracking) -> bool:
    """Whether the news says for certain that all of the parcel was handed over."""
    if news.status_id is None and not news.label:
        return False
    meaning = meaning_of(news.status_id, news.label)
    return meaning.status is ShipmentStatus.DELIVERED and meaning.doubt is None


def is_one_way(present: ShipmentStatus, news: Tracking) -> bool:
    """Whether the news, if believed, takes the parcel where nothing leads back from: to an end of
    its story, or on its way back to us."""
    to = meaning_of(news.status_id, news.label).status if news.status_id or news.label else None
    return to in _ONE_WAY and to in NEXT[present]


def merged(known: Sequence[Scan], told: Iterable[ToldScan]) -> list[Scan] | None:
    """Our scans with the new ones among them, oldest first, the latest sixty; None if there is
    nothing new."""
    seen = {_mark(scan) for scan in known}
    fresh: list[Scan] = []
    for scan in map(_kept, told):
        if _mark(scan) not in seen:
            seen.add(_mark(scan))
            fresh.append(scan)
    if not fresh:
        return None
    whole = sorted([*known, *fresh], key=lambda scan: scan.at)[-MOST_SCANS:]
    return whole if [_mark(s) for s in whole] != [_mark(s) for s in known] else None


def label_of(status_id: int | None, label: str) -> str:
    """Shiprocket's name of a status; its own word where we do not know the number."""
    return LABELS.get(status_id or -1) or plain(label)


def plain(text: str) -> str:
    """One line of at most 200 characters that any table takes."""
    return " ".join(text.encode(errors="ignore").decode().split())[:LONGEST_TEXT]


def _may_move(present: ShipmentStatus, to: ShipmentStatus, *, is_late: bool) -> bool:
    if is_late and present in _BACK_AND_FORTH and to in _BACK_AND_FORTH:
        return False
    return to in NEXT[present]


def _worry(present: ShipmentStatus, meaning: StatusMeaning, news: Tracking, label: str) -> str:
    """What staff look after where the news moves nothing."""
    to = meaning.status
    if present in _ENDS:
        return _after_the_end(present, to, news.awb, label)
    if to in _ENDS:
        return telling.against_its_way(news.awb, present, label)
    if not meaning.alert:
        return ""
    if to in (None, present):
        return telling.trouble(to, news.awb, label, news.status_id)
    return telling.odd_news(news.awb, label, news.status_id)


def _after_the_end(present: ShipmentStatus, to: ShipmentStatus | None, awb: str, label: str) -> str:
    """A parcel that was called off and moves all the same, one that was given up and is delivered,
    or one that comes to harm after it was handed over."""
    if to is None or to == present or to is ShipmentStatus.PENDING:
        return ""
    if present is ShipmentStatus.CANCELLED and to is ShipmentStatus.DELIVERED:
        return telling.came_all_the_same(awb, label)
    if present is ShipmentStatus.CANCELLED:
        return telling.against_its_way(awb, present, label)
    if to is ShipmentStatus.DELIVERED:
        return telling.came_after_all(awb, present, label)
    is_bad = is_trouble(to) and to is not ShipmentStatus.CANCELLED
    return telling.after_the_end(awb, present, label) if is_bad else ""


def _kept(scan: ToldScan) -> Scan:
    return Scan(
        at=clock.to_text(scan.at) if scan.at else "",
        status=label_of(scan.status_id, scan.label),
        activity=plain(scan.activity),
        location=plain(scan.location),
        status_id=None if scan.status_id is None else str(scan.status_id),
    )


def _mark(scan: Scan) -> tuple[str, ...]:
    return scan.at, scan.status_id or "", scan.activity or "", scan.location or ""


def _newest(moments: Iterable[datetime], now: datetime) -> datetime:
    """The newest moment; one in the future is a courier's slip and must not outlive the truth."""
    return max((each for each in moments if each <= now + _CLOCK_SKEW), default=clock.from_unix(0))
