"""What news of a parcel means for the parcel that we have: pure decisions, no tables, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import clock
from shipping import telling
from shipping.models import Scan
from shipping.rules import NEXT, ShipmentStatus, is_trouble
from shipping.shiprocket_entities import Scan as ToldScan
from shipping.shiprocket_entities import Tracking
from shipping.status_map import LABELS, meaning_of

MOST_SCANS = 60
LONGEST_TEXT = 200
_ENDS = frozenset(status for status, targets in NEXT.items() if not targets)
_BACK_AND_FORTH = {ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.UNDELIVERED}
_CLOCK_SKEW = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """Where the parcel moves (None: it stays), what staff must look after ('' for nothing), and
    whether an earlier trouble is over."""

    to: ShipmentStatus | None
    trouble: str
    is_well_again: bool


def judge(present: ShipmentStatus, known: Sequence[Scan], news: Tracking, now: datetime) -> Verdict:
    """What the news means. A parcel goes forward only; news with a shorter history than ours is
    late, and then counts only where it cannot be a step back."""
    if news.status_id is None and not news.label:
        return Verdict(None, "", is_well_again=False)
    meaning = meaning_of(news.status_id, news.label)
    told = [scan.at for scan in news.scans if scan.at]
    kept = [clock.from_text(scan.at) for scan in known if scan.at]
    is_late = bool(told) and _newest(told, now) < _newest(kept, now)
    label = label_of(news.status_id, news.label)
    to = meaning.status
    if to is not None and _may_move(present, to, is_late=is_late):
        trouble = telling.trouble(to, news.awb, label) if is_trouble(to) else ""
        if meaning.alert and not trouble:
            trouble = telling.odd_news(news.awb, label, news.status_id)
        return Verdict(to, trouble, is_well_again=not trouble)
    text = "" if is_late or not meaning.alert else _worry(present, to, news, label)
    return Verdict(None, text, is_well_again=False)


def ends_the_story(present: ShipmentStatus, news: Tracking) -> bool:
    """Whether the news, if believed, is the last of this parcel."""
    to = meaning_of(news.status_id, news.label).status if news.status_id or news.label else None
    return to in _ENDS and to in NEXT[present]


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


def _worry(present: ShipmentStatus, to: ShipmentStatus | None, news: Tracking, label: str) -> str:
    """What staff look after where the news moves nothing."""
    is_bad = to is not None and is_trouble(to)
    if present in _ENDS:
        is_contrary = is_bad and to != present
        return telling.after_the_end(news.awb, present, label) if is_contrary else ""
    if to == present and is_bad:
        return telling.trouble(present, news.awb, label)
    return telling.odd_news(news.awb, label, news.status_id)


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
